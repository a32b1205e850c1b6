#!/usr/bin/env python3
"""Runs the benchmarks that have a peer, then the peer, and prints how they compare.

usage: Benchmarks/compare.py [--rounds N]

Rounds alternate between the two, so that a burst of load from elsewhere falls on both; a name's figure
is the best of its rounds' medians.
"""

import argparse
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ["swift", "run", "-c", "release", "--package-path", HERE, "almanac-bench", "--json",
        "--filter", "crossover-1m"]
PEER = [sys.executable, os.path.join(HERE, "vectorbt_peer.py")]


def medians(command):
    output = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return {row["name"]: row["median"] for row in json.loads(output.stdout)["results"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    ours, peer = [], []
    for _ in range(rounds):
        ours.append(medians(OURS))
        peer.append(medians(PEER))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}, best median of {rounds} rounds, milliseconds")
    print(f"{'':44}{'almanac':>10}{'vectorbt':>10}{'ratio':>8}")
    for name in ours[0]:
        if name in peer[0]:
            mine = min(row[name] for row in ours)
            other = min(row[name] for row in peer)
            print(f"{name:44}{mine * 1e3:10.2f}{other * 1e3:10.1f}{other / mine:7.1f}x")


if __name__ == "__main__":
    main()
