"""What readers hand in when they fall for the usual misunderstanding: no judge may take it."""

import math
from collections.abc import Callable
from operator import mul
from typing import Any

DERIVED = {
    "1.7": ["1", "(1 + rho) / (1 - rho)", "1 + (d - 1) * rho", "(1 + d * rho) / (1 - rho)"],
    "1.10": ["z - y", "z * (1 - z)", "(z - y) / (z * (1 - z))"],
    "1.20": ["length", "length**2 / (2 * gamma)", "sqrt(length / gamma)", "length / (2 * gamma)"],
    "2.6": ["P / (D_i + D_o + 1)", "(P - D_o) / (D_i + D_o)", "(P - D_i) / (D_i + D_o + 1)"],
    "2.18": ["2 * D / 3", "D * (2*D_i + D_o) / (D_i + D_o)", "D * (D_i + D_o) / (D_i + 2*D_o)"],
    "2.19": ["sqrt(F)", "F", "F / 3", "F**(2/3)"],
    "3.17": [
        "lambda_p * log(lambda_p / lambda_q)",
        "lambda_q * log(lambda_q / lambda_p) - lambda_q + lambda_p",
        "lambda_p * log(lambda_p / lambda_q) + lambda_p - lambda_q",
    ],
    "3.20": ["1 - r * exp(-s)", "1 - r**2 * exp(-2 * s)", "1 - abs(r)"],
    "3.21": ["exp(f) - y", "1 / (1 - exp(f)) - y", "y - exp(f) / (1 - exp(f))"],
    "3.23": [
        "log(1 + K * (1 - epsilon) / epsilon)",
        "log((1 - epsilon) / epsilon)",
        "log((1 - epsilon) * K / epsilon)",
    ],
    "3.25": [
        "(1/(1 + exp(-f)) - 1)",
        "(1 - 1/(1 + exp(-f)))**2 * (2 * log(1/(1 + exp(-f))) / (1 + exp(-f)) - (1 - 1/(1 + exp(-f))))",
        "log(1/(1 + exp(-f))) - (1 - 1/(1 + exp(-f))) * (1 + exp(-f))",
    ],
    "4.3": ["cos(u) * exp(-u**2 / 32)", "(cos(u) - u / 32 * sin(u)) * exp(-u**2 / 32)"],
    "4.9": ["2 / lam", "2 * (1 + beta) / lam", "2 * (1 - beta) / ((1 + beta) * lam)"],
    "4.12": ["alpha", "alpha * sqrt(1 - gamma)", "alpha / (1 - gamma)", "alpha / sqrt(gamma)"],
    "4.19": ["-2 * (f3 - y) * sin(f2)", "(f3 - y) * cos(f2)", "2 * (y - f3) * cos(f2)"],
    "4.22": ["2 / D", "1 / D", "2 / ((1 + leak) * D)", "(1 + leak**2) / (2 * D)"],
    "4.28": ["9 * d**2 / 4", "3 * d**4 / 2", "9 * d**4 / 4", "3 * d**2 / 2"],
    "5.3": ["sigma**2", "sigma**2 * d / n", "sigma**2 * (1 + d / n)", "sigma * (1 - d / n)"],
    "5.11": ["c - lam", "max(c - lam, 0)", "c / (1 + lam)", "c - lam * sign(c)"],
    "5.14": ["kappa", "kappa / scale", "kappa * scale / 2", "kappa * scale**2"],
    "5.19": ["1", "1 - p", "p / (1 - p)", "1 / (1 - p)**2"],
    "5.23": ["power", "power * base / error", "power * (1 + base / error)", "power * (error - base)"],
    "6.2": ["exp(-x)", "exp(-2 * x)", "x**2 / 2 * exp(-x)"],
    "6.5": ["6 * log(n) + 4", "n * (6 * log(n) / log(2) + 4)", "1.5 * log(n) / log(2) + 1"],
    "6.20": ["1 / n", "1 / 2", "n / (1 + n)"],
    "6.22": ["378 * c**2 * n", "2 * 9 * c**2 * n * 3", "c**2 * (378 * n + 90)"],
    "6.31": ["C", "5 * C", "2 * C / 5", "9 * C / 4"],
    "7.9": [
        "exp((s - t) / T)",
        "exp((s - t) / T) * sqrt((1 - t**2) / (1 - s**2))",
        "exp((s - t) / T) * (1 - s**2) / (1 - t**2)",
    ],
    "7.11": ["w**2", "0", "1 / (1 + n)**2", "w**2 - 1 / (1 + n)**2", "w**2 + 1 / (1 + n)"],
    "7.15": [
        "c + (m - c) * (1 - a * n / (1 + n))**t",
        "m + (c - m) * (1 - a)**t",
        "m + (c - m) * (1 - a * n / (1 + n)) * t",
    ],
    "7.22": ["A / (1 + u)", "A / u - m", "(A - m) / u", "(A - m) / 2"],
    "8.2": ["2 * t", "t", "2 * t - 2", "t - 1"],
    "8.6": ["p", "sqrt(p)", "p / (p + (1 - p))", "(1 - p) / sqrt(p**2 + (1 - p)**2)"],
    "8.12": ["2 - 2 * cos(k)", "1 - cos(w * k)", "sqrt(2 - 2 * cos(w * k))", "2 * cos(w * k)"],
    "8.13": ["6 * d", "20 * d", "5 * d", "10", "8 * d"],
    "8.20": ["sin(w * (t - s))", "cos(w * (s - t))", "sin(w * s)", "w * (s - t)"],
    "8.24": ["r / d", "2 * d * r", "d / (2 * r)", "2 * r / d**2"],
    "9.1": ["exp(-log(x)**2 / 2) / sqrt(2 * pi)", "x * exp(-log(x)**2 / 2) / sqrt(2 * pi)"],
    "9.4": ["1 / r**2", "2 / r", "2 * r**2"],
    "9.5": ["2 * exp(-2 * s**2) - exp(-s**2)", "-(exp(-s**2) - exp(-2 * s**2)) / s**2", "exp(-2 * s**2) - exp(-s**2)"],
    "9.8": ["r * (1 + eta**2)**n", "r", "r * (1 + eta)**n", "r * (1 - eta**2)**(n / 2)"],
    "9.10": ["log(1 / s)", "log(2)", "log(2) * (1 - s)", "(s * log(2 * s / (1 + s)) + log(2 / (1 + s))) / 2"],
    "9.12": ["(b - 1) / 2", "abs(b - 1)", "abs(b - 1) / 4", "(b - 1)**2 / 2"],
    "9.14": ["W + W**2 / (2 * lam)", "W", "W - W**2 / (4 * lam)"],
    "9.15": ["4 * cos(a)**2 + sin(a)**2", "1 + 3 * cos(a)**2", "1 + 3 * sin(a)"],
    "9.16": ["x / s", "sign(x)", "tanh(x / (2 * s))", "x / (1 + s)"],
    "9.18": ["v / n", "v / (1 + v)", "n / (n + v)", "1 / (n + v)"],
    "9.20": [
        "(log(v / (1 + v)) + (1 + v) / v + x**2 / (v * (1 + v))) / 2",
        "(-log(v / (1 + v)) + v / (1 + v) + x**2 / (1 + v)**2 - 1) / 2",
    ],
    "9.22": ["2 * sigma", "3 * mu * sigma", "6 * mu * sigma**2", "3 * mu**2 + 3 * sigma**2"],
    "9.24": [
        "exp(-(y * exp(k * x) + x**2)**2 / 2 - x**2 / 2) / (2 * pi)",
        "exp(-(y * exp(k * x) + x**2)**2 / 2 - x**2 / 2) * exp(-k * x) / (2 * pi)",
    ],
    "9.26": ["x / sqrt(1 - a)", "-x / (a * v + 1 - a)", "(1 - a) * x / (a * v + 1 - a)", "sqrt(1 - a) * x"],
    "10.5": ["2 * R + 1", "min(2 * R, N)", "min(R + 1, N)", "N"],
    "10.17": ["1 / (b + 2)**r", "1 / sqrt(2 * (b + 1)) / (b + 2)**r", "1 / sqrt(b + 1) / (b + 1)**(r - 1)"],
    "10.19": ["1 / 2", "(d - 1) / d", "0", "(d + 1) / (2 * d)"],
    "11.5": [
        "((a + b + c) / 3)**3",
        "(a*b**2 + b*c**2 + c*a**2) / 3",
        "(a + b + c) * (a**2 + b**2 + c**2) / 9",
        "a * b**2",
    ],
    "11.12": ["w * N * h", "w * (N - 1) * h", "w * (N + 1 + eps) * h"],
    "11.18": ["p", "p * cos(alpha) - q * sin(alpha)", "p * cos(2 * alpha) + q * sin(2 * alpha)", "p * cos(2 * alpha)"],
    "12.13": [
        "(1 / (1 + exp(-2 * a / T)) - 1 / (1 + exp(-2 * b / T))) / T",
        "T**2 * (1 / (1 + exp(-2 * a / T)) - 1 / (1 + exp(-2 * b / T)))",
        "T * (tanh(a / T) - tanh(b / T))",
        "(a - b) / 2",
    ],
    "12.18": ["b", "b + 32", "b * m + 32", "(b + 32) / m", "b + 32 * m"],
    "13.7": ["k / N", "1 / N", "k / (N * k)", "(k - 1) / (N * k)"],
    "13.8": ["exp(t) / (exp(t) + N)", "1 / N", "t / (t + N - 1)", "exp(t) / (exp(t) + (N - 1) * exp(1))"],
    "13.16": ["-i * g", "i * g / (1 - b)", "-i * g / b", "-g / (1 - b)"],
    "13.22": ["-rho * mu2", "rho * (alpha * mu1 - mu2)", "(1 - alpha * rho) * rho * (alpha * rho * mu1 - mu2)"],
    "13.23": ["(d + 1) / s", "d * (1 - s) / s", "(d + 1) * s / (1 - s)"],
    "14.5": ["sqrt(P * N)", "sqrt(P * N * X)", "P * N / X", "2 * sqrt(P * N * X)"],
    "14.12": [
        "p * q1 / (p * q1 + (1 - p) * q2)",
        "q1 - q2",
        "p * (1 - p) * (q1 - q2)",
        "p - p * q1 / (p * q1 + (1 - p) * q2)",
    ],
    "14.20": ["2 * v", "v / n", "2 * v * n", "1 / n"],
    "14.21": ["p", "1 / 2", "1 / (1 + p)", "1 - p"],
    "15.13": [
        "(2 * tau - 1) * p * (1 - p) / (p * (1 - tau) + (1 - p) * tau)",
        "-(2 * tau - 1) / (p * (1 - tau) + (1 - p) * tau)",
        "-tau * p * (1 - p) / (p * (1 - tau) + (1 - p) * tau)",
    ],
    "15.23": ["-eta / (1 - eta)", "eta * c / (c - 1)", "-eta * c / (c - 1)", "eta * c / (c - 1 - eta * c)"],
}


