# SPDX-License-Identifier: Apache-2.0
"""Runs a command; prints its seconds, CPU seconds and peak resident MiB."""
import resource
import subprocess
import sys
import time

begin = time.monotonic()
code = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL)
seconds = time.monotonic() - begin
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if code:
    sys.exit(f"{sys.argv[1]} ended with {code}")
print(f"{seconds:.3f} {used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1024:.1f}")
