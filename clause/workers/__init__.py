"""FLOOR 5 — background work: the worker process, woken by arq, working from the rows of ``job``."""
