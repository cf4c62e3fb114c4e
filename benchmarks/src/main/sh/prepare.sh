# SPDX-License-Identifier: Apache-2.0
# What bin/bench and bin/soak have in common: packages, the build, and a network of their own. Sourced by both.

has_program() {
    PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null
}

# Installs the Debian packages whose programs are missing. Contenders that stay missing are left out of the run.
prepare_packages() {
    local missing=() package
    for package in "$@"; do
        case $package in
            gcc) has_program gcc && [ -e /usr/include/stdlib.h ] || missing+=(gcc libc6-dev) ;;
            iproute2) has_program ip || missing+=(iproute2) ;;
            *) has_program "$package" || missing+=("$package") ;;
        esac
    done
    if [ ${#missing[@]} -eq 0 ]; then
        return
    fi
    if [ "$(id -u)" -ne 0 ] || ! has_program apt-get; then
        echo "Not installed: ${missing[*]}. To measure them, too, run: apt-get install ${missing[*]}" >&2
        return
    fi
    install_without_starting "${missing[@]}"
}

# A freshly installed server starts at once on port 80 unless a policy forbids it.
install_without_starting() {
    local policy=/usr/sbin/policy-rc.d ours=no
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy
        chmod 755 $policy
        ours=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2 ||
        echo "Could not install all of: $*. What is missing is left out." >&2
    if [ $ours = yes ]; then
        rm -f $policy
    fi
}

# Sees to it that there is one run at a time. Builds the drop-in jar and the benchmarks; Maven brings the contenders that are Maven artifacts.
prepare_build() {
    local log="$1/benchmarks/target/build.log"
    mkdir -p "$1/benchmarks/target"
    exec 9>"$1/benchmarks/target/lock"
    if ! flock -n 9; then
        echo "Another run has not ended: two at once would measure each other." >&2
        exit 1
    fi
    echo "Building (log: benchmarks/target/build.log)" >&2
    if ! (cd "$1" && mvn -B -Pbenchmarks -pl benchmarks -am package -Dmaven.test.skip=true) >"$log" 2>&1; then
        grep ERROR "$log" | head -20 >&2
        exit 1
    fi
}

# Runs a main class inside a network and a process namespace of its own. The network has nothing but a loopback, without
# the pacing of bbr, which would hide the differences; whatever was started in it ends with it, however that happens.
run_in_namespace() {
    local root=$1 main=$2 user=() jar tomcat
    shift 2
    if ! has_program ip; then
        echo "The ip program is needed: apt-get install iproute2" >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        user=(--user --map-root-user)
    fi
    jar=$(ls "$root"/valve/target/spillway-[0-9]*.jar | head -1)
    tomcat=$(ls -d "$root"/benchmarks/target/tomcat/apache-tomcat-* | tail -1)
    export PATH="$PATH:/usr/sbin:/sbin"
    unshare "${user[@]}" --net --pid --fork --kill-child=SIGTERM --mount-proc \
        sh "$root/benchmarks/src/main/sh/in-namespace.sh" \
        java -Xmx2g --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
        -Dspillway.run=$$ -Dspillway.root="$root" -Dspillway.jar="$jar" -Dspillway.tomcat="$tomcat" \
        -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" "$main" "$@" &
    wait_or_stop $!
}

# Waits for unshare, which ignores the signals that end others: they go to the process that it has started.
wait_or_stop() {
    local status=0
    trap "pkill -TERM -P $1 || true" INT TERM HUP
    while kill -0 "$1" 2>/dev/null; do
        wait "$1" && status=0 || status=$?
    done
    # Left behind if the run was broken off while it slowed the disk.
    rmdir "/sys/fs/cgroup/blkio/spillway-bench-$$" 2>/dev/null || true
    return "$status"
}
