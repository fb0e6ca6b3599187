"""Migrations of a full database under load. See ``bench/README.md``."""
