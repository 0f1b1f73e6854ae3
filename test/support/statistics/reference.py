"""Makes the reference tables of test/recorded/statistics with SciPy, an implementation independent of the one under test.

Run it from the root of the repository with Python 3 and SciPy (Debian: python3-scipy), only when a table is to hold more cases:

    python3 test/support/statistics/reference.py

Each table is a list of cases: the arguments and what SciPy says of them. Everything is fixed, so a second run writes the same files.
"""

import json
import math
import pathlib

import numpy
import scipy
from scipy import optimize, special, stats

FOLDER = pathlib.Path('test/recorded/statistics')


def write(name, **tables):
    source = f'SciPy {scipy.__version__} through test/support/statistics/reference.py'
    lines = [f' {json.dumps("source")}: {json.dumps(source)}']
    for key, cases in tables.items():
        rows = ',\n'.join('  ' + json.dumps(case) for case in cases)
        lines.append(f' {json.dumps(key)}: [\n{rows}\n ]')
    (FOLDER / f'{name}.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')


def distributions():
    zs = [-38, -20, -8.5, -5, -3, -1.959963984540054, -1, -0.3, -1e-9, 0, 1e-9, 0.3, 1, 1.5, 2.575, 4, 6.5, 12, 30, 37.5]
    ps = [1e-300, 1e-50, 1e-12, 1e-6, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999, 1 - 1e-9]
    chi = [(x, k) for k in (1, 2, 3, 5, 10, 50, 400) for x in (0, 0.01, 0.5, 1, 3.84, 10.83, 40, 120, 700)]
    binomial = [(e, n, r) for n in (1, 5, 30, 400, 20000) for e in (0, 1, 2, 5, n // 2, n) for r in (0.0001, 0.02, 0.3, 0.5, 0.97)]
    reaching = [(e, n, w) for n in (5, 100, 20000) for e in (1, 3, 5) for w in (0.5, 0.8, 0.99)]
    write(
        'distributions',
        normal=[{'z': z, 'below': stats.norm.cdf(z), 'above': stats.norm.sf(z)} for z in zs],
        quantile=[{'p': p, 'z': stats.norm.ppf(p)} for p in ps],
        chiSquare=[{'x': x, 'degrees': k, 'above': stats.chi2.sf(x, k)} for x, k in chi],
        binomial=[{'events': e, 'samples': n, 'rate': r, 'atLeast': stats.binom.sf(e - 1, n, r)} for e, n, r in binomial],
        reaching=[{'events': e, 'samples': n, 'power': w, 'rate': stats.beta.ppf(w, e, n - e + 1)} for e, n, w in reaching],
    )


def wilson():
    cases = []
    for n in (1, 2, 7, 30, 100, 499, 5000, 250000):
        for k in sorted({0, 1, n // 50, n // 10, n // 3, n // 2, n - 1, n}):
            for confidence in (0.8, 0.95, 0.98, 0.999):
                found = stats.binomtest(k, n).proportion_ci(confidence, method='wilson')
                cases.append({'events': k, 'samples': n, 'confidence': confidence, 'low': found.low, 'high': found.high})
    write('wilson', intervals=cases)


def samples():
    """Pairs of samples with and without ties, of unlike sizes and scales."""
    make = numpy.random.default_rng(20261121)
    pairs = []
    for n, m in ((5, 5), (8, 20), (30, 30), (40, 7), (120, 90)):
        for shift in (0, 0.4, 2):
            pairs.append((make.normal(10 + shift, 1, n), make.normal(10, 1, m)))
            pairs.append((numpy.round(make.normal(10 + shift, 1, n)), numpy.round(make.normal(10, 1, m))))
            pairs.append((make.binomial(300, 0.01 + shift / 100, n) / 300, make.binomial(300, 0.01, m) / 300))
            pairs.append((make.lognormal(5 + shift / 5, 0.5, n), make.lognormal(5, 0.5, m)))
    return [(list(map(float, x)), list(map(float, y))) for x, y in pairs]


def ranks():
    cases = []
    for x, y in samples():
        found = stats.mannwhitneyu(x, y, alternative='two-sided', method='asymptotic', use_continuity=True)
        wins = sum((a > b) + (a == b) / 2 for a in x for b in y)
        mean = {'meanRatio': float(numpy.mean(x) / numpy.mean(y)), 'cles': wins / (len(x) * len(y))}
        cases.append({'experiment': x, 'control': y, 'u': float(found.statistic), 'p': float(found.pvalue), **mean})
    write('ranks', tests=cases)


def percentiles():
    values = [[3.0], [1, 2], [5, 1, 4, 2, 3], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], samples()[10][0]]
    write(
        'percentiles',
        cases=[{'values': v, 'percent': p, 'value': float(numpy.percentile(v, p))} for v in values for p in (0, 1, 5, 25, 50, 75, 99, 100)],
    )


def split():
    cases = []
    for observed, shares in (
        ([5000, 5000], [50, 50]),
        ([5100, 4900], [50, 50]),
        ([5300, 4700], [50, 50]),
        ([980, 9020], [0.1, 0.9]),
        ([100, 1100], [1, 9]),
        ([333, 340, 320], [1, 1, 1]),
        ([100000, 101500], [1, 1]),
    ):
        whole = [sum(observed) * share / sum(shares) for share in shares]
        found = stats.chisquare(observed, whole)
        cases.append({'observed': observed, 'shares': shares, 'chiSquare': float(found.statistic), 'p': float(found.pvalue)})
    write('split', cases=cases)


def boundary(n, rho, alpha):
    """Where the normal mixture of likelihood ratios reaches 1 / alpha, found by quadrature and root search instead of the closed form."""

    def log_mixture(total):
        precision = n + 1 / rho**2
        grid = total / precision + numpy.linspace(-14, 14, 4001) / math.sqrt(precision)
        logs = stats.norm.logpdf(grid, 0, rho) + grid * total - n * grid * grid / 2
        return special.logsumexp(logs) + math.log(grid[1] - grid[0])

    most = 100 / rho + 60 * math.sqrt(n)
    edge = optimize.brentq(lambda total: log_mixture(total) + math.log(alpha), 0, most, xtol=1e-12, rtol=1e-14)
    return edge / n


def sequence():
    """The half width of unit variance straight from its meaning, and rho from the published formula in NumPy."""
    cases = []
    for alpha in (0.01, 0.05, 0.2):
        for tuning in (500, 5000, 100000):
            level = -2 * numpy.log(alpha)
            rho = float(numpy.sqrt((level + numpy.log(level + 1)) / tuning))
            for n in (2, 40, 1000, 5000, 60000):
                cases.append({'alpha': alpha, 'tuning': tuning, 'n': n, 'rho': rho, 'halfWidth': boundary(n, rho, alpha)})
    write('sequence', cases=cases)


if __name__ == '__main__':
    FOLDER.mkdir(parents=True, exist_ok=True)
    for table in (distributions, wilson, ranks, percentiles, split, sequence):
        table()
