#!/usr/bin/env python3
"""Times selectolax, lxml, Parsel and Scrapling on stored pages, as page-bench does with Almanac.

usage: selectolax_peer.py FILE.html ...        (needs selectolax, lxml, parsel and scrapling from PyPI)
"""

import sys
import time

import lxml.html
import parsel
from scrapling.parser import Selector as ScraplingSelector
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


def recipe(page):
    """Of each table row its first link, its first cell and its last, as page-bench's recipe reads."""
    records = []
    for row in LexborHTMLParser(page).css("tr"):
        link, first, last = row.css_first("a"), row.css_first("td"), row.css_first("td:last-child")
        records.append((link and link.attributes.get("href"), first and " ".join(first.text().split()),
                        last and " ".join(last.text().split())))
    return len(records)


ROWS, LINK, FIRST, LAST = map(lxml.etree.XPath, ("//tr", ".//a/@href", ".//td[1]", ".//td[last()]"))


def recipe_by_lxml(page):
    records = []
    for row in ROWS(lxml.html.fromstring(page)):
        link, first, last = LINK(row), FIRST(row), LAST(row)
        records.append((link and link[0], first and " ".join(first[0].text_content().split()),
                        last and " ".join(last[0].text_content().split())))
    return len(records)


def recipe_by_parsel(page):
    records = []
    for row in parsel.Selector(page.decode("utf-8", "replace"), type="html").css("tr"):
        first, last = row.css("td"), row.css("td:last-child")
        records.append((row.css("a::attr(href)").get(),
                        first and " ".join(" ".join(first[0].css("::text").getall()).split()),
                        last and " ".join(" ".join(last[0].css("::text").getall()).split())))
    return len(records)


def recipe_by_scrapling(page):
    records = []
    for row in ScraplingSelector(page).css("tr"):
        links, first, last = row.css("a"), row.css("td"), row.css("td:last-child")
        records.append((links and links[0].attrib.get("href"),
                        first and " ".join(first[0].get_all_text().split()),
                        last and " ".join(last[0].get_all_text().split())))
    return len(records)


def main():
    pages = [open(path, "rb").read() for path in sys.argv[1:]]
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6} MB")
    for name, runs, work in [
        ("selectolax: parse", 7, LexborHTMLParser),
        ("selectolax: parse and select a[href]", 7, selected),
        ("lxml: parse", 3, lxml.html.fromstring),
        ("lxml: parse and select a[href]", 3, selected_by_lxml),
        ("selectolax: parse and recipe", 7, recipe),
        ("lxml: parse and recipe", 3, recipe_by_lxml),
        ("Parsel: parse and recipe", 3, recipe_by_parsel),
        ("Scrapling: parse and recipe", 3, recipe_by_scrapling),
    ]:
        print(f"{name}: {1e3 * sum(best(runs, lambda: work(page)) for page in pages):.1f} ms")


if __name__ == "__main__":
    main()
