#!/usr/bin/env python3
"""Runs the crossover benchmarks and then the peer, several rounds in turn, and prints how they compare.

usage: Benchmarks/compare.py [--rounds N] [--binary FILE] [--default-allocator]

Rounds alternate between the two, so that a burst of load from elsewhere falls on both. A name's figure is
the median over the rounds of each round's median; the ratio is the median of the rounds' ratios, with the
lowest and the highest beside it. Processor time is compared, which waiting for other processes does not
lengthen; on a machine with nothing else to do it is the wall time.

Both sides run under the same settings of the C library's allocator, which let a process keep the memory
that it frees; --default-allocator leaves them out on both sides.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KEEP_MEMORY = "glibc.malloc.trim_threshold=4294967296:glibc.malloc.mmap_threshold=4294967296"


def run(command, environment):
    output = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, env=environment)
    return json.loads(output.stdout)


def built_binary():
    build = ["swift", "build", "-c", "release", "--package-path", HERE]
    subprocess.run(build, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=True)
    folder = subprocess.run([*build, "--show-bin-path"], stdout=subprocess.PIPE, check=True, text=True)
    return os.path.join(folder.stdout.strip(), "almanac-bench")


def processor():
    try:
        with open("/proc/cpuinfo", encoding="ascii") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--binary", help="almanac-bench, where it is built already")
    parser.add_argument("--default-allocator", action="store_true")
    options = parser.parse_args()
    binary = options.binary or built_binary()
    environment = dict(os.environ)
    if not options.default_allocator:
        environment["GLIBC_TUNABLES"] = KEEP_MEMORY
    peer_command = [sys.executable, os.path.join(HERE, "vectorbt_peer.py"), "--samples", "7"]

    rounds = []
    for _ in range(options.rounds):
        ours = run([binary, "--json", "--filter", "crossover-1m"], environment)
        peer = run(peer_command, environment)
        for figure, value in peer["check"].items():
            if not math.isclose(value, ours["check"][figure], rel_tol=1e-9):
                sys.exit(f"{figure} is {ours['check'][figure]} here and {value} there: not the same run")
        rounds.append([{row["name"]: row for row in side["results"]} for side in (ours, peer)])

    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processor time of one "
          f"call in ms, median of {options.rounds} rounds; memory "
          + ("returned when freed" if options.default_allocator else "kept when freed, on both sides"))
    print(f"{'':42}{'almanac':>9}{'vectorbt':>10}{'ratio':>8}  {'lowest–highest':<18}{'wall ratio':>10}")
    for name in rounds[0][0]:
        if name not in rounds[0][1]:
            continue
        mine, other, ratios, walls = [], [], [], []
        for ours, peer in rounds:
            mine.append(ours[name]["cpu_median"])
            other.append(peer[name]["cpu_median"])
            ratios.append(other[-1] / mine[-1])
            walls.append(peer[name]["median"] / ours[name]["median"])
        print(f"{name:42}{statistics.median(mine) * 1e3:9.2f}{statistics.median(other) * 1e3:10.1f}"
              f"{statistics.median(ratios):7.1f}x  {min(ratios):.1f}–{max(ratios):<13.1f}"
              f"{statistics.median(walls):9.1f}x")


if __name__ == "__main__":
    main()