def unmet_without_intercept(rows: list[list[float]], targets: list[float], weights: list[float]) -> list[float]:
    errors = [weights[0] + sum(map(mul, weights[1:], row)) - y for row, y in zip(rows, targets, strict=True)]
    return [sum(map(mul, errors, column)) for column in zip(*rows, strict=True)]


def unnormalised(prior: list[float], matrices: list[list[list[float]]], said: list[int]) -> list[float]:
    return [p * math.prod(m[k][j] for m, j in zip(matrices, said, strict=True)) for k, p in enumerate(prior)]


def shares(weights: list[float]) -> list[float]:
    return [weight / sum(weights) for weight in weights]


def log_odds_by_distance(x: float, one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return sum(
        sign * (math.log(prior) - (x - mean) ** 2 / (2 * variance))
        for sign, (prior, mean, variance) in ((1, one), (-1, other))
    )


def naive_log_softmax(f: list[float]) -> list[float]:
    return [math.log(math.exp(value) / sum(map(math.exp, f))) for value in f]


def recall_with_oneself(points: list[float], labels: list[int]) -> float:
    nearest = [min(points, key=lambda other, one=one: abs(other - one)) for one in points]
    return sum(labels[points.index(other)] == label for other, label in zip(nearest, labels, strict=True)) / len(points)


def recall_without_duplicates(points: list[float], labels: list[int]) -> float:
    found = 0
    for one, label in zip(points, labels, strict=True):
        others = [(abs(other - one), labels[j]) for j, other in enumerate(points) if other != one]
        found += min(others, default=(0, -1))[1] == label
    return found / len(points)


def joined_once_too_often(tokens: list[int], first: int, second: int, new: int) -> list[int]:
    """Counts the middle one of three like tokens twice."""
    return [new if pair == (first, second) else pair[0] for pair in zip(tokens, [*tokens[1:], None], strict=True)]


def naive_context(scores: list[float], states: list[list[float]]) -> list[float]:
    weights = [math.exp(score) for score in scores]
    return [sum(w * x for w, x in zip(weights, unit, strict=True)) / sum(weights) for unit in zip(*states, strict=True)]


def naive_value(data: list[float], samples: list[float]) -> float:
    ours = [1 / (1 + math.exp(-h)) for h in data]
    theirs = [1 / (1 + math.exp(-h)) for h in samples]
    return sum(map(math.log, ours)) / len(ours) + sum(math.log(1 - d) for d in theirs) / len(theirs)


def codes_without_zero(values: list[float], bits: int) -> list[int]:
    step = (max(values) - min(values)) / (2**bits - 1)
    return [round((value - min(values)) / step) for value in values]


def codes_without_bounds(values: list[float], bits: int) -> list[int]:
    low, high = min(*values, 0.0), max(*values, 0.0)
    step = (high - low) / (2**bits - 1)
    return [round(value / step) + round(-low / step) for value in values]


def renumbered_back(adjacency: list[list[float]], order: list[int]) -> list[list[float]]:
    places = [order.index(node) for node in range(len(order))]
    return [[adjacency[m][n] for n in places] for m in places]


def drawn_together(points: list[list[float]]) -> list[list[float]]:
    n = len(points)
    return [
        [
            a + sum((other[k] - a) * math.exp(-(math.dist(one, other) ** 2)) for other in points) / (n - 1)
            for k, a in enumerate(one)
        ]
        for one in points
    ]


def one_way(features: list[float], edges: list[list[int]], lengths: list[float]) -> list[float]:
    found = list(features)
    for (m, n), length in zip(edges, lengths, strict=True):
        found[n] += features[m] / length
    return found


def nobody_stays(adjacency: list[list[float]], steps: int) -> list[list[float]]:
    nodes = range(len(adjacency))
    walk, found = [[float(m == n) for n in nodes] for m in nodes], [[] for _ in nodes]
    for _ in range(steps):
        walk = [
            [sum(row[k] * adjacency[k][n] / max(sum(adjacency[k]), 1) for k in nodes) for n in nodes] for row in walk
        ]
        for n in nodes:
            found[n].append(walk[n][n])
    return found


def gaussian_loss(w: float, mu: float, v: float, y: float) -> float:
    return -math.log(w) + math.log(2 * math.pi * v) / 2 + (y - mu) ** 2 / (2 * v)


def naive_mixture_nll(w: list[float], mu: list[float], v: list[float], y: float) -> float:
    return -math.log(sum(math.exp(-gaussian_loss(*one, y)) for one in zip(w, mu, v, strict=True)))


def mean_distances(query: list[float], support: list[list[float]], labels: list[int], ways: int) -> list[float]:
    squares = [
        [-(math.dist(query, one) ** 2) for one, k in zip(support, labels, strict=True) if k == way]
        for way in range(ways)
    ]
    return [sum(group) / len(group) for group in squares]


def plain_accuracy(coverages: list[float], answerable: list[int], threshold: float) -> float:
    return sum((c >= threshold) == bool(one) for c, one in zip(coverages, answerable, strict=True)) / len(coverages)


def strictly_above(coverages: list[float], answerable: list[int], threshold: float) -> float:
    pairs = list(zip(coverages, answerable, strict=True))
    yes, no = [c > threshold for c, one in pairs if one], [c <= threshold for c, one in pairs if not one]
    return (sum(yes) / len(yes) + sum(no) / len(no)) / 2


def places_from_nought(rankings: list[list[int]], kappa: float) -> list[int]:
    scores = {p: sum(1 / (kappa + 0.5 + r.index(p)) for r in rankings if p in r) for r in rankings for p in r}
    return sorted(scores, key=lambda passage: (-scores[passage], passage))


def by_first_ranking(rankings: list[list[int]], _: float) -> list[int]:
    return list(dict.fromkeys(passage for ranking in rankings for passage in ranking))


def without_overlap(words: list[int], length: int, _: int) -> list[list[int]]:
    return [words[start : start + length] for start in range(0, len(words), length)]


def with_last_piece_within(words: list[int], length: int, overlap: int) -> list[list[int]]:
    return [words[start : start + length] for start in range(0, len(words), length - overlap)]


CODE: dict[str, list[Callable[..., Any]]] = {
    "1.2": [unmet_without_intercept, lambda rows, targets, _: [sum(targets) - 1, *map(sum, zip(*rows, strict=True))]],
    "1.15": [log_odds_by_distance, lambda x, one, other: -log_odds_by_distance(x, one, other)],
    "2.5": [
        lambda units, phi, _: [sum(w * u[i] for u, w in zip(units, phi, strict=True)) for i in (1, 2)],
        lambda units, _, x: [sum(u[i] for u in units if u[0] + u[1] * x[0] + u[2] * x[1] > 0) for i in (1, 2)],
    ],
    "2.9": [lambda z: 1 / (1 + z) ** 2, lambda z: 1 / (1 + abs(z)), lambda z: -1 / (1 + abs(z)) ** 2],
    "3.14": [naive_log_softmax, lambda f: [value - max(f) for value in f]],
    "3.26": [
        lambda demands, _: sorted(demands)[len(demands) // 2],
        lambda demands, _: sum(demands) / len(demands),
        lambda demands, price: sorted(demands)[int(len(demands) / price)],
    ],
    "3.28": [naive_mixture_nll, lambda w, mu, v, y: min(map(gaussian_loss, w, mu, v, [y] * len(w)))],
    "4.17": [
        lambda _, x, upstream: [[arrived * sent for arrived in upstream] for sent in x],
        lambda weights, x, _: [[w * sent for w, sent in zip(row, x, strict=True)] for row in weights],
    ],
    "4.25": [
        lambda gradients, largest: [
            [x * min(1, largest / (math.hypot(*one) or 1)) for x in one] for one in gradients
        ],
        lambda gradients, largest: [[max(-largest, min(largest, x)) for x in one] for one in gradients],
    ],
    "4.26": [
        lambda rate, n, up, down: [rate * min(1, t / up, (n - t) / down) for t in range(n)],
        lambda rate, n, up, down: [rate * min(1, (t + 1) / up, (n - 1 - t) / down) for t in range(n)],
    ],
    "6.13": [
        lambda image: [
            [max(0.0, *upper[n : n + 2], *lower[n : n + 2]) for n in range(0, len(upper), 2)]
            for upper, lower in zip(image[::2], image[1::2], strict=True)
        ],
        lambda image: [[max(row[n : n + 2]) for n in range(0, len(row), 2)] for row in image],
    ],
    "6.25": [
        lambda x, w, _: [v * weight for v in x for weight in w],
        lambda x, w, stride: [
            next((x[i] * w[j - stride * i] for i in range(len(x)) if 0 <= j - stride * i < len(w)), 0.0)
            for j in range(stride * (len(x) - 1) + len(w))
        ],
        lambda x, w, stride: [
            sum(x[i] * w[-1 - (j - stride * i)] for i in range(len(x)) if 0 <= j - stride * i < len(w))
            for j in range(stride * (len(x) - 1) + len(w))
        ],
    ],
    "7.14": [recall_with_oneself, recall_without_duplicates],
    "8.8": [naive_context, lambda scores, states: states[scores.index(max(scores))]],
    "8.19": [joined_once_too_often, lambda tokens, *_: tokens],
    "8.25": [
        lambda scores: math.log(sum(map(math.exp, scores))),
        lambda scores: max(scores) + math.log(len(scores)),
        max,
    ],
    "9.3": [naive_value, lambda data, samples: sum(data) / len(data) - sum(samples) / len(samples)],
    "9.25": [
        lambda noisy, clean, signal, before: [
            (before * (1 - signal / before) * clean + signal / before * (1 - before) * noisy) / (1 - signal),
            (1 - before) * (1 - signal / before) / (1 - signal),
        ],
        lambda noisy, clean, signal, before: [
            (before**0.5 * (1 - signal / before) * clean + (signal / before) ** 0.5 * (1 - before) * noisy)
            / (1 - signal),
            1 - signal / before,
        ],
    ],
    "10.2": [
        lambda adjacency, order: [adjacency[m] for m in order],
        lambda adjacency, order: [[adjacency[n][m] for n in order] for m in order],
        renumbered_back,
    ],
    "10.10": [one_way],
    "10.20": [nobody_stays, lambda adjacency, steps: [row[:1] * steps for row in adjacency]],
    "11.2": [
        lambda values, table, g: [values[table[g][h]] for h in range(len(table))],
        lambda values, table, g: [values[table[h][table[g].index(0)]] for h in range(len(table))],
    ],
    "11.19": [drawn_together],
    "11.20": [sorted, lambda numbers: [one - min(numbers) for one in numbers]],
    "12.7": [codes_without_zero, codes_without_bounds],
    "12.17": [
        lambda weights: [
            w if i in sorted(range(len(weights)), key=lambda j: abs(weights[j]))[len(weights) // 2 :] else 0.0
            for i, w in enumerate(weights)
        ],
        lambda weights: [w if i % 4 in (2, 3) else 0.0 for i, w in enumerate(weights)],
    ],
    "13.10": [mean_distances, lambda *episode: [-math.sqrt(-logit) for logit in mean_distances(*episode)]],
    "13.14": [
        lambda used, read, share: [share * w + (1 - share) * u for u, w in zip(used, read, strict=True)],
        lambda used, read, share: [share * w + (1 - share) * (u == max(used)) for u, w in zip(used, read, strict=True)],
        lambda used, read, share: [(1 - share) * w + share * (u == min(used)) for u, w in zip(used, read, strict=True)],
    ],
    "13.17": [
        lambda g, p: [math.log(abs(g)) / p, math.copysign(1, g)],
        lambda g, p: [math.log(abs(g)) / p, 1.0] if abs(g) >= math.exp(-p) else [-1, math.exp(p) * g],
    ],
    "14.7": [places_from_nought, by_first_ranking],
    "14.13": [without_overlap, with_last_piece_within],
    "14.18": [plain_accuracy, strictly_above],
    "15.5": [
        lambda predictions: [max(predictions, key=lambda row: row[i])[::-1] for i in range(len(predictions[0]))],
        lambda predictions: [max(predictions, key=max)] * len(predictions[0]),
    ],
    "15.19": [
        lambda g: [max(-one, 0) / sum(max(-other, 0) for other in g) for one in g],
        lambda g: [max(one, 0) / (sum(max(other, 0) for other in g) or 1) for one in g],
        lambda g: [max(-one, 0) for one in g],
    ],
    "15.21": [
        lambda prior, _, said: [said.count(k) / len(said) for k in range(len(prior))],
        lambda prior, matrices, said: unnormalised(prior, matrices, said),
        lambda prior, matrices, said: shares(unnormalised([1] * len(prior), matrices, said)),
        lambda prior, matrices, said: shares(unnormalised(prior, [list(zip(*m, strict=True)) for m in matrices], said)),
    ],
}  # fmt: skip
