r"""Benign overfitting: what the minimum-norm fit is, and why many small directions are a penalty."""

from notes.proof import Proof, equal, matrix, natural, positive

samples, columns, rest = natural("n"), natural("d"), natural("q")
features, dual = matrix("X", samples, columns), matrix(r"\eta", samples, 1)
other, strength = matrix(r"\phi", columns, 1), positive(r"\lambda")
spikes, tail = matrix("X_1", samples, columns), matrix("X_2", samples, rest)


def minimum_norm_is_shortest() -> Proof:
    """So weights that fit every target are longer than those in the span of the samples, by the way between them."""
    shortest = features.T * dual
    target = features * shortest
    step, misfit = other - shortest, features * other - target
    split = equal(
        other.T * other,
        shortest.T * shortest + step.T * step + dual.T * misfit + misfit.T * dual,
        "multiply out; the last two are zero for weights that fit every target",
    )
    return Proof(
        "The squared length of weights: a fit in the span of the samples, the way from it, and misfits",
        claim=split,
        steps=[split],
        equation="eq:interpolation",
    )


def tail_is_a_penalty() -> Proof:
    """If the Gram matrix of the small directions is a multiple of the identity, the large ones are fitted by ridge."""
    target, first = (spikes * spikes.T + tail * tail.T) * dual, spikes.T * dual
    normal = equal(
        spikes.T * spikes * first + strength * first,
        spikes.T * target - spikes.T * (tail * tail.T * dual - strength * dual),
        "multiply out: what the tail adds to the targets is put apart",
    )
    return Proof(
        "The minimum-norm fit solves ridge's normal equations on the large directions, as far as the Gram matrix of "
        "the small ones is a multiple of the identity",
        claim=normal,
        steps=[normal],
        equation="eq:tail-is-a-penalty",
    )
