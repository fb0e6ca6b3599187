"""Benchmarks, run by hand: ratios against the limit of the machine, side by side in one run."""
