# SPDX-License-Identifier: Apache-2.0
"""Prints medians of the figures that timed.py has collected for two contenders, and the ratio of their times."""
import statistics
import sys

case, *files = sys.argv[1:]
times = []
for name in files:
    rows = [[float(word) for word in line.split()] for line in open(name)]
    seconds, cpu, memory = (statistics.median(column) for column in zip(*rows))
    times.append(seconds)
    print(f"{case:10} {name.rsplit('/', 1)[1]:14} {seconds:8.2f} s {cpu:7.2f} CPU-s {memory:7.1f} MiB")
print(f"{case:10} ratio of times {times[0] / times[1]:.2f}")
