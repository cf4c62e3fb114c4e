# SPDX-License-Identifier: Apache-2.0
# Sets up the loopback of a fresh network namespace and runs the rest of the line there.
set -eu
ip link set lo up
# Both routes: the one of the single address is the more specific one for clients at 127.0.0.1.
for target in 127.0.0.0/8 127.0.0.1; do
    ip route replace local "$target" dev lo proto kernel scope host src 127.0.0.1 table local congctl cubic
done
# What the kernel has learned of one server by the address of a client must not slow the next one.
echo 1 >/proc/sys/net/ipv4/tcp_no_metrics_save
ulimit -n "$(ulimit -Hn)"
exec "$@"
