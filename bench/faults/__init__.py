"""What Clause keeps when its processes are killed under load. See ``bench/README.md``."""
