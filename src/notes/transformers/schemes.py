"""The schemes of chapter 8: how networks and their parts hang together; `figures` has what is measured."""

from collections.abc import Sequence
from itertools import pairwise, product

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from notes.diagrams import GAP, Part, arrow, box, diagram, frame, node, words
from notes.plotting import BLUE, GREEN, GREY, ORANGE
from notes.transformers.facts import OPERATOR, Fact, Question, answer, contribution

ROW, WIDE = 0.5, (1.7, 0.32)
COLOUR = {"part": BLUE, "+": GREEN, "norm": GREEN}


def unrolled_shapes() -> Figure:
    """The three shapes, unrolled: many to one, one to many, many to many; and encoder with decoder."""
    figure, axis = diagram(width=5.0, height=4.0)
    shapes: dict[str, tuple[Sequence[int], Sequence[int]]] = {
        "many to one": (range(4), [3]),
        "one to many": ([0], range(4)),
        "many to many,\nin step": (range(4), range(4)),
        "many to many,\nencoder and decoder": (range(2), range(2, 4)),
    }
    for (title, (reads, writes)), (below, left) in zip(shapes.items(), product((2.1, 0.0), (0.2, 2.75)), strict=True):
        _unrolled(axis, (left, below), title, reads, writes)
    return figure


def _unrolled(axis: Axes, corner: tuple[float, float], title: str, reads: Sequence[int], writes: Sequence[int]) -> None:
    """One network over four steps, with what it reads below and writes above; a word written may be read next."""
    left, below = corner
    words(axis, (left + 1.0, below + 1.7), title)
    columns = [left + 0.1 + 0.6 * t for t in range(4)]
    begun = len(reads) if writes[0] == len(reads) else 4  # where a decoder begins to count anew
    names, counts = "h" * begun + "s" * (4 - begun), [*range(1, begun + 1), *range(1, 5 - begun)]
    states = [
        node(axis, (x, below + 0.75), f"${name}_{count}$", BLUE, radius=0.16)
        for x, name, count in zip(columns, names, counts, strict=True)
    ]
    for state, then in pairwise(states):
        arrow(axis, state, then)
    for t in reads:
        arrow(axis, node(axis, (columns[t], below + 0.2), f"$x_{t + 1}$", radius=0.16), states[t])
    for t in writes:
        word = node(axis, (columns[t], below + 1.3), f"$y_{counts[t]}$", GREEN, radius=0.16)
        arrow(axis, states[t], word)
        if t < 3 and t + 1 not in reads:
            arrow(axis, word, states[t + 1], colour=ORANGE, dashed=True)


def encoder_and_decoder() -> Figure:
    """The Transformer, post-norm: both columns with the ways around their parts, and the way from one to the other."""
    figure, axis = diagram(width=4.8, height=5.45)
    encoder = _column(axis, 1.2, -1, "words read", ["self-attention", "network"])
    decoder = _column(axis, 3.6, 1, "words written", ["masked self-attention", "cross-attention", "network"])
    memory, cross = encoder[-1], decoder[4]
    above = memory.centre[1] + 0.55
    channel = [(1.2, above), (2.4, above), (2.4, cross.centre[1])]
    arrow(axis, memory.at(0, 1), cross.at(-1, 0), "keys, values", ORANGE, via=channel)
    ends = [
        box(axis, (3.6, decoder[-1].centre[1] + rise), name, size=WIDE)
        for rise, name in ((0.8, "linear map"), (1.3, "scores"))
    ]
    arrow(axis, decoder[-1], ends[0])
    arrow(axis, ends[0], ends[1])
    return figure


def _column(axis: Axes, x: float, side: int, first: str, names: Sequence[str]) -> list[Part]:
    """One stack from below: each part with a way around it on the side given, then sum and normalisation."""
    column = [box(axis, (x, 0.25), first, size=WIDE), box(axis, (x, 0.25 + ROW), "embedding, position", size=WIDE)]
    arrow(axis, column[0], column[1])
    for number, name in enumerate(names, start=1):
        before, y = column[-1], 0.35 + 2 * number * ROW
        part = box(axis, (x, y), name, BLUE, size=WIDE)
        norm = box(axis, (x, y + ROW), f"sum and norm {number}", GREEN, size=WIDE)
        arrow(axis, before, part)
        arrow(axis, part, norm)
        fork = Part(before.name, (x, y - 0.24), (0.0, 0.0))
        edge = x + side * 1.02
        arrow(axis, fork, norm.at(side, 0), via=[(edge, y - 0.24), (edge, y + ROW)])
        column += [part, norm]
    top = column[-1].centre[1]
    frame(axis, (x - 1.12, 1.02), (x + 1.12, top + 0.45), "each layer")
    return column


