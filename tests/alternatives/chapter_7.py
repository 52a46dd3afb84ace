"""The alternative texts of chapter 7, and what holds of the figures if they are true."""

from functools import cache

import numpy as np
import torch
from tests.alternatives.panels import boxes, close, falls, from_, leads, of, rises

from notes.plotting import BLUE
from notes.self_supervision.study import small_digits
from notes.self_supervision.views import views

PLACES = ("upper left", "above", "upper right", "left", "right", "lower left", "below", "lower right")


@cache
def known_digits(seed, count):
    """The first digits that a seed gives, and their labels."""
    found = small_digits(torch.Generator().manual_seed(seed))
    return found.images[:count, 0].numpy(), found.labels[:count].tolist()


@cache
def both_views():
    """Two views each of four digits, as the page draws them."""
    generator = torch.Generator().manual_seed(0)
    images = small_digits(generator).images[:4]
    return torch.cat([views(images, generator), views(images, generator)])[:, 0].numpy()


def tile(image, row, column, step):
    """A tile of four by four pixels."""
    return image[step * row : step * row + 4, step * column : step * column + 4]


def framed(panel, rows, columns):
    """The tiles of a picture, which has a line round each."""
    return [panel.images[0][6 * r + 1 : 6 * r + 5, 6 * c + 1 : 6 * c + 5] for r in range(rows) for c in range(columns)]


def shuffled(panel, image):
    """Whether a picture has the nine tiles of an image, each once, and not in order."""
    wanted = [tile(image, r, c, 4) for r in range(3) for c in range(3)]
    places = [[k for k, one in enumerate(wanted) if close(one, found)] for found in framed(panel, 3, 3)]
    return (
        all(places) and {k for found in places for k in found} == {*range(9)} and [k[0] for k in places] != [*range(9)]
    )


def around(panel, name):
    """How far from the anchor each circle of a name stands, and the word under it."""
    middle = next(at for label, _, at in boxes(panel, "Circle") if label == "$a$")
    found = [at for label, _, at in boxes(panel, "Circle") if label == name]
    under = {tuple(np.round(one["place"], 2)): one["text"] for one in panel.data["texts"]}
    return [(np.hypot(*(at - middle)), under.get((round(at[0], 2), round(at[1] - 0.28, 2)))) for at in found]


def radii(panel):
    """Radii of the two dashed circles, whose middle is the anchor."""
    middle = next(at for label, _, at in boxes(panel, "Circle") if label == "$a$")
    found = [np.hypot(line.x - middle[0], line.y - middle[1]) for line in panel.lines if line.style == "--"]
    return [radius.mean() for radius in found if np.ptp(radius) < 1e-3]


def cells(panel):
    """What each of eight by eight cells is, and how strong its tint, row by row."""
    found = [one for one in panel.data["patches"] if one["kind"] == "Rectangle"][:64]
    order = sorted(found, key=lambda one: (-round(one["corners"][0][1], 2), one["corners"][0][0]))
    return [[(one["label"], one["alpha"], one["colour"]) for one in order[row : row + 8]] for row in range(0, 64, 8)]


def places(panel, kind):
    """Where the cells of a kind are in each row."""
    return [[k for k, cell in enumerate(row) if cell[0] == kind] for row in cells(panel)]


def paths(panel):
    """The lines along which the arrows of a panel lead, from start to end."""
    return [np.array(path) for one in panel.data["collections"] for path in one["paths"]]


def off_diagonal(panel):
    """Mean size of the correlations of different units."""
    matrix = panel.images[0]
    return np.abs(matrix[~np.eye(len(matrix), dtype=bool)]).mean()


def fans(panel):
    """The angles between which each fan lies, in degrees."""
    found = []
    for outline in panel.shapes("Wedge"):
        rays = outline[:-2] - outline[-1]
        angles = np.degrees(np.arctan2(rays[:, 1], rays[:, 0]))
        found.append((round(angles.min()), round(angles.max())))
    return found


