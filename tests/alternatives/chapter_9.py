"""The alternative texts of chapter 9, and what holds of the figures if they are true."""

from itertools import pairwise

import numpy as np
from tests.alternatives.panels import boxes, close, falls, from_, leads, rises

from notes.data import digits

CHAIN = r"$x_0$ > $x_1$ > $\cdots$ > $x_n$ > $x_{n+1}$"
MOMENTS, CODE = r"$\mu, \; \log \sigma^2$", r"$z = \mu + \sigma \epsilon$"
CORNERS = np.arange(8) * np.pi / 4


def slant(line):
    """The factor of the product in a quadratic form that a path stays on, if there is one."""
    form = np.stack([line.x * line.y, np.ones_like(line.x)], axis=1)
    factor, error, *_ = np.linalg.lstsq(form, line.x**2 + line.y**2, rcond=None)
    return factor[0] if error.max() < 1e-6 else None


def shows_ring(panel):
    """Whether circles mark eight places on a circle of radius two, and points are drawn beside them."""
    modes, points = panel.dots
    ring = close([modes.x, modes.y], [2 * np.cos(CORNERS), 2 * np.sin(CORNERS)], 1e-3)
    return ring and modes.marker == "o" and points.marker == "." and len(points.x) > 500


def inward(panel):
    """Whether off the circle the arrows of a panel lead towards it."""
    (field,) = (one for one in panel.data["collections"] if one["kind"] == "Quiver")
    places, directions = np.array(field["places"]), np.array(field["directions"])
    far = np.hypot(*places.T)
    off = (np.abs(far - 1) > 0.25) & (far > 0.1)
    return ((places * directions).sum(1) * (1 - far) > 0)[off].all()


def peaks(line):
    """Where a curve is higher than on both sides."""
    inner = line.y[1:-1]
    return line.x[1:-1][(inner > line.y[:-2]) & (inner > line.y[2:])]


def tiles(panel, step):
    """The images of eight by eight pixels in a picture, by row and column."""
    picture, count = panel.images[0], len(panel.images[0]) // step
    return picture.reshape(count, step, count, step)[:, :8, :, :8].transpose(0, 2, 1, 3)


def colours(panel):
    """The colours in which each class of the digits is drawn."""
    (marks,) = panel.data["collections"]
    classes = digits().targets.tolist()
    return [{c for c, k in zip(marks["colours"], classes, strict=True) if k == number} for number in range(10)]


def from_middles(panel):
    """How far each digit that is written is from the median of the places of its class."""
    (places,), classes = panel.marks, digits().targets.numpy()
    return {
        text: np.abs(np.median(places[classes == int(text)], axis=0) - place).max()
        for place, text in panel.written.items()
    }


def likest(images):
    """The class whose mean each row of images is nearest to on average."""
    data = digits()
    means = np.stack([2 * data.inputs[data.targets == k].reshape(-1, 8, 8).mean(0).numpy() - 1 for k in range(10)])
    return np.abs(means[:, None] - images.mean(1)).mean((2, 3)).argmin(0).tolist()


