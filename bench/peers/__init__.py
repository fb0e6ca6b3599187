"""`python -m bench.peers`: Clause as shipped, pgbench with its statements and a Django service, side by side."""
