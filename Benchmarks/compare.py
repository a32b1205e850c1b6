#!/usr/bin/env python3
"""Runs benchmarks and then the peer, several rounds in turn, and prints how they compare.

usage: Benchmarks/compare.py [--sweep] [--rounds N] [--binary FILE] [--default-allocator]

Without --sweep one crossover over a million bars, with it 4,950 crossovers over 2,148 bars each.

Rounds alternate between the two, so that a burst of load from elsewhere falls on both. A name's figure is
the median over the rounds of each round's median; the ratio is the median of the rounds' ratios, with the
lowest and the highest beside it. Processor time is compared, which waiting for other processes does not
lengthen; on a machine with nothing else to do it is the wall time. The wall ratio is the one that counts
for a sweep on all processors, where the peer uses one, and it means little on a loaded machine.

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


# Which benchmarks run here, what the peer is asked for, and what a name is compared with there where that is
# not its own.
CROSSOVER = ["crossover-1m"], ["--samples", "7"], {}
# Here every row has return, Sharpe ratio and drawdown; there the row without drawdown is the quicker one.
SWEEP = (["sweep-4950", "sweep-4950-one-thread"], ["--sweep", "--samples", "3"],
         {"sweep-4950": "sweep-4950", "sweep-4950-one-thread": "sweep-4950"})


def own_results(binary, filters, environment):
    """The rows of several filters, and the figures by which the runs are seen to be the same."""
    results, check = [], {}
    for name in filters:
        document = run([binary, "--json", "--filter", name], environment)
        results += document["results"]
        check.update(document.get("check", {}))
    return {"results": results, "check": check}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sweep", action="store_true", help="the sweep of 4,950 crossovers instead")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--binary", help="almanac-bench, where it is built already")
    parser.add_argument("--default-allocator", action="store_true")
    options = parser.parse_args()
    binary = options.binary or built_binary()
    environment = dict(os.environ)
    if not options.default_allocator:
        environment["GLIBC_TUNABLES"] = KEEP_MEMORY
    filters, peer_arguments, partners = SWEEP if options.sweep else CROSSOVER
    peer_command = [sys.executable, os.path.join(HERE, "vectorbt_peer.py"), *peer_arguments]

    rounds = []
    for _ in range(options.rounds):
        ours = own_results(binary, filters, environment)
        peer = run(peer_command, environment)
        for figure, value in peer["check"].items():
            if not math.isclose(value, ours["check"][figure], rel_tol=1e-9):
                sys.exit(f"{figure} is {ours['check'][figure]} here and {value} there: not the same run")
        rounds.append([{row["name"]: row for row in side["results"]} for side in (ours, peer)])

    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processor time of one "
          f"call in ms, median of {options.rounds} rounds; memory "
          + ("returned when freed" if options.default_allocator else "kept when freed, on both sides"))
    print(f"{'':42}{'almanac':>9}{'vectorbt':>10}{'ratio':>8}  {'lowest–highest':<18}{'wall':>9}"
          f"{'wall ratio':>12}  lowest–highest")
    for name in rounds[0][0]:
        partner = partners.get(name, name)
        if partner not in rounds[0][1]:
            continue
        pairs = [(ours[name], peer[partner]) for ours, peer in rounds]
        ratios = [theirs["cpu_median"] / mine["cpu_median"] for mine, theirs in pairs]
        walls = [theirs["median"] / mine["median"] for mine, theirs in pairs]
        mine, other, wall = (
            statistics.median(values) * 1e3
            for values in zip(*((mine["cpu_median"], theirs["cpu_median"], mine["median"])
                                for mine, theirs in pairs)))
        print(f"{name:42}{mine:9.2f}{other:10.1f}{statistics.median(ratios):7.1f}x  "
              f"{f'{min(ratios):.1f}–{max(ratios):.1f}':<18}{wall:9.2f}{statistics.median(walls):11.1f}x  "
              f"{min(walls):.1f}–{max(walls):.1f}")


if __name__ == "__main__":
    main()