def norm_after_and_before() -> Figure:
    """A part of a layer with the way around it: the norm after the sum, and before the part."""
    figure, axis = diagram(width=4.8, height=2.75)
    for x, title, names in ((1.1, "post-norm", ("part", "+", "norm")), (3.5, "pre-norm", ("norm", "part", "+"))):
        words(axis, (x, 2.6), title)
        column = [
            box(axis, (x, 0.2 + 0.5 * place), name, COLOUR.get(name, GREY), size=(0.9, 0.3))
            for place, name in enumerate(("$x$", *names, "$y$"))
        ]
        for below, above in pairwise(column):
            arrow(axis, below, above)
        total = column[1 + names.index("+")]
        arrow(axis, column[0].at(1, 0), total.at(1, 0), via=[(x + 0.75, 0.2), (x + 0.75, total.centre[1])])
    return figure


def frozen_and_fine_tuned() -> Figure:
    """Transfer: features of the source task, copied into two networks with new heads; blue is what is trained."""
    figure, axis = diagram(width=4.8, height=3.3)
    rows = (
        ("source task", 1.6, "digits 0 to 4\nmany labels", BLUE),
        ("frozen", 2.7, "digits 5 to 9\nfew labels", GREY),
        ("fine-tuned", 0.5, "digits 5 to 9\nfew labels", BLUE),
    )
    features = []
    for name, y, data, colour in rows:
        words(axis, (0.15, y + 0.38), name, ha="left")
        given = box(axis, (0.8, y), data, size=(1.3, 0.48))
        features.append(box(axis, (2.55, y), f"features, {name}", colour, size=(1.6, 0.36)))
        head = box(axis, (4.2, y), "head", BLUE, size=(0.9, 0.36))
        arrow(axis, given, features[-1])
        arrow(axis, features[-1], head)
    for copy in features[1:]:
        arrow(axis, features[0], copy, "copied", ORANGE, dashed=True)
    return figure


def one_fact_at_a_time(asked: Question, facts: Sequence[Fact]) -> Figure:
    """What a reader says of each fact, alone and after a fact that leads on, and what the operator makes of it.

    Args:
        asked: a question of kind join.
        facts: the database, with both facts that the answer takes.

    Raises:
        ValueError: if no fact leads on.
    """
    lead = next((told for told in facts if contribution(asked, told) == ""), None)
    if lead is None:
        raise ValueError(f"`facts` must hold one that leads on for {asked.sentence!r}, got none")
    figure, axis = diagram(height=1.0 + 0.4 * len(facts))
    top = 0.4 * len(facts)
    words(axis, (2.4, top + 0.85), f"{asked.sentence}?")
    for x, title in ((1.0, "fact"), (2.5, "alone"), (3.5, "after what\nleads on")):
        words(axis, (x, top + 0.2), title, va="bottom")
    frame(axis, (3.05, 0.05), (3.95, top + 0.1))
    operator = box(axis, (4.45, top / 2 + 0.28), OPERATOR[asked.kind], ORANGE)
    arrow(axis, operator, box(axis, (4.45, top / 2 - 0.5), " ".join(answer(asked, facts)), GREEN))
    for row, told in enumerate(facts):
        y = top - 0.12 - 0.4 * row
        fact = box(axis, (1.0, y), told.sentence, size=(1.9, 0.3))
        alone, after = (
            _verdict(axis, (x, y), said)
            for x, said in ((2.5, contribution(asked, told)), (3.5, contribution(asked, told, lead)))
        )
        arrow(axis, fact, alone)
        if told == lead:
            arrow(axis, alone, Part("what leads on", (3.05 + GAP, y), (0.0, 0.0)), colour=BLUE)
        if contribution(asked, told, lead):
            arrow(axis, after, operator.at(-1, 0), colour=BLUE)
    return figure


def _verdict(axis: Axes, place: tuple[float, float], said: str | None) -> Part:
    """What a reader says of a fact: of no use, leads on, or the word that it contributes."""
    text = {None: "no use", "": "leads on"}.get(said) or str(said)
    return box(axis, place, text, GREY if said is None else BLUE, size=(0.74, 0.3))


def bert_input(tokens: Sequence[str], segments: Sequence[int]) -> Figure:
    """The three embeddings that are added at each position, as boxes.

    Args:
        tokens: what stands at the positions.
        segments: the segment of each.
    """
    figure, axis = diagram(width=0.75 + 0.7 * len(tokens), height=1.75)
    rows = (
        ("word", list(tokens), GREY),
        ("segment", [f"$S_{segment}$" for segment in segments], ORANGE),
        ("position", [f"$P_{{{place}}}$" for place in range(len(tokens))], BLUE),
    )
    for row, (name, entries, colour) in enumerate(rows):
        y = 1.5 - 0.62 * row
        words(axis, (0.65, y), name, ha="right")
        for place, entry in enumerate(entries):
            x = 1.07 + 0.7 * place
            box(axis, (x, y), entry, colour, size=(0.62, 0.32))
            if row:
                words(axis, (x, y + 0.31), "+")
    return figure