TEXTS = [
    [
        (
            "Arrows lead from z to the generator, from it to G(z), from there and from the data to the discriminator,",
            lambda p: (
                leads(p, "$z$ > generator > $G(z)$ > discriminator", "data $x$ > discriminator") and len(boxes(p)) == 6
            ),
        ),
        (
            "and from it to D; a dashed one, slope, leads from the discriminator back to the generator",
            lambda p: (
                leads(p, "discriminator > $D$", "discriminator > generator")
                and p.data["dashed"] == ["discriminator → generator"]
                and p.edges == {"discriminator → generator": "slope"}
            ),
        ),
    ],
    [
        (
            "Two trajectories around the equilibrium at the origin:",
            lambda p: (
                [line.label for line in p.curves] == ["simultaneous", "alternating"]
                and p.dots[0].marker == "+"
                and p.dots[0].x[0] == p.dots[0].y[0] == 0
            ),
        ),
        (
            "simultaneous steps move away from it at every step,",
            lambda p: rises(np.hypot(p["simultaneous"].x, p["simultaneous"].y), 0.05) and p.data["equal"],
        ),
        (
            "alternating steps stay on a slanted ellipse",
            lambda p: close(slant(p["alternating"]), 0.4) and slant(p["simultaneous"]) is None,
        ),
    ],
    [
        (
            "Left: both losses of the generator against the logit of a sample;",
            lambda p, _: (
                close(p[r"$\log(1 - D)$"].y, -np.log1p(np.exp(p.lines[0].x)), 1e-3)
                and close(p[r"$-\log D$"].y, np.log1p(np.exp(-p.lines[1].x)), 1e-3)
                and p.labels == ["logit $f$ of a sample", "loss of the generator"]
            ),
        ),
        (
            "log(1 - D) is flat where the logit is very negative.",
            lambda p, _: (
                np.ptp(p[r"$\log(1 - D)$"].y[p.lines[0].x < -4]) < 0.02 < np.ptp(p[r"$-\log D$"].y[p.lines[1].x < -4])
            ),
        ),
        (
            "Right: the sizes of their gradients by the logit; that of log(1 - D) vanishes at belief zero, that of -log D is one "
            "there",
            lambda _, p: (
                p.labels[1] == "size of the gradient by the logit"
                and close(p[r"of $\log(1 - D)$"].y, p.lines[0].x)
                and close(p[r"of $-\log D$"].y, 1 - p.lines[1].x)
            ),
        ),
    ],
    [
        (
            "Samples of one generator at four moments of its training,",
            lambda *all_: (
                [p.title for p in all_] == [f"{step} steps" for step in (225, 450, 675, 900)]
                and all(shows_ring(p) for p in all_)
            ),
        ),
        (
            "beside circles that mark the eight modes of the ring",
            lambda *all_: len(all_) == 4 and all(shows_ring(p) and len(p.dots[0].x) == 8 for p in all_),
        ),
    ],
    [
        (
            "Wasserstein distance, Jensen-Shannon and KL divergence of two narrow bumps against their distance:",
            lambda p: [line.label for line in p.lines] == ["$W_1$", "JSD", "KL"] and "two bumps" in p.labels[0],
        ),
        (
            "the first is the absolute value, the second jumps to log 2 and stays flat,",
            lambda p: (
                close(p["$W_1$"].y, np.abs(p["$W_1$"].x))
                and np.abs(p["JSD"].y[np.abs(p["JSD"].x) > 0.25] - np.log(2)).max() < 0.02
                and p["JSD"].at(0) < 1e-6
            ),
        ),
        (
            "the third leaves the picture at once",
            lambda p: (p["KL"].y[np.abs(p["KL"].x) > 0.12] > p.limits[1][1]).all() and p["KL"].at(0) < 1e-6,
        ),
    ],
    [
        (
            "Gains of four trained critics, one run each, against the true distance,",
            lambda p: (
                p.labels == ["true distance $W$", "gain of the critic"]
                and p["trained critics"].x.tolist() == [0.5, 1, 2, 3]
            ),
        ),
        (
            "with the diagonal and the curve that the weight of the penalty predicts",
            lambda p: (
                close(p["the distance itself"].x, p["the distance itself"].y)
                and close(p.curves[1].y, p.curves[1].x * (1 + p.curves[1].x / 20), 1e-3)
                and r"W / (2\lambda)" in p.curves[1].label
            ),
        ),
    ],
    [
        (
            "Two fields of arrows in the plane with data on a circle,",
            lambda *all_: all(
                close(np.hypot(p.dots[0].x, p.dots[0].y), np.ones(60))
                and p.data["equal"]
                and "coordinate" in p.labels[0]
                for p in all_
            ),
        ),
        (
            "for the best denoiser and, in one run, for a trained one: off the circle they lead towards it",
            lambda *all_: [p.title for p in all_] == ["best", "trained"] and all(inward(p) for p in all_),
        ),
    ],
    [
        (
            "Mean activation of a hundred code units in falling order, without the penalty and with it, in one run,",
            lambda p: (
                [line.label for line in p.curves[:2]] == ["plain", "sparse"]
                and all(len(line.y) == 100 and rises(-line.y, -1e-9) for line in p.curves[:2])
                and p.labels[1] == "mean activation"
            ),
        ),
        (
            "and the target of 0.05",
            lambda p: close(p["target"].y, [0.05, 0.05]) and p["target"].style == "--",
        ),
    ],
    [
        (
            "A density with two modes, the wide Gaussian that covers both, and a narrow Gaussian on one of them",
            lambda p: (
                [len(peaks(line)) for line in p.lines] == [2, 1, 1]
                and close(peaks(p.lines[0]), [-2, 2], 0.01)
                and close(peaks(p.lines[1]), [0], 0.01)
                and close(peaks(p.lines[2]), [2], 0.05)
                and p.lines[1].at([-2, 2]).min() > p.lines[1].y.max() / 2
                and p.lines[2].at(-2) < 1e-6
            ),
        ),
    ],
    [
        (
            "Variance of one estimate against the standard deviation, both axes logarithmic:",
            lambda p: p.scales == ["log", "log"] and p.labels[1] == "variance of one estimate",
        ),
        ("the pathwise one falls with the noise,", lambda p: rises(p["pathwise"].y) and rises(p["pathwise"].x)),
        (
            "the score-function one is always larger and grows again as the noise shrinks",
            lambda p: (
                (p["score function"].y > p["pathwise"].y).all()
                and falls(p["score function"].y[p["score function"].x < 0.5])
                and rises(p["score function"].y[p["score function"].x > 0.6])
            ),
        ),
    ],
    [
        (
            "Scheme of a variational autoencoder: arrows lead from x to the encoder, from it to mean and log variance,",
            lambda p: leads(p, f"$x$ > encoder > {MOMENTS}") and len(boxes(p)) == 9,
        ),
        (
            "from these and from noise to the code z, from it to the decoder and on to its mean f;",
            lambda p: leads(p, f"{MOMENTS} > {CODE} > decoder > $f$", rf"$\epsilon$ > {CODE}"),
        ),
        (
            "from mean and log variance to the divergence from the prior, and from f to the log likelihood of x",
            lambda p: (
                from_(p, MOMENTS) == [CODE, "divergence from the prior"]
                and from_(p, "$f$") == ["log likelihood of $x$"]
            ),
        ),
    ],
    [
        (
            "Left: the encoded digits in the plane of the two latent coordinates, coloured by class, with the digit in "
            "the middle of each, in one run.",
            lambda p, _: (
                p.labels == ["$z_1$", "$z_2$"]
                and [len(found) for found in colours(p)] == [1] * 10
                and len(set().union(*colours(p))) == 10
                and sorted(from_middles(p)) == [*"0123456789"]
                and max(from_middles(p).values()) < 0.05
            ),
        ),
        (
            "Right: what a grid of latent points decodes to",
            lambda _, p: (
                tiles(p, 9).shape == (9, 9, 8, 8)
                and np.abs(np.diff(tiles(p, 9), axis=1)).mean()
                < 0.5 * np.abs(tiles(p, 9)[:, 4:] - tiles(p, 9)[:, :-4]).mean()
            ),
        ),
    ],
    [
        (
            "Five circles in a row, from x_0 to x_{n+1}:",
            lambda p: (
                [name for name, *_ in boxes(p, "Circle")] == CHAIN.split(" > ")
                and rises([at[0] for *_, at in boxes(p, "Circle")])
                and len({round(at[1], 6) for *_, at in boxes(p, "Circle")}) == 1
            ),
        ),
        (
            "arrows to the right add noise, dashed ones lead back to the left, the decoder",
            lambda p: (
                leads(p, CHAIN)
                and p.data["dashed"] == [" → ".join(ends[::-1]) for ends in pairwise(CHAIN.split(" > "))]
                and len(p.data["arrows"]) == 2 * len(p.data["dashed"])
                and {"noise added", "decoder"} <= {*p.words}
            ),
        ),
    ],
    [
        (
            "Digits drawn by one diffusion model in one run, ten of each class, a row for each class that was asked for",
            lambda p: (
                p.labels == ["draws", "class asked for"]
                and p.ticks[1] == [*"0123456789"]
                and tiles(p, 9).shape == (10, 10, 8, 8)
                and likest(tiles(p, 9)) == [*range(10)]
            ),
        ),
    ],
    [
        (
            "Samples of three generators, trained in one run, beside circles that mark the eight modes of the ring:",
            lambda *all_: len(all_) == 3 and all(shows_ring(p) for p in all_),
        ),
        (
            "a flow, diffusion, and flow matching",
            lambda *all_: [p.title for p in all_] == ["flow", "diffusion", "flow matching"],
        ),
    ],
]
