#!/usr/bin/env python3
"""Measures the command `signals` on many posts, beside VADER on the same texts in the same run.

usage: Benchmarks/signals.py ALMANAC ../shared/data/text [POSTS [ROUNDS]]

Each post joins the beginning of one real text with the end of another (StockNet's tweets, Elon Musk's tweets,
posts of r/wallstreetbets), or repeats an earlier one; authors follow Zipf's law, times span sixty days; all from a
fixed seed. Prints wall time, posts a second and peak memory of `almanac signals`, of which sentiment is one of
twelve steps, and posts a second of VADER's scores alone. Needs vaderSentiment 3.3.2 in the environment.
"""

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import tempfile
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def real_texts(folder):
    texts = []
    for name in sorted(os.listdir(folder + "/stocknet_tweets")):
        if not name.startswith("raw_"):
            continue
        with tarfile.open(f"{folder}/stocknet_tweets/{name}") as archive:
            for member in sorted(archive.getmembers(), key=lambda member: member.name):
                if member.isfile():
                    for line in archive.extractfile(member):
                        if line.strip():
                            texts.append(json.loads(line)["text"])
    with open(folder + "/elon_musk_tweets/TweetsElonMusk.csv", encoding="utf-8", errors="replace") as file:
        texts += [row["tweet"] for row in csv.DictReader(file) if row["tweet"]]
    with open(folder + "/reddit_wallstreetbets/reddit_wsb.csv", encoding="utf-8") as file:
        texts += [f"{row['title']}\n{row['body']}".strip() for row in csv.DictReader(file)]
    return texts


def made_posts(texts, count):
    generator = random.Random(20261122)
    words = [text.split(" ") for text in texts]
    posts = []
    for number in range(count):
        if posts and generator.random() < 0.08:
            earlier = posts[generator.randrange(max(0, number - 5_000), number)]["text"]
            text = f"RT @user{generator.randrange(5_000)}: {earlier}"
        else:
            first, second = generator.choice(words), generator.choice(words)
            text = " ".join(first[:len(first) // 2] + second[len(second) // 2:])
        posts.append({
            "id": str(number), "created_utc": 1_500_000_000 + number * 60 * 86_400 // count,
            "author": f"user{int(20_000 ** generator.random())}", "text": text})
    return posts


def run(program, path, folder):
    start = time.monotonic()
    process = subprocess.Popen(
        [program, "signals", path, "--about", "ANY", "--least-quality", "0",
         "--out", folder + "/rows.csv", "--posts", folder + "/posts.csv"],
        stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit("almanac failed")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    program, data = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 300_000
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    posts = made_posts(real_texts(data), count)
    analyzer = SentimentIntensityAnalyzer()
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/posts.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for post in posts:
                file.write(json.dumps(post) + "\n")
        print(f"{count} posts, {os.path.getsize(path) / 1e6:.0f} MB")
        for _ in range(rounds):
            wall, processor, memory = run(program, path, folder)
            start = time.process_time()
            for post in posts:
                analyzer.polarity_scores(post["text"])
            vader = time.process_time() - start
            print(f"almanac {wall:.1f} s wall, {processor:.1f} s processor, {count / processor:.0f} posts/s, "
                  f"{memory:.0f} MB; VADER {vader:.1f} s processor, {count / vader:.0f} posts/s; "
                  f"ratio {vader / processor:.1f}", flush=True)


if __name__ == "__main__":
    main()
