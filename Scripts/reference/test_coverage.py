#!/usr/bin/env python3
"""Fails when something that the strategy language lists has no reference case. Standard library only.

The list is read from Documentation or from the design beside the repository, where either is there: each function named in
the tables must be in coverage_list.REQUIRED, and each of those must be used by a committed case.
"""
import glob
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

from coverage_list import REQUIRED, tags_of  # noqa: E402


def listed(text):
    """The functions that the tables name, as tags."""
    rows = {m[1]: m[2] for m in re.finditer(r"^\| ([^|]+?) \| (.+) \|$", text, re.M)}
    found = set()
    for name, cell in rows.items():
        words = re.findall(r"`([^`]+)`", cell)
        if name.startswith("TA-Lib"):
            found |= {"talib." + w for group in words for w in group.split()}
        elif name == "NumPy":
            found |= {"np." + w.removeprefix("np.") for group in words for w in group.split()}
        elif name == "windows":
            functions = next(group for group in words if group.startswith("mean sum"))
            found |= {f"{kind}.{w.split('(')[0]}" for kind in ("rolling", "expanding") for w in functions.split()}
        elif name == "exponential":
            found |= {f"ewm.{w}" for group in words if group.startswith("mean") for w in group.split()}
        elif name == "of its own":
            found |= {w.split("(")[0] for w in words}
        elif name == "vectorbt":
            found |= {"vbt." + w for w in re.findall(r"vbt\.(\w+\.run)", cell)}
        elif name == "moves":
            found |= {w.split("(")[0] for group in words for w in re.sub(r"\([^)]*\)", "", group).split()}
    return found


def main():
    faults = []
    required = {tag for tags in REQUIRED.values() for tag in tags}
    shared = os.environ.get("ALMANAC_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
    for path in glob.glob(os.path.join(ROOT, "Documentation", "*trategy*anguage*.md")) + glob.glob(
            os.path.join(shared, "design", "strategy-language.md")):
        with open(path) as file:
            faults += [f"{path} lists {tag}, coverage_list does not" for tag in sorted(listed(file.read()) - required)]
    used = set()
    for path in glob.glob(os.path.join(ROOT, "Tests", "ReferenceCases", "cases", "*.json")):
        with open(path) as file:
            case = json.load(file)
        used |= set(case["covers"]) | tags_of(case)
    faults += [f"no case covers {tag}" for tag in sorted(required - used)]
    print("\n".join(faults) or f"{len(required)} listed things, each with a case")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
