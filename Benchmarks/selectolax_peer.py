#!/usr/bin/env python3
"""Times selectolax and lxml on stored pages, as page-bench does with Almanac.

usage: selectolax_peer.py FILE.html ...        (needs selectolax and lxml from PyPI)
"""

import sys
import time

import lxml.html
from selectolax.lexbor import LexborHTMLParser


def best(runs, work):
    least = float("inf")
    for _ in range(runs):
        start = time.thread_time()
        result = work()
        del result
        least = min(least, time.thread_time() - start)
    return least


def selected(page):
    tree = LexborHTMLParser(page)
    return sum(len(node.attributes.get("href") or "") for node in tree.css("a[href]"))


def selected_by_lxml(page):
    tree = lxml.html.fromstring(page)
    return sum(len(link) for link in tree.xpath("//a/@href"))


def main():
    pages = [open(path, "rb").read() for path in sys.argv[1:]]
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6} MB")
    for name, runs, work in [
        ("selectolax: parse", 7, LexborHTMLParser),
        ("selectolax: parse and select a[href]", 7, selected),
        ("lxml: parse", 3, lxml.html.fromstring),
        ("lxml: parse and select a[href]", 3, selected_by_lxml),
    ]:
        print(f"{name}: {1e3 * sum(best(runs, lambda: work(page)) for page in pages)} ms")


if __name__ == "__main__":
    main()
