"""Two API processes, two workers, a primary and a streaming replica. See ``bench/README.md``."""
