"""The exercises of chapter 6: what is a right answer, and what to think of next."""

import itertools
import random

from notes.exercises import (
    Exercise,
    all_near,
    all_whole,
    chosen,
    expression,
    function,
    holding,
    near,
    ranked,
    whole,
)


def convolution(image: list[list[float]], kernel: list[list[float]]) -> list[list[float]]:
    """The convolution of an image, where the kernel lies inside of it."""
    height, width = len(kernel), len(kernel[0])
    rows, columns = len(image) - height + 1, len(image[0]) - width + 1
    places = list(itertools.product(range(height), range(width)))
    return [
        [sum(kernel[-1 - k][-1 - j] * image[m + k][n + j] for k, j in places) for n in range(columns)]
        for m in range(rows)
    ]


def picture(source: random.Random, rows: int, columns: int) -> list[list[float]]:
    """An image of random numbers."""
    return [[source.gauss(0, 1) for _ in range(columns)] for _ in range(rows)]


def joined(image: list[list[list[float]]], kernels: list[list[list[float]]]) -> list[list[float]]:
    """What two channels and their kernels add up to: the cross-correlation of each, summed."""
    turned = [[row[::-1] for row in kernel[::-1]] for kernel in kernels]
    parts = [convolution(channel, kernel) for channel, kernel in zip(image, turned, strict=True)]
    return [[sum(entries) for entries in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]


def spread(x: list[float], w: list[float], stride: int) -> list[float]:
    """The sum of a copy of the kernel for every input, each a stride further on."""
    size = stride * (len(x) - 1) + len(w)
    return [
        sum(value * w[j - stride * i] for i, value in enumerate(x) if 0 <= j - stride * i < len(w)) for j in range(size)
    ]


def pooled(image: list[list[float]]) -> list[list[float]]:
    """The largest of every window of two by two."""
    rows, columns = range(0, len(image), 2), range(0, len(image[0]), 2)
    return [[max(image[m][n : n + 2] + image[m + 1][n : n + 2]) for n in columns] for m in rows]


def instance_normalized(maps: list[list[float]]) -> list[list[float]]:
    """Every channel minus its own mean, over its own standard deviation."""
    means = [sum(channel) / len(channel) for channel in maps]
    squares = [sum(h * h for h in channel) / len(channel) for channel in maps]
    return [
        [(h - mean) / (square - mean**2) ** 0.5 for h in channel]
        for channel, mean, square in zip(maps, means, squares, strict=True)
    ]


EXERCISES = (
    Exercise(
        "6.1",
        chosen("abcd", "bc"),
        "move the input by ten pixels: should the answer stay the same, or move along?",
        "choose",
    ),
    Exercise(
        "6.2",
        expression("x * exp(-x)", x=(0, 5)),
        "both factors vanish for negative arguments: between which bounds is their product not zero?",
        "derive",
    ),
    Exercise("6.3", all_near([3, 5, 4]), "which entry of x meets the one at place 1 of w, for each i modulo three?"),
    Exercise("6.4", all_near([6, 0, 2, 0]), "put the four powers of i into the sum, frequency by frequency"),
    Exercise(
        "6.5",
        expression("6 * log(n) / log(2) + 4", n=range(2, 2000)),
        "count the multiplications of the spatial route if only some of the weights of a kernel are not zero",
        "derive",
    ),
    Exercise(
        "6.6",
        function(
            convolution,
            [([[1.0, 2.0], [3.0, 4.0]], [[1.0, 0.0], [0.0, 0.0]]), ([[1.0, 2.0, 3.0]], [[1.0, -1.0]])],
            lambda source: (picture(source, 4, 5), picture(source, 2, 3)),
        ),
        "try a kernel with a single one in a corner: which pixel of the window should it pick?",
        "repair",
    ),
    Exercise("6.7", whole(14), "how far does the dilated kernel reach, and how much room does that leave it?"),
    Exercise("6.8", whole(4672), "how many kernels has the depthwise layer, and how many pairs of channels are there?"),
    Exercise(
        "6.9",
        function(
            joined,
            [([[[1.0, 2.0]], [[3.0, 5.0]]], [[[1.0]], [[10.0]]]), ([[[1.0, 2.0, 4.0]]], [[[1.0, -1.0]]])],
            lambda source: ([picture(source, 3, 4) for _ in range(2)], [picture(source, 2, 2) for _ in range(2)]),
        ),
        "give it two channels that differ: does the second one count at all?",
        "repair",
    ),
    Exercise("6.10", whole(896), "count one filter first: how many entries has its kernel, and how many biases?"),
    Exercise("6.11", whole(6), "each layer of size three with stride one adds two; where does the last pixel come in?"),
    Exercise(
        "6.12",
        chosen("abcd", "cd"),
        "write down the three pairs after each change; staying as it was is more than moving along",
        "choose",
    ),
    Exercise(
        "6.13",
        function(
            pooled,
            [([[-1.0, -2.0], [-3.0, -4.0]],), ([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]],)],
            lambda source: (picture(source, 4, 6),),
        ),
        "with which number should the search for a maximum begin, if all pixels may be negative?",
        "code",
    ),
    Exercise(
        "6.14", whole(138357544), "count layer by layer, each with a bias for every output; which one has most of them?"
    ),
    Exercise(
        "6.15",
        ranked(
            "convolution.shattering",
            shallow="plain 1",
            deep="plain 48",
            equal="equal branches 48",
            small="small branches 48",
        ),
        "what share of what arrives at the top has gone through no layer at all?",
        "predict",
    ),
    Exercise("6.16", all_near([-1, 1]), "what are the mean and the deviation of two numbers?"),
    Exercise(
        "6.17", chosen("abcd", "a"), "over what is the mean taken in each: does another example enter it?", "choose"
    ),
    Exercise(
        "6.18",
        function(
            instance_normalized,
            [([[1.0, 3.0], [10.0, 30.0]],), ([[-2.0, 2.0, 0.0]],)],
            lambda source: (picture(source, 3, 4),),
        ),
        "what mean has each channel of two that differ in size, after your function?",
        "repair",
    ),
    Exercise("6.19", whole(10), "each block is taken or skipped; how many ways are there to take three of five?"),
    Exercise(
        "6.20",
        expression("1 / (1 + n)", n=range(1, 40)),
        "what is the variance behind n blocks, and how much of it did the last one bring?",
        "derive",
    ),
    Exercise(
        "6.21",
        chosen("abcd", "b"),
        "being the identity is not enough: for each matrix, what arrives at it, and what comes back to it?",
        "choose",
    ),
    Exercise(
        "6.22",
        expression("c**2 * (378 * n - 90)", c=range(1, 9), n=range(1, 9)),
        "all but the first convolution of a stage lead from its channels to as many; what does the first one see?",
        "derive",
    ),
    Exercise(
        "6.23", all_whole([36, 10]), "each layer adds the growth rate; and the first sees one input, the last four"
    ),
    Exercise("6.24", chosen("abcd", "bd"), "what is left over when the kernel is divided by the stride?", "choose"),
    Exercise(
        "6.25",
        function(
            spread,
            [([1.0, 10.0], [1.0, 2.0, 3.0], 2), ([2.0], [1.0], 3), ([1.0, 1.0, 1.0], [1.0, 1.0], 1)],
            lambda source: (picture(source, 1, 4)[0], picture(source, 1, 3)[0], source.choice((1, 2, 4))),
        ),
        "how many outputs are there, and what happens where two copies of the kernel meet?",
        "code",
    ),
    Exercise("6.26", near(1 / 3), "what lies in both, and what lies in at least one of the two?"),
    Exercise("6.27", near(0.9**50), "what share does each layer carry on, and how many are there?"),
    Exercise("6.28", whole(55), "set ten times 49 C below the whole; a factor of C cancels"),
    Exercise("6.29", chosen("abcd", "ad"), "which of them has a sum or a mean over channels, however small?", "choose"),
    Exercise(
        "6.30",
        holding(
            "convolution.mixers",
            a=lambda mean: mean["shuffled"] < mean["attention"] + 0.03,
            b=lambda mean: abs(mean["shuffled"] - (mean["convolution"] + mean["attention"]) / 2) < 0.03,
            c=lambda mean: abs(mean["convolution"] - mean["shuffled"]) < 0.03,
        ),
        "how much of a square of four by four patches does a place see after two layers of three by three?",
        "predict",
    ),
    Exercise(
        "6.31",
        expression("5 * C / 2", C=range(1, 99)),
        "set both counts of multiplications equal, with the kernel three and D equal to C",
        "derive",
    ),
)
