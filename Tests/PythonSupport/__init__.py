"""What the Python tests and the benchmarks share: the program as a process, and clients that stand in for people."""
