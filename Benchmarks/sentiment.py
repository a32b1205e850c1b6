#!/usr/bin/env python3
"""Measures sentiment on people's scores, beside VADER, with bootstrap intervals.

usage: Benchmarks/sentiment.py ALMANAC task1_post_ABSA_train.json

ALMANAC is the program; the file is task 1 of FiQA 2018 with its posts and scores in -1 … 1. Needs numpy and
vaderSentiment 3.3.2 in the environment that runs it. Prints Spearman's rank correlation of both with the
scores, the difference, and the 95 % interval of 10,000 resamples of the posts, from a fixed seed.
"""

import csv
import json
import subprocess
import sys
import tempfile

import numpy
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def ranks(values):
    _, inverse, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    last = numpy.cumsum(counts)
    return ((2 * last - counts - 1) / 2)[inverse]


def spearman(left, right):
    return numpy.corrcoef(ranks(left), ranks(right))[0, 1]


def own_scores(program, texts):
    with tempfile.TemporaryDirectory() as folder:
        posts, scores = folder + "/posts.jsonl", folder + "/scores.csv"
        with open(posts, "w", encoding="utf-8") as file:
            for number, text in enumerate(texts):
                file.write(json.dumps({"id": str(number), "created_utc": 1.5e9, "text": text}) + "\n")
        subprocess.run([program, "signals", posts, "--about", "ANY", "--posts", scores], check=True,
                       stdout=subprocess.DEVNULL)
        with open(scores, encoding="utf-8") as file:
            rows = {int(row["id"]): float(row["score"]) for row in csv.DictReader(file)}
    return numpy.array([rows[number] for number in range(len(texts))])


def main():
    program, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        posts = list(json.load(file).values())
    texts = [post["sentence"] for post in posts]
    people = numpy.array([float(post["info"][0]["sentiment_score"]) for post in posts])
    analyzer = SentimentIntensityAnalyzer()
    vader = numpy.array([analyzer.polarity_scores(text)["compound"] for text in texts])
    own = own_scores(program, texts)
    generator = numpy.random.default_rng(20261122)
    samples = []
    for _ in range(10_000):
        rows = generator.integers(0, len(posts), len(posts))
        a, b = spearman(own[rows], people[rows]), spearman(vader[rows], people[rows])
        samples.append((a, b, a - b))
    intervals = numpy.percentile(samples, [2.5, 97.5], axis=0)
    figures = [spearman(own, people), spearman(vader, people)]
    figures.append(figures[0] - figures[1])
    for column, name in enumerate(["almanac", "VADER", "difference"]):
        low, high = intervals[0][column], intervals[1][column]
        print(f"{name:11}{figures[column]:.3f}  [{low:.3f}, {high:.3f}]")
    for name, scores in (("almanac", own), ("VADER", vader)):
        right = numpy.sign(scores) == numpy.sign(people)
        said = scores != 0
        print(f"{name}: says something of {said.mean():.1%}, right sign there {right[said].mean():.1%}")


main()
