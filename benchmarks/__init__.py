"""Measurements of the project; each is a package that runs with ``python -m benchmarks.<name>``."""
