r"""Folding: what a zigzag of rectified units is on each of its pieces, and what one zigzag after another is."""

from sympy import Eq, Expr, Max, Subs, Sum

from notes.proof import Proof, chain, count, equal, indexed, induction, lemma, nonnegative, real

place = real("z")
before, behind, unit = count("j"), count("r"), count("d")
up, down = nonnegative("u"), nonnegative("v")
share = (Eq(up, 1 - down),)


def zigzag(joints: Expr, others: Expr) -> Expr:
    """A zigzag at the place z, counted in pieces: some of its joints are numbered backwards from z, the others on."""
    passed = Sum((-1) ** (joints - unit) * Max(0, place - joints + unit), (unit, 0, joints - 1))
    ahead = Sum((-1) ** (joints + unit + 1) * Max(0, place - joints - unit - 1), (unit, 0, others - 1))
    return Max(0, place) + 2 * passed + 2 * ahead


def on_piece(joints: Expr, others: Expr, rest: Expr) -> Expr:
    """The zigzag at `rest` behind the last of the joints."""
    return Subs(zigzag(joints, others), place, joints + rest)


def height(number: Expr, rest: Expr, left: Expr) -> Expr:
    """A piece of even number rises from 0 to 1, one of odd number falls."""
    return (1 + (-1) ** number) * rest / 2 + (1 - (-1) ** number) * left / 2


def zigzag_on_a_piece() -> Proof:
    """A zigzag of j + r + 1 pieces at u from the beginning of piece j, which rises if j is even and falls if odd."""
    lines = before + up + 2 * Sum((-1) ** (before - unit) * (up + unit), (unit, 0, before - 1))
    step = (
        chain(on_piece(before, behind, up))
        .equals(lines, "the first unit and j more are active, the r others are not")
        .equals(height(before, up, down), "an alternating sum: u for even j, and v = 1 - u for odd j")
    )
    return Proof(
        "A zigzag rises on pieces of even number and falls on the others, between 0 and 1",
        claim=equal(step.first, step.last),
        steps=[step],
        given=share,
    )


pairs, inner, more = count("k"), count("i"), count("l")


def zigzag_fold() -> Proof:
    """A zigzag of n pieces followed by one of m pieces, which is one of mn pieces: on every piece of either.

    The first is on a piece of even number 2k or of odd number 2k + 1, with r pieces behind it; the second is on its
    piece number i, or backwards on that of number l, where m = i + l + 1. Its places are counted in its own pieces.
    """
    m, steps = inner + more + 1, []
    for number, (on, others, rest, left) in (
        (2 * pairs, (inner, more, up, down)),
        (2 * pairs + 1, (more, inner, down, up)),
    ):
        reached, missing = (inner + up) / m, (more + down) / m
        whole = m * number + inner, m * behind + more
        steps += [
            equal(
                on_piece(number, behind, reached),
                (on + rest) / m,
                "what the first makes of the place",
                lemma(zigzag_on_a_piece, {before: number, up: reached, down: missing}),
            ),
            chain(on_piece(on, others, rest))
            .equals(
                height(on, rest, left),
                "what the second makes of m times that",
                lemma(zigzag_on_a_piece, {before: on, behind: others, up: rest, down: left}),
            )
            .equals(
                on_piece(*whole, up),
                "is what the zigzag of mn pieces makes of the place at once",
                lemma(zigzag_on_a_piece, {before: whole[0], behind: whole[1]}),
            ),
            equal(m * (number + reached), whole[0] + up, "which is m times as far along, counted in its own pieces"),
        ]
    return Proof(
        "A zigzag of n pieces followed by one of m pieces is a zigzag of mn pieces",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        given=share,
        equation="eq:fold",
    )


def sawtooth_pieces() -> Proof:
    """The fold for m = 2: a tent after a zigzag of n pieces is one of 2n; then, by induction, the pieces of K tents.

    The place is at u from the beginning of either half of a piece of the zigzag, with r pieces behind it.
    """
    tents, pieces = count("K"), indexed("T")
    tent = Max(0, place) - 2 * Max(0, place - 1)
    halves = [
        chain(Subs(tent, place, on + rest))
        .equals(
            height(on, rest, left),
            f"a tent at the {where} half of a piece of {parity} number",
        )
        .equals(
            on_piece(2 * number + half, 2 * behind + 1 - half, up),
            "is the zigzag of twice as many pieces",
            lemma(zigzag_on_a_piece, {before: 2 * number + half, behind: 2 * behind + 1 - half}),
        )
        for half, where in ((0, "first"), (1, "second"))
        for parity, number, on, (rest, left) in (
            ("even", 2 * pairs, half, (up, down)),
            ("odd", 2 * pairs + 1, 1 - half, (1 - up, up)),
        )
    ]
    counted = equal(pieces[tents], 2**tents)
    step = (
        chain(pieces[tents + 1])
        .equals(2 * pieces[tents], "so one tent more doubles the number of pieces")
        .equals(2 ** (tents + 1), "by the hypothesis")
    )
    return Proof(
        "One tent more doubles the number of pieces: they are two to the power of the number of tents",
        claim=[*(equal(one.first, one.last) for one in halves), counted],
        steps=[*halves, induction(counted, over=tents, step=step)],
        given=(*share, Eq(pieces[tents + 1], 2 * pieces[tents]), Eq(pieces[0], 1)),
        equation="eq:sawtooth",
    )
