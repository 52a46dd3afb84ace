"""What a figure shows, panel by panel, in a form in which a sentence on it is one line of code."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


class Line:
    """A curve, or marks that belong together."""

    def __init__(self, data: dict[str, Any]):
        self.label, self.style, self.marker, self.colour = (data[k] for k in ("label", "style", "marker", "colour"))
        self.width = data["width"]
        self.x, self.y = (np.asarray(data[axis], dtype=float) for axis in "xy")

    @property
    def marks(self) -> bool:
        """Whether it is marks alone."""
        return self.style == "None"

    @property
    def upright(self) -> bool:
        """Whether it is a vertical line through the whole panel."""
        return len(self.x) == 2 and self.x[0] == self.x[1] and list(self.y) == [0, 1]

    def at(self, places: Any) -> Values:
        """Its height at some places."""
        order = self.x.argsort()
        return np.interp(places, self.x[order], self.y[order])

    def slopes(self) -> Values:
        """Slopes between its points."""
        return np.diff(self.y) / np.diff(self.x)

    def bends(self, least: float = 0.05) -> list[float]:
        """Where its slope changes, to within two points."""
        changes = np.abs(np.diff(self.slopes()))
        found: list[float] = []
        for place in self.x[1:-1][changes > least]:
            if not found or place - found[-1] > 2.5 * (self.x[1] - self.x[0]):
                found.append(place)
        return found


class Panel:
    """One panel of a figure."""

    def __init__(self, data: dict[str, Any]):
        self.data = data
        self.title, self.labels, self.scales, self.limits = (data[k] for k in ("title", "labels", "scales", "limits"))
        self.ticks = data["ticks"]
        self.lines = [Line(one) for one in data["lines"]]
        self.curves = [line for line in self.lines if not line.marks and not line.upright]
        self.dots = [line for line in self.lines if line.marks]
        self.upright = sorted(line.x[0] for line in self.lines if line.upright)
        self.areas = [np.array(one["paths"][0]) for one in data["collections"] if one["kind"].startswith("FillBetween")]
        self.marks = [np.array(one["places"]) for one in data["collections"] if one["kind"] == "PathCollection"]
        self.contours = [one for one in data["collections"] if "ContourSet" in one["kind"]]
        self.images = [np.array(one) for one in data["images"]]
        self.words = [one["text"] for one in data["texts"]]
        self.written = {tuple(one["place"]): one["text"] for one in data["texts"]}
        self.edges = {one["label"]: one["text"] for one in data["texts"] if "→" in one["label"]}

    def __getitem__(self, label: str) -> Line:
        return next(line for line in self.lines if line.label == label)

    def bars(self) -> list[Values]:
        """Left end, right end and height of the bars, by their colour."""
        found = defaultdict(list)
        for one in self.data["patches"]:
            if one["kind"] == "Rectangle":
                (left, bottom), _, (right, top) = one["corners"][:3]
                found[one["colour"]].append((left, right, top - bottom))
        return [np.array(bars) for bars in found.values()]

    def shapes(self, kind: str) -> list[Values]:
        """Outlines of the shapes of a kind."""
        return [np.array(one["corners"]) for one in self.data["patches"] if one["kind"] == kind]


def boxes(panel: Panel, kind: str = "FancyBboxPatch") -> list[tuple[str, str, Values]]:
    """The words in the boxes with their colours, and where their middles are."""
    found = [one for one in panel.data["patches"] if one["kind"] == kind]
    middles = [(np.min(one["corners"], axis=0) + np.max(one["corners"], axis=0)) / 2 for one in found]
    return [(one["label"].replace("\n", " "), one["colour"], at) for one, at in zip(found, middles, strict=True)]


def columns(panel: Panel, kind: str = "FancyBboxPatch") -> list[list[str]]:
    """The words in the shapes of each column, from left to right, each from below, without frames."""
    found = [(round(at[0], 1), at[1], name) for name, _, at in boxes(panel, kind) if name != "frame"]
    return [[name for x, _, name in sorted(found) if x == column] for column in sorted({x for x, *_ in found})]


def of(panel: Panel, colour: str) -> set[str]:
    """The words in the boxes and circles of a colour."""
    kinds = ("FancyBboxPatch", "Circle")
    return {name for kind in kinds for name, found, _ in boxes(panel, kind) if found == colour}


def leads(panel: Panel, *chains: str) -> bool:
    """Whether arrows lead along each chain of words, as often as the chains say, with nothing else between."""
    arrows = [one.replace("\n", " ") for one in panel.data["arrows"]]
    wanted = [f"{start} → {end}" for chain in chains for start, end in pairwise(chain.split(" > "))]
    return bool(wanted) and all(arrows.count(one) >= wanted.count(one) for one in wanted)


def from_(panel: Panel, name: str) -> list[str]:
    """Where arrows from a box lead."""
    ends = [one.replace("\n", " ").split(" → ") for one in panel.data["arrows"]]
    return [end for start, end in ends if start == name]


def nodes(panel: Panel) -> Values:
    """Where the nodes of a graph are."""
    return np.concatenate(panel.marks)


def linked(panel: Panel) -> Values:
    """Which nodes of a graph are linked by lines, as a matrix."""
    places = nodes(panel)
    matrix = np.zeros((len(places), len(places)))
    for line in panel.lines:
        ends = [int(np.hypot(*(places - end).T).argmin()) for end in zip(line.x, line.y, strict=True)]
        matrix[ends, ends[::-1]] = 1
    return matrix


def rises(values: Any, least: float = 0.0) -> bool:
    """Whether each value is above the one before."""
    return bool((np.diff(values) > least).all())


def falls(values: Any) -> bool:
    """Whether each value is below the one before."""
    return rises(-np.asarray(values))


def close(one: Any, other: Any, by: float = 1e-4) -> bool:
    """Whether values agree."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return one.shape == other.shape and bool((np.abs(one - other) <= by).all())


def straight(line: Line, by: float = 1e-3) -> bool:
    """Whether a curve is a straight line, but for a share of its height."""
    fitted = np.polyval(np.polyfit(line.x, line.y, 1), line.x)
    return bool(np.abs(fitted - line.y).max() <= by * np.ptp(line.y))


def lowest(line: Line) -> float:
    """Where a curve is lowest."""
    return float(line.x[line.y.argmin()])


def highest(line: Line) -> float:
    """Where a curve is highest."""
    return float(line.x[line.y.argmax()])