TEXTS = [
    [
        (
            "Two inputs, x and x', go up into two boxes named encoder with the weights phi, joined by a dashed arrow, the same "
            "weights.",
            lambda p: (
                leads(p, r"$x$ > encoder $f_\phi$", r"$x'$ > encoder $f_\phi$")
                and [name for name, _, _ in boxes(p)].count(r"encoder $f_\phi$") == 2
                and p.data["dashed"] == [r"encoder $f_\phi$ → encoder $f_\phi$"]
                and p.edges[r"encoder $f_\phi$ → encoder $f_\phi$"] == "the same weights"
            ),
        ),
        (
            "The embeddings z and z' go from them into one box, the loss",
            lambda p: (
                leads(p, *[r"encoder $f_\phi$ > loss"] * 2)
                and [name for name, _, _ in boxes(p)].count("loss") == 1
                and {"$z$", "$z'$"} < {*p.words}
            ),
        ),
    ],
    [
        (
            "User u and item i each have two vectors.",
            lambda p: from_(p, "user $u$") == ["$p_u$", "$p'_u$"] and from_(p, "item $i$") == ["$q_i$", "$q'_i$"],
        ),
        (
            "p of u and q of i go into a product, entry by entry;",
            lambda p: leads(p, r"$p_u$ > $\odot$", r"$q_i$ > $\odot$"),
        ),
        (
            "p prime of u and q prime of i go into a network.",
            lambda p: leads(p, "$p'_u$ > network", "$q'_i$ > network"),
        ),
        (
            "The features of both go into the score",
            lambda p: (
                leads(p, r"$\odot$ > $\hat y_{ui}$", r"network > $\hat y_{ui}$") and p.words.count("features") == 2
            ),
        ),
    ],
    [
        (
            "One run: hit rate against the length of the list for chance, popularity, three trained models and the true affinities",
            lambda p: (
                p.labels == ["length k of the list", "hit rate HR@k"]
                and [line.label for line in p.curves] == ["chance", "popularity", "MLP", "NeuMF", "GMF", "truth"]
                and all(rises(line.y, -1e-9) for line in p.curves)
            ),
        ),
    ],
    [
        (
            "Twenty panels in four rows, the first of each a digit, from which the second is made.",
            lambda *all_: (
                len(all_) == 20
                and all(p.title == "from" and close(p.images[0], known_digits(9, 1)[0][0]) for p in all_[::5])
                and np.corrcoef(all_[0].images[0].ravel(), all_[1].images[0].ravel())[0, 1] > 0.1
            ),
        ),
        (
            "Distorted copies of two digits with the numbers of their sources;",
            lambda *all_: (
                [p.title for p in all_[1:5]] == ["image 0", "image 0", "image 1", "image 1"]
                and all(
                    np.corrcoef(one.images[0].ravel(), other.images[0].ravel())[0, 1] < 0.99
                    for one, other in (all_[1:3], all_[3:5])
                )
            ),
        ),
        (
            "digits turned by quarters with the angle;",
            lambda *all_: all(
                close(p.images[0], np.rot90(image, int(p.title.strip("°")) // 90))
                for p, image in zip(all_[6:10], known_digits(9, 4)[0], strict=True)
            ),
        ),
        (
            "pairs of patches with the place of the second;",
            lambda *all_: all(
                close(framed(p, 1, 2)[0], tile(image, 1, 1, 5))
                and close(
                    framed(p, 1, 2)[1], tile(image, *divmod(PLACES.index(p.title) + (PLACES.index(p.title) > 3), 3), 5)
                )
                for p, image in zip(all_[11:15], known_digits(9, 4)[0], strict=True)
            ),
        ),
        (
            "nine shuffled tiles with the number of the permutation",
            lambda *all_: all(
                shuffled(p, image) and p.title.startswith("permutation ")
                for p, image in zip(all_[16:], known_digits(9, 4)[0], strict=True)
            ),
        ),
    ],
    [
        (
            "Two panels against the distance, margin 1.",
            lambda p, q: (
                p.labels == ["distance $d$", "loss"] and q.labels == ["distance $d$", "length of the gradient"]
            ),
        ),
        (
            "Left, the loss: of like pairs a parabola from 0,",
            lambda p, _: close(p["alike"].y, p["alike"].x ** 2) and p["alike"].x[0] == 0,
        ),
        (
            "of unlike ones a parabola that falls from 1 to 0 at the margin and stays.",
            lambda p, _: close(p["unlike"].y, np.maximum(1 - p["unlike"].x, 0) ** 2) and p["unlike"].x[-1] > 1,
        ),
        (
            "Right, the gradients: two straight lines that cross at a half;",
            lambda _, q: (
                close(q["alike"].y, 2 * q["alike"].x)
                and close((below := q["unlike"].x < 1) * q["unlike"].y, below * 2 * (1 - q["unlike"].x))
                and close(q["alike"].at(0.5), q["unlike"].at(0.5))
            ),
        ),
        ("the unlike pairs' is zero from the margin on", lambda _, q: not q["unlike"].y[q["unlike"].x >= 1].any()),
    ],
    [
        (
            "An anchor a in the middle of two dashed circles; the positive p lies on the inner one.",
            lambda p: len(radii(p)) == 2 and close(around(p, "$p$")[0][0], min(radii(p)), 0.01),
        ),
        (
            "Of four negatives n one inside the inner circle is hard,",
            lambda p: (
                len(around(p, "$n$")) == 4
                and [word for far, word in around(p, "$n$") if far < min(radii(p))] == ["hard"]
                and len(radii(p)) == 2
            ),
        ),
        (
            "one outside of both is easy,",
            lambda p: (
                [word for far, word in around(p, "$n$") if far > max(radii(p))] == ["easy"] and len(radii(p)) == 2
            ),
        ),
        (
            "two between them are semi-hard",
            lambda p: (
                [word for far, word in around(p, "$n$") if min(radii(p)) < far < max(radii(p))]
                == ["semi-hard", "also semi-hard"]
            ),
        ),
    ],
    [
        (
            "A square of eight by eight cells, with two views each of a 2, a 5, an 8 and a 1 along both sides.",
            lambda p: (
                [len(row) for row in cells(p)] == [8] * 8
                and close(p.images[::2], p.images[1::2])
                and close(p.images[::2], both_views())
                and known_digits(0, 4)[1] == [2, 5, 8, 1]
            ),
        ),
        (
            "In every row the cell of the view itself is empty, one cell is blue for the positive, four places away,",
            lambda p: (
                places(p, "itself") == [[k] for k in range(8)]
                and all(cells(p)[k][k][1] == 0 for k in range(8))
                and places(p, "positive") == [[(k + 4) % 8] for k in range(8)]
                and all(cells(p)[k][(k + 4) % 8][2] == BLUE for k in range(8))
            ),
        ),
        (
            "and six are orange for the negatives, of which one has an edge as the hardest:",
            lambda p: (
                [len(found) for found in places(p, "negative")] == [5] * 8
                and all(
                    row[hardest][1] == max(alpha for kind, alpha, _ in row if "negative" in kind)
                    for row, (hardest,) in zip(cells(p), places(p, "hardest negative"), strict=True)
                )
            ),
        ),
        (
            "in seven rows of eight a view of the 8 or the 5.",
            lambda p: sum(hardest % 4 in (1, 2) for (hardest,) in places(p, "hardest negative")) == 7,
        ),
        (
            "In both rows of the 1 the hardest negative has a stronger tint than the positive",
            lambda p: all(
                cells(p)[row][places(p, "hardest negative")[row][0]][1]
                > cells(p)[row][places(p, "positive")[row][0]][1]
                for row in (3, 7)
            ),
        ),
    ],
    [
        (
            "Share of the push against the cosine of anchor and negative, on a logarithmic axis:",
            lambda p: p.labels == ["cosine of anchor and negative", "share of the push"] and p.scales[1] == "log",
        ),
        (
            "straight lines, the steeper, the lower the temperature;",
            lambda p: all(
                close(np.diff(np.log(line.y)) / np.diff(line.x), [1 / tau] * 254, 0.01 / tau)
                and line.label == rf"$\tau = {tau}$"
                for line, tau in zip(p.curves[:3], (0.1, 0.2, 0.5), strict=True)
            ),
        ),
        (
            "all cross the level of equal shares",
            lambda p: (
                all(line.y[0] < p["all alike"].y[0] < line.y[-1] for line in p.curves[:3])
                and close(p["all alike"].y[0], np.mean(p.curves[0].y))
            ),
        ),
    ],
    [
        (
            "An image goes up into two views.",
            lambda p: from_(p, "image") == ["view 1", "view 2"],
        ),
        (
            "View 1 goes through the online network, encoder, projector and predictor with weights theta, into the loss;",
            lambda p: leads(p, r"view 1 > encoder $\theta$ > projector $\theta$ > predictor $\theta$ > loss"),
        ),
        (
            "view 2 through the target network, encoder and projector with weights xi, into the loss, with the note no gradient.",
            lambda p: (
                leads(p, r"view 2 > encoder $\xi$ > projector $\xi$ > loss")
                and p.edges[r"projector $\xi$ → loss"] == "no gradient"
            ),
        ),
        (
            "Dashed arrows, moving average, lead from the online encoder and projector to those of the target",
            lambda p: (
                all(
                    f"{name} → {name.replace('theta', 'xi')}" in p.data["dashed"]
                    for name in (r"encoder $\theta$", r"projector $\theta$")
                )
                and list(p.edges.values()).count("moving average") == 2
            ),
        ),
    ],
    [
        (
            "Arrows of descent in the plane of weight and predictor.",
            lambda *all_: (
                all(p.labels == ["weight w", "predictor p"] for p in all_)
                and all(len(p.data["arrows"]) == len(paths(p)) > 9 for p in all_)
            ),
        ),
        (
            "Left, gradient stopped: where the predictor starts below two thirds, the weight grows to a line at two thirds;",
            lambda p, _: (
                p.title == "gradient stopped"
                and close(p.curves[0].y, [2 / 3] * 2)
                and all(
                    path[-1, 0] > path[0, 0] and path[0, 1] < path[-1, 1] < 0.68
                    for path in paths(p)
                    if path[0, 1] < 0.66
                )
            ),
        ),
        (
            "from high above it falls, in part to zero.",
            lambda p, _: (
                all(path[-1, 0] < path[0, 0] for path in paths(p) if path[0, 1] > 1)
                and 5 < sum(path[-1, 0] < 0.03 for path in paths(p) if path[0, 1] > 1) < len(paths(p)) / 2
            ),
        ),
        (
            "Right, not stopped: all arrows lead to the weight zero",
            lambda _, p: (
                p.title == "not stopped"
                and all(falls(path[::3, 0]) for path in paths(p))
                and sum(path[-1, 0] < 0.03 for path in paths(p)) > 15
            ),
        ),
    ],
    [
        (
            "Two matrices of correlations between the units of two views, in one run each:",
            lambda *all_: (
                [p.labels for p in all_[:2]] == [["unit, second view", "unit, first view"]] * 2
                and all_[2].labels[1] == "correlation"
            ),
        ),
        (
            "trained without the redundancy term, where different units agree nearly as much as equal ones,",
            lambda p, *_: p.title == "invariance" and off_diagonal(p) > 0.8 * np.diag(p.images[0]).mean() > 0.4,
        ),
        (
            "and trained with it, where they agree far less",
            lambda _, p, __: p.title == "both" and off_diagonal(p) < 0.5 * np.diag(p.images[0]).mean(),
        ),
    ],
    [
        (
            "Four columns of boxes over two views each. In all, two encoders and two projectors.",
            lambda p: (
                leads(p, *["view 1 > encoder > projector", "view 2 > encoder > projector"] * 4)
                and [name for name, _, _ in boxes(p)].count("projector") == 8
            ),
        ),
        (
            "SimCLR takes the cosines of all views of the batch;",
            lambda p: "SimCLR" in p.words and leads(p, *["projector > cosines of all views of the batch"] * 2),
        ),
        (
            "SimSiam has a predictor on one side, no gradient on the other, and takes one cosine;",
            lambda p: (
                "SimSiam" in p.words and leads(p, "projector > predictor > cosine", "projector > no gradient > cosine")
            ),
        ),
        (
            "Barlow Twins takes the correlations of all units over the batch;",
            lambda p: (
                "Barlow Twins" in p.words and leads(p, *["projector > correlations of all units over the batch"] * 2)
            ),
        ),
        (
            "VICReg asks each side for variance and covariance, and takes a distance",
            lambda p: "VICReg" in p.words and leads(p, *["projector > variance, covariance > distance"] * 2),
        ),
    ],
    [
        (
            "The function psi against the angle from 0 to 180 degrees for mu = 1, 2 and 4:",
            lambda p: (
                [line.label for line in p.lines] == [rf"$\mu = {mu}$" for mu in (1, 2, 4)]
                and p.labels[1] == r"$\psi(\theta)$"
                and all(line.x[[0, -1]].tolist() == [0, 180] for line in p.lines)
            ),
        ),
        (
            "all fall from 1, the larger mu the faster, to -1, -3 and -7, without a jump",
            lambda p: (
                all(line.y[0] == 1 and falls(line.y) and np.diff(line.y).min() > -0.05 for line in p.lines)
                and close([line.y[-1] for line in p.lines], [-1, -3, -7])
                and all(falls([line.y[k] for line in p.lines]) for k in range(1, 400))
            ),
        ),
    ],
    [
        (
            "Three fans between two weight vectors at a right angle.",
            lambda p: (
                len(fans(p)) == 6
                and {high for _, high in fans(p)[::2]} == {135}
                and {low for low, _ in fans(p)[1::2]} == {45}
                and len(p.data["arrows"]) == 6
            ),
        ),
        (
            "By the modified softmax the two classes meet in the middle;",
            lambda p: "modified softmax" in p.words and fans(p)[:2] == [(90, 135), (45, 90)],
        ),
        (
            "by SphereFace and by ArcFace a gap of thirty degrees lies between them",
            lambda p: (
                r"SphereFace, $\mu = 2$" in p.words
                and "ArcFace, $m$ = 30°" in p.words
                and fans(p)[2:] == [(105, 135), (45, 75)] * 2
            ),
        ),
    ],
    [
        (
            "Four clouds of planar features of six digits around the origin in one run each:",
            lambda *all_: (
                len(all_) == 4
                and all([line.label for line in p.dots[:6]] == [*"012345"] for p in all_)
                and all(p.dots[6].marker == "+" and p.dots[6].x[0] == p.dots[6].y[0] == 0 for p in all_)
                and all(min(ends) < 0 < max(ends) for p in all_ for ends in p.limits)
            ),
        ),
        (
            "by softmax, by softmax with centre loss, by the modified softmax and by SphereFace",
            lambda *all_: (
                [p.title for p in all_] == ["softmax", "softmax and center", "modified softmax", "angular margin"]
            ),
        ),
    ],
    [
        (
            "Four columns of boxes. MoCo: an encoder gives a query, the average of the encoder a key; the query is compared by "
            "cosines with the key and a queue of keys.",
            lambda p: (
                "MoCo" in p.words
                and leads(
                    p,
                    "view 1 > encoder > query > cosines with the key and a queue of keys",
                    "view 2 > average of the encoder > key > cosines with the key and a queue of keys",
                )
            ),
        ),
        (
            "DINO: the student's output is compared by cross entropy with the output of the average of the student, centred and "
            "sharpened.",
            lambda p: (
                "DINO" in p.words
                and leads(
                    p,
                    "view 1 > student > softmax > cross entropy",
                    "view 2 > average of the student > centre, sharpen > cross entropy",
                )
            ),
        ),
        (
            "Masked autoencoder: from the patches shown through encoder and decoder to the hidden patches as they are, by squared "
            "distance.",
            lambda p: (
                "masked autoencoder" in p.words
                and leads(
                    p,
                    "patches shown > encoder > decoder > squared distance",
                    "patches hidden > as they are > squared distance",
                )
            ),
        ),
        (
            "CLIP: a network of images and a network of words, and the cosines of all pairs of the batch",
            lambda p: (
                "CLIP" in p.words
                and leads(
                    p,
                    "image > network of images > cosines of all pairs of the batch",
                    "words > network of words > cosines of all pairs of the batch",
                )
                and {"network of images", "network of words"} < of(p, BLUE)
            ),
        ),
    ],
]
