"""One check a file, its function of the same name; each subject's ``__init__`` lists its checks in order."""
