#!/usr/bin/env python3
"""Makes Tests/StudyTests/Fixtures/overfitting.json: what the package arch gives for small series.

usage: make_overfitting_golden.py > Tests/StudyTests/Fixtures/overfitting.json
Needs numpy and arch 8.0 (pip install arch==8.0.0). The series come from a small integer generator that the tests
have too, so that only results are stored. Block lengths are arch.bootstrap.optimal_block_length. For the tests of
superior ability arch's SPA runs over given resamples: its variances, its choice of columns that count and its
recentred means are arch's own; Hansen's statistics divide them by the root of the variance, which arch leaves out of
its maximum, and are floored at 0.
"""
import json
import numpy as np
from arch.bootstrap import SPA, optimal_block_length


class Chance:
    """The generator of ANSI C: values in -0.5 to 0.5."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return self.state

    def value(self):
        return self.next() / 2**31 - 0.5


def autoregression(seed, count, phi):
    chance, values, last = Chance(seed), [], 0.0
    for _ in range(count):
        last = phi * last + chance.value()
        values.append(last)
    return np.array(values)


def block_lengths():
    cases = []
    for seed, count, phi in [(1, 60, 0.0), (2, 120, 0.3), (3, 250, 0.8), (4, 1000, 0.5), (5, 1000, -0.5),
                             (6, 2148, 0.1), (7, 2148, 0.95), (8, 30, 0.6)]:
        length = optimal_block_length(autoregression(seed, count, phi))["stationary"].iloc[0]
        cases.append({"seed": seed, "count": count, "phi": phi, "length": float(length)})
    return cases


class Given:
    """Resamples that were drawn elsewhere, in place of arch's bootstrap."""

    def __init__(self, data, draws):
        self.data, self.draws = data, draws

    def bootstrap(self, reps):
        for draw in self.draws[:reps]:
            yield (self.data[draw],), {}


def superior_ability(seed, bars, variants, resamples, length, drift):
    chance = Chance(seed)
    returns = np.array([[0.02 * chance.value() + drift * (k - variants / 2) for _ in range(bars)]
                        for k in range(variants)]).T
    draws = []
    for _ in range(resamples):
        draw = []
        while len(draw) < bars:
            start, count = chance.next() % bars, 1 + chance.next() % (2 * length)
            draw += [(start + i) % bars for i in range(count)]
        draws.append(np.array(draw[:bars]))
    spa = SPA(np.zeros(bars), -returns, block_size=length, reps=resamples, studentize=True)
    spa.bootstrap = Given(spa._loss_diff, draws)
    spa.compute()
    root = np.sqrt(bars)
    deviation = np.sqrt(spa._loss_diff_var)
    simulated = spa._simulated_vals / deviation[:, None, None]
    statistic = max(0.0, float(np.max(root * returns.mean(axis=0) / deviation)))
    greatest = np.maximum(root * simulated.max(axis=0), 0)
    lower, consistent, upper = (greatest > statistic).mean(axis=0)
    # arch's own upper p-value has no studentised maximum, which makes it White's; it compares with
    # the mean of the best model.
    return {"seed": seed, "bars": bars, "variants": variants, "resamples": resamples, "length": length,
            "drift": drift, "reality_check": float(spa.pvalues["upper"]), "lower": float(lower),
            "consistent": float(consistent), "upper": float(upper), "statistic": statistic,
            "deviations": [float(x) for x in deviation]}


def main():
    tests = [superior_ability(15, 60, 7, 200, 3, 0.0004), superior_ability(12, 100, 12, 300, 5, 0.0),
             superior_ability(13, 80, 9, 250, 2, 0.0006), superior_ability(14, 150, 20, 300, 8, 0.00008)]
    print(json.dumps({"block_lengths": block_lengths(), "superior_ability": tests}, indent=1))


if __name__ == "__main__":
    main()
