"""The alternative texts of chapter 6, and what holds of the figures if they are true."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from tests.alternatives.panels import boxes, close, falls, from_, leads

from notes.convolution.photographs import luminance, photograph
from notes.plotting import BLUE


def temple():
    """The brightness of the photograph."""
    return luminance(photograph("china")).numpy()


def bent(image, other):
    """Whether each row of an image is the same row of another one, moved along, not all by as much."""
    shifts = [[k for k in range(-9, 10) if close(np.roll(a, k), b)] for a, b in zip(image, other, strict=True)]
    return all(shifts) and len({row[0] for row in shifts}) > 3


def pooled(image, size):
    """Means over squares."""
    height, width = np.array(image.shape) // size * size
    return image[:height, :width].reshape(height // size, size, width // size, size).mean((1, 3))


def steps(image, axis):
    """Changes along an axis over two pixels, weighed 1, 2, 1 across it."""
    change = image[2:] - image[:-2] if axis == 0 else (image[:, 2:] - image[:, :-2]).T
    smooth = change[:, 2:] + 2 * change[:, 1:-1] + change[:, :-2]
    return smooth if axis == 0 else smooth.T


def detail(image):
    """What the four neighbours of a pixel have more than it."""
    around = image[:-2, 1:-1] + image[2:, 1:-1] + image[1:-1, :-2] + image[1:-1, 2:]
    return around - 4 * image[1:-1, 1:-1]


def windows(panel):
    """Which inputs each output covers."""
    return [line.x.tolist() for line in sorted(panel.lines, key=lambda line: line.y[0])]


def borders(panel):
    """Grey spans that are wider than nothing."""
    return [bar[:2].tolist() for bars in panel.bars() for bar in bars if bar[1] > bar[0]]


def numbers(panel, start, end):
    """A block of numbers in boxes, row by row."""
    found = [(round(-middle[1], 2), middle[0], float(name)) for name, _, middle in boxes(panel)[start:end]]
    return np.array([[number for y, _, number in sorted(found) if y == row] for row in sorted({y for y, *_ in found})])


def channels(panel):
    """Both channels of the input, and both kernels."""
    return [numbers(panel, *ends) for ends in ((0, 9), (13, 22))], [numbers(panel, *e) for e in ((9, 13), (22, 26))]


def columns(panel):
    """The windows of both channels, one under the other, in a column each."""
    return np.concatenate([sliding_window_view(x, (2, 2)).reshape(4, 4).T for x in channels(panel)[0]])


def says(panel, place, *lines):
    """Whether the words at a place on the line of time begin so."""
    return panel.words[place].split("\n")[: len(lines)] == list(lines)


def inner(panel):
    """The numbers of copies but at the border."""
    return panel.images[0][2:-3, 2:-3]


def sets(panel):
    """Example, channel and place of the blue marks."""
    marks = [
        (dot.y[0], round(dot.x[0]), round(4 * (dot.x[0] % 1 + 0.25)) % 4) for dot in panel.dots if dot.colour == BLUE
    ]
    return {(int(example), channel, place) for example, channel, place in marks}


def filled(classes, wanted):
    """Share of the rectangle around a class that it fills."""
    rows, columns = np.nonzero(classes == wanted)
    return len(rows) / ((np.ptp(rows) + 1) * (np.ptp(columns) + 1))


def noise(line):
    """How much of the slopes changes from one place to the next."""
    return 1 - np.corrcoef(line.y[1:], line.y[:-1])[0, 1]


def in_a_row(panel):
    """The words in each box from left to right, with the words below it."""
    below = {round(one["place"][0], 2): one["text"] for one in panel.data["texts"] if one["place"][1] < 0.3}
    return [f"{name}, {below[round(at[0], 2)]}" for name, _, at in boxes(panel)]


def upward(panel):
    """The words in boxes and circles of each column, from left to right, each from below, without frames."""
    shapes = [*boxes(panel), *boxes(panel, "Circle")]
    found = [(round(at[0], 1), at[1], name) for name, _, at in shapes if name != "frame"]
    return [[name for x, _, name in sorted(found) if x == column] for column in sorted({x for x, *_ in found})]


def block(panel, place, title, *layers):
    """Whether a column has these layers from x to y, under its title, and arrows from each to the next."""
    order = ["$x$", *layers, "$y$"]
    return title in panel.words and upward(panel)[place] == order and leads(panel, " > ".join(order))


TEXTS = [
    [
        (
            "Five pairs of pictures made of a photograph of a temple:",
            lambda *all_: len(all_) == 10 and close(all_[1].images[0], temple()[40:296:2, 180:436:2]),
        ),
        (
            "two similar patches;",
            lambda *all_: (
                np.corrcoef(all_[0].images[0].ravel(), all_[5].images[0].ravel())[0, 1] > 0.7
                and not close(all_[0].images[0], all_[5].images[0], 0.1)
            ),
        ),
        (
            "an image, and its edges, shifted;",
            lambda *all_: (
                "shifted" in all_[6].title
                and close(np.roll(all_[6].images[0], -24, 1), np.abs(steps(all_[1].images[0], 1)), 1e-3)
            ),
        ),
        ("an image, and a copy that is bent;", lambda *all_: bent(all_[2].images[0], all_[7].images[0])),
        (
            "fine edges, and these pooled;",
            lambda *all_: close(pooled(all_[3].images[0][1:-1, 1:-1], 4), all_[8].images[0], 1e-3),
        ),
        ("a part and the whole", lambda *all_: close(all_[9].images[0][30:70, 50:90], all_[4].images[0])),
    ],
    [
        (
            "Left: two boxes that overlap from 0 to 0.4.",
            lambda p, _: (
                close([np.unique(area[:, 0]) for area in p.areas], [[0, 1], [-0.6, 0.4]])
                and all({*area[:, 1]} == {0, 1} for area in p.areas)
            ),
        ),
        (
            "Right: the length of the overlap against the shift, a triangle from 0 up to 1 and down to 0 at 2",
            lambda _, p: (
                close(p.curves[0].y, np.maximum(0, 1 - np.abs(p.curves[0].x - 1)))
                and close([*p.dots[0].x, *p.dots[0].y], [0.4, 0.4])
                and p.labels == ["$x$", "$(f * g)(x)$"]
            ),
        ),
    ],
    [
        (
            "Four square matrices: each of three powers of the shift, one coloured diagonal further down than the last,",
            lambda *all_: (
                len(all_) == 4
                and all(
                    np.unique(p.images[0]).size == 2
                    and close(p.images[0], p.images[0][k, 0] * np.roll(np.eye(8), k, 0))
                    for k, p in enumerate(all_[:3])
                )
            ),
        ),
        (
            "and their weighted sum, the circulant matrix with three diagonals that wrap around",
            lambda *all_: (
                close(all_[3].images[0], sum(p.images[0] for p in all_[:3]))
                and all(close(np.roll(all_[3].images[0], (k, k), (0, 1)), all_[3].images[0]) for k in range(8))
                and np.count_nonzero(all_[3].images[0]) == 24
            ),
        ),
    ],
    [
        (
            "Above: a noisy step, a bell-shaped kernel, and their convolution, a smooth step.",
            lambda *all_: (
                [p.title for p in all_[:3]] == ["$x$", "$w$", "$x * w$"]
                and close(all_[0].lines[0].y.round().clip(0, 1)[[5, 30, 60]], [0, 1, 0])
                and falls(all_[1].lines[0].y[:12])
                and close(all_[1].lines[0].y[1:], all_[1].lines[0].y[:0:-1])
                and np.abs(np.diff(all_[2].lines[0].y)).max() < np.abs(np.diff(all_[0].lines[0].y)).max() / 4
            ),
        ),
        (
            "Below: the moduli of their transforms;",
            lambda *all_: all(
                close(np.abs(np.fft.rfft(above.lines[0].y)), below.lines[0].y, 1e-3) and below.labels[1] == "modulus"
                for above, below in zip(all_[:3], all_[3:], strict=True)
            ),
        ),
        (
            "the kernel's falls off quickly, and so does the product's",
            lambda *all_: (
                falls(all_[4].lines[0].y[:12])
                and max(all_[4].lines[0].y[12:]) < 0.01
                and max(all_[5].lines[0].y[12:]) < 0.01 * max(all_[5].lines[0].y)
                and close(all_[3].lines[0].y * all_[4].lines[0].y, all_[5].lines[0].y, 1e-3)
            ),
        ),
    ],
    [
        (
            "Multiplications against the length of the signal, both logarithmic:",
            lambda p: p.labels == ["length of the signal", "real multiplications"] and p.scales == ["log", "log"],
        ),
        (
            "the matrix with a full kernel rises steepest and crosses the Fourier transforms between 32 and 64;",
            lambda p: (
                (full := p["matrix, full kernel"]).y[-1] / full.y[0]
                > max(line.y[-1] / line.y[0] for line in p.lines if line is not full)
                and full.at(32) < p["Fourier transforms"].at(32)
                and full.at(64) > p["Fourier transforms"].at(64)
            ),
        ),
        (
            "a kernel of three entries stays below both throughout",
            lambda p: all(
                (p["matrix, kernel of 3"].y < p[k].y).all() for k in ("matrix, full kernel", "Fourier transforms")
            ),
        ),
    ],
    [
        (
            "A photograph of a temple and five versions:",
            lambda *all_: close(all_[0].images[0], temple()[40:340:2, 120:520:2]) and len(all_) == 6,
        ),
        (
            "blurred,",
            lambda p, q, *_: (
                close(q.images[0], sliding_window_view(p.images[0], (5, 5)).mean((2, 3))) and q.title == "blur"
            ),
        ),
        (
            "sharpened,",
            lambda p, _, q, *__: (
                close(q.images[0], np.clip(p.images[0][1:-1, 1:-1] - detail(p.images[0]), 0, 1))
                and q.title == "sharpen"
            ),
        ),
        (
            "its upright edges, its level edges,",
            lambda p, *all_: all(
                close(np.abs(all_[2 + k].images[0]), np.abs(steps(p.images[0], 1 - k)), 1e-3) for k in range(2)
            ),
        ),
        (
            "and its Laplacian, which marks fine detail",
            lambda p, *all_: close(all_[4].images[0], detail(p.images[0])) and all_[4].title == "Laplacian",
        ),
    ],
    [
        (
            "Which of eight inputs each output covers, in four panels:",
            lambda *all_: (
                len(all_) == 4
                and all(p.labels == ["input", "output"] for p in all_)
                and all({k for window in windows(p) for k in window if -1 < k < 8} == {*range(8)} for p in all_)
            ),
        ),
        ("valid,", lambda p, *_: p.title == "valid" and windows(p) == [[k, k + 1, k + 2] for k in range(6)]),
        (
            "same with a grey border of one at either end,",
            lambda _, p, *__: (
                p.title == "same"
                and windows(p) == [[k - 1, k, k + 1] for k in range(8)]
                and borders(p) == [[-1.5, -0.5], [7.5, 8.5]]
            ),
        ),
        (
            "stride two with fewer outputs,",
            lambda _, __, p, ___: p.title == "stride 2" and windows(p) == [[k - 1, k, k + 1] for k in range(0, 8, 2)],
        ),
        (
            "and dilation two with gaps between the entries",
            lambda *all_: all_[3].title == "dilation 2" and windows(all_[3]) == [[k, k + 2, k + 4] for k in range(4)],
        ),
    ],
    [
        (
            "Above: two input channels of three by three numbers, each with its kernel of two by two,",
            lambda p: (
                [part.shape for kind in channels(p) for part in kind] == [(3, 3), (3, 3), (2, 2), (2, 2)]
                and all(middle[1] > 2.6 for _, _, middle in boxes(p)[:26])
                and {"input", "kernel", "times"} < {*p.words}
            ),
        ),
        (
            "and the output, whose first entry is 2.",
            lambda p: (
                "output" in p.words
                and numbers(p, 26, 30)[0, 0] == 2
                and close(
                    numbers(p, 26, 30),
                    sum((sliding_window_view(x, (2, 2)) * w).sum((2, 3)) for x, w in zip(*channels(p), strict=True)),
                )
            ),
        ),
        (
            "Below: the row W of eight weights,",
            lambda p: "$W$" in p.words and close(numbers(p, 30, 38), [np.ravel(channels(p)[1])]),
        ),
        (
            "the matrix U of x with a column of eight numbers for each of four windows,",
            lambda p: "$U(x)$" in p.words and close(numbers(p, 38, 70), columns(p)),
        ),
        (
            "and the row y, 2, 1, 1, 4",
            lambda p: "$y$" in p.words and close(numbers(p, 70, None), [[2, 1, 1, 4]]),
        ),
    ],
    [
        (
            "Left: a cone of units, one at the top, three, five, seven and nine below.",
            lambda p, _: (
                [(dots.y[0], len(dots.x)) for dots in p.dots] == [(4, 1), (3, 3), (2, 5), (1, 7), (0, 9)]
                and p.labels == ["place", "layer"]
            ),
        ),
        (
            "Right: the gradient of the top unit by each of the nine inputs if all layers average, a bell",
            lambda _, p: (
                p.labels[1] == "gradient"
                and close(81 * p.bars()[0][:, 2], [1, 4, 10, 16, 19, 16, 10, 4, 1], 1e-3)
                and close(p.bars()[0][:, :2].mean(1), range(-4, 5))
            ),
        ),
    ],
    [
        (
            "Six boxes in a row, with channels and sizes below:",
            lambda p: len(in_a_row(p)) == 6 and leads(p, "image > 5 by 5 > pool > 5 by 5 > pool > 3 dense"),
        ),
        (
            "image, 1, 28 by 28; 5 by 5, 6, 28 by 28; pool, 6, 14 by 14; 5 by 5, 16, 10 by 10; pool, 16, 5 by 5; 3 dense, 10",
            lambda p: (
                in_a_row(p)
                == [
                    "image, 1, 28 by 28",
                    "5 by 5, 6, 28 by 28",
                    "pool, 6, 14 by 14",
                    "5 by 5, 16, 10 by 10",
                    "pool, 16, 5 by 5",
                    "3 dense, 10",
                ]
            ),
        ),
    ],
    [
        (
            "A line of time with five networks.",
            lambda p: len(p.words) == 5 and p.data["arrows"] == ["start → end"],
        ),
        (
            "1998: LeNet-5, 5 layers, 60 thousand parameters.",
            lambda p: says(p, 0, "1998", "LeNet-5", "5 layers", "60 thousand"),
        ),
        (
            "2012: AlexNet, 8 layers, 60 million, 15.3 % errors.",
            lambda p: says(p, 1, "2012", "AlexNet", "8 layers", "60 million", "15.3 %"),
        ),
        (
            "2014: VGG-16, 16 layers, 138 million, 7.3 %.",
            lambda p: says(p, 2, "2014", "VGG-16", "16 layers", "138 million", "7.3 %"),
        ),
        (
            "2014: GoogLeNet, 22 layers, 7 million, 6.7 %.",
            lambda p: says(p, 3, "2014", "GoogLeNet", "22 layers", "7 million", "6.7 %"),
        ),
        (
            "2015: ResNet-152, 152 layers, 60 million, 3.6 %",
            lambda p: says(p, 4, "2015", "ResNet-152", "152 layers", "60 million", "3.6 %"),
        ),
    ],
    [
        (
            "Gradient norms from the first layer to the last on a logarithmic scale, for 8, 20 and 56 layers, plain networks "
            "left, residual right, in one run.",
            lambda *all_: (
                [p.title for p in all_] == ["plain", "residual"]
                and all([line.label for line in p.lines] == [f"{depth} layers" for depth in (8, 20, 56)] for p in all_)
                and all(p.scales[1] == "log" and p.labels[0] == "from the first layer to the last" for p in all_)
            ),
        ),
        (
            "Near the input those of the plain networks are the larger the deeper the network;",
            lambda p, _: falls([line.y[line.x < 0.3].max() for line in p.lines[::-1]]) and p["56 layers"].y[0] > 10,
        ),
        (
            "with 56 layers they are far larger than those of the residual one",
            lambda p, q: p["56 layers"].y[:5].min() > 30 * q["56 layers"].y[:5].max(),
        ),
    ],
    [
        (
            "Slopes of the output against the input in one run: with one layer,",
            lambda p, *_: (
                p.title == "1 layer" and p.labels == ["input", "slope of the output"] and noise(p.lines[0]) < 0.3
            ),
        ),
        (
            "with 48 plain layers, where they look like noise,",
            lambda _, p, __: p.title == "48 layers" and noise(p.lines[0]) > 0.7,
        ),
        (
            "and with 48 layers and shortcuts",
            lambda _, __, p: p.title == "48, with shortcuts" and noise(p.lines[0]) < 0.6,
        ),
    ],
    [
        (
            "Four grids of three examples by four channels of three places each;",
            lambda *all_: (
                len(all_) == 4
                and all(
                    {(dot.y[0], dot.x[0]) for dot in p.dots}
                    == {(e, c + s) for e in range(3) for c in range(4) for s in (-0.25, 0, 0.25)}
                    for p in all_
                )
            ),
        ),
        (
            "in each the activations that share their statistics with one of them:",
            lambda *all_: (
                [p.title for p in all_] == ["batch", "layer", "group", "instance"]
                and all((1, 1, 1) in sets(p) and len(sets(p)) < 36 for p in all_)
            ),
        ),
        (
            "one channel in all examples;",
            lambda p, *_: sets(p) == {(example, 1, place) for example in range(3) for place in range(3)},
        ),
        ("one place in all channels;", lambda _, p, *__: sets(p) == {(1, channel, 1) for channel in range(4)}),
        (
            "two channels of one example;",
            lambda _, __, p, ___: sets(p) == {(1, channel, place) for channel in range(2) for place in range(3)},
        ),
        ("one channel of one example", lambda *all_: sets(all_[3]) == {(1, 1, place) for place in range(3)}),
    ],
    [
        (
            "Two columns of layers from x up to y, each with an arrow from x round to a plus.",
            lambda p: len(upward(p)) == 2 and p.data["arrows"].count("$x$ → +") == 2,
        ),
        (
            "Left, activation after the sum: 3 by 3, normalise, rectify, 3 by 3, normalise, plus, rectify.",
            lambda p: block(
                p,
                0,
                "activation after the sum",
                "3 by 3",
                "normalise",
                "rectify",
                "3 by 3",
                "normalise",
                "+",
                "rectify",
            ),
        ),
        (
            "Right, activation before: normalise, rectify, 3 by 3, normalise, rectify, 3 by 3, plus",
            lambda p: block(
                p, 1, "activation before", "normalise", "rectify", "3 by 3", "normalise", "rectify", "3 by 3", "+"
            ),
        ),
    ],
    [
        (
            "Six boxes in a row:",
            lambda p: (
                len(in_a_row(p)) == 6 and leads(p, "image > 3 by 3 > n blocks > n blocks > n blocks > mean, dense")
            ),
        ),
        (
            "image, 1, 8 by 8; 3 by 3, c, 8 by 8; n blocks, c, 8 by 8; n blocks, 2c, 4 by 4; n blocks, 4c, 2 by 2; mean, dense, 10",
            lambda p: (
                in_a_row(p)
                == [
                    "image, 1, 8 by 8",
                    "3 by 3, c, 8 by 8",
                    "n blocks, c, 8 by 8",
                    "n blocks, 2c, 4 by 4",
                    "n blocks, 4c, 2 by 2",
                    "mean, dense, 10",
                ]
            ),
        ),
    ],
    [
        (
            "Gradient norms of three 20-layer networks against the layer in one run, on a logarithmic scale:",
            lambda *all_: (
                all([line.label for line in p.lines] == ["20 layers"] and p.scales[1] == "log" for p in all_)
                and all_[0].labels[1].startswith("gradient")
                and [len(p.lines[0].x) for p in all_] == [19] * 3
            ),
        ),
        (
            "plain, post-activation and pre-activation",
            lambda *all_: [p.title for p in all_] == ["plain", "post-activation", "pre-activation"],
        ),
    ],
    [
        (
            "Four columns of boxes in frames: x0; x0 and x1; x0 to x2; x0 to x3.",
            lambda p: (
                upward(p)[::2] == [[f"$x_{k}$" for k in range(n)] for n in range(1, 5)]
                and [name for name, *_ in boxes(p)].count("frame") == 4
            ),
        ),
        (
            "From each column but the last an arrow leads through a box H to the new box on top of the next one;",
            lambda p: (
                leads(p, *[f"all channels so far > $H_{k}$ > $x_{k}$" for k in range(1, 4)])
                and upward(p)[1::2] == [[f"$H_{k}$"] for k in range(1, 4)]
            ),
        ),
        (
            "dashed arrows hand the others on",
            lambda p: sorted(p.data["dashed"]) == [f"$x_{k}$ → $x_{k}$" for k in (0, 0, 0, 1, 1, 2)],
        ),
    ],
    [
        (
            "A U of boxes.",
            lambda p: [len(one) for one in upward(p)] == [3, 1, 3],
        ),
        (
            "Left, down from the image: 8 channels, pool, 16 channels, pool, 32 channels at the bottom.",
            lambda p: (
                upward(p)[:2] == [["16 channels", "8 channels", "image"], ["32 channels"]]
                and leads(p, "image > 8 channels > 16 channels > 32 channels")
                and [p.edges[f"{k} channels → {2 * k} channels"] for k in (8, 16)] == ["pool"] * 2
            ),
        ),
        (
            "Right, up: repeat, 16 channels, repeat, 8 channels, 1 by 1, classes.",
            lambda p: (
                upward(p)[2] == ["16 channels", "8 channels", "classes"]
                and leads(p, "32 channels > 16 channels > 8 channels > classes")
                and [p.edges[f"{2 * k} channels → {k} channels"] for k in (8, 16)] == ["repeat"] * 2
                and p.edges["8 channels → classes"] == "1 by 1"
            ),
        ),
        (
            "Dashed arrows, put beside, lead across from 8 to 8 and from 16 to 16",
            lambda p: (
                p.data["dashed"] == (across := [f"{k} channels → {k} channels" for k in (8, 16)])
                and [p.edges[one] for one in across] == ["put beside"] * 2
            ),
        ),
    ],
    [
        (
            "Two images of numbers of copies.",
            lambda *all_: len(all_) == 3 and all_[2].labels[1] == "copies" and len(all_[1].images) == 1,
        ),
        (
            "Left, kernel three by three with stride two: inside, pixels that one, two and four copies reach alternate.",
            lambda p, *_: p.title == "kernel 3 by 3, stride 2" and close(inner(p), np.outer([2, 1] * 4, [2, 1] * 4)),
        ),
        (
            "Right, kernel four by four: inside, four copies reach every pixel",
            lambda _, p, __: p.title == "kernel 4 by 4, stride 2" and {*inner(p).ravel()} == {4},
        ),
    ],
    [
        (
            "Four noisy images with a bright disc and a bright square each, above; their true classes;",
            lambda *all_: (
                len(all_) == 12
                and all_[4].title == "true"
                and all(
                    (seen := image.images[0])[(classes := true.images[0]) > 0].mean() > 0.8
                    and np.abs(seen[classes == 0].mean()) < 0.1 < np.std(seen[classes == 0])
                    and filled(classes, 1) < 0.9 < filled(classes, 2)
                    for image, true in zip(all_[:4], all_[4:8], strict=True)
                )
            ),
        ),
        (
            "and the classes that a network predicts, most of them right, in one run",
            lambda *all_: (
                all_[8].title == "predicted"
                and all(
                    (true.images[0] == found.images[0]).mean() > 0.8
                    for true, found in zip(all_[4:8], all_[8:], strict=True)
                )
            ),
        ),
    ],
    [
        (
            "x leads to three places: to f of x and on to a product, to T of x, and on the right to a second product.",
            lambda p: (
                from_(p, "$x$") == ["$f(x)$", "$T(x)$", r"$\odot$"]
                and leads(p, r"$f(x)$ > $\odot$")
                and upward(p)[0] == ["$f(x)$", r"$\odot$"]
                and upward(p)[2] == [r"$\odot$"]
            ),
        ),
        (
            "T goes to the first product, one minus T to the second;",
            lambda p: (
                leads(p, *[r"$T(x)$ > $\odot$"] * 2)
                and [
                    t["text"]
                    for t in sorted(p.data["texts"], key=lambda t: t["place"][0])
                    if t["label"] == r"$T(x)$ → $\odot$"
                ]
                == ["$T$", "$1 - T$"]
            ),
        ),
        (
            "both products go into a plus",
            lambda p: leads(p, *[r"$\odot$ > +"] * 2),
        ),
    ],
    [
        (
            "Two columns of layers from x up to y, with the shortcut to the plus beside each.",
            lambda p: len(upward(p)) == 2 and p.data["arrows"].count("$x$ → +") == 2,
        ),
        (
            "MobileNetV2: 1 by 1, wider; normalise, rectify; depthwise 3 by 3; normalise, rectify; 1 by 1, back; normalise.",
            lambda p: block(
                p,
                0,
                "MobileNetV2",
                "1 by 1, wider",
                "normalise, rectify",
                "depthwise 3 by 3",
                "normalise, rectify",
                "1 by 1, back",
                "normalise",
                "+",
            ),
        ),
        (
            "ConvNeXt: depthwise 7 by 7; layer norm; dense, wider; GELU; dense, back; factors",
            lambda p: block(
                p,
                1,
                "ConvNeXt",
                "depthwise 7 by 7",
                "layer norm",
                "dense, wider",
                "GELU",
                "dense, back",
                "factors",
                "+",
            ),
        ),
    ],
]
