"""Writes Tests/ReferenceCases/data: short series with what the given data lacks.

IXIC_GAPS: IXIC 2004 to 2007 with cells left out by a fixed rule, so that windows, TA-Lib and orders meet missing values.
EPS_RESTATED: made-up earnings with late restatements of older quarters, restatements of the newest, repeated rows, and
  observations that arrive out of order.
Standard library only.
"""
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("ALMANAC_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
OUT = os.path.join(ROOT, "Tests", "ReferenceCases", "data")


def gaps():
    with open(os.path.join(SHARED, "reference", "data", "IXIC.csv")) as file:
        header, *rows = list(csv.reader(file))
    rows = [r for r in rows if "2004" <= r[0][:4] <= "2007"]
    for i, row in enumerate(rows):
        if i % 47 == 11 and i < len(rows) - 20:
            row[1:] = [""] * 5
        elif i % 61 == 30:
            row[4] = ""
        elif i % 83 == 50:
            row[1] = ""
        elif i % 71 == 5:
            row[5] = ""
    return [header] + rows


def restated():
    rows = [["timestamp", "known_at", "eps"]]
    quarters = [f"{year}-{month:02d}-01" for year in range(2003, 2009) for month in (3, 6, 9, 12)]
    for i, quarter in enumerate(quarters):
        year, month = int(quarter[:4]), int(quarter[5:7])
        known = f"{year + (month + 2) // 13}-{(month + 1) % 12 + 1:02d}-{10 + i % 15:02d}"
        rows.append([quarter, known, f"{50 + 3 * i - (i % 4) * 2:.2f}"])
        if i % 5 == 4:  # an older quarter restated after newer ones are known: must not replace them
            rows.append([quarters[i - 3], known[:8] + "28", f"{200 + i:.2f}"])
        if i % 6 == 2:  # the newest quarter restated
            rows.append([quarter, known[:8] + "27", f"{40 + 2 * i:.2f}"])
        if i % 7 == 3:  # the same time and known_at twice: the last row counts
            rows[-1:] = [rows[-1][:2] + ["999.00"], rows[-1]]
    return rows


def main():
    os.makedirs(OUT, exist_ok=True)
    for name, rows in (("IXIC_GAPS", gaps()), ("EPS_RESTATED", restated())):
        with open(os.path.join(OUT, name + ".csv"), "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
