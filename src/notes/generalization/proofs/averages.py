r"""Averages of fits, and where gradient descent from zero can go."""

from notes.proof import Proof, chain, equal, matrix, natural, positive, real

members, deviation, correlation = natural("M"), positive(r"\sigma_f"), real(r"\rho")
samples, columns, rate = natural("n"), natural("d"), positive(r"\alpha")
features, targets, dual = matrix("X", samples, columns), matrix("y", samples, 1), matrix(r"\eta", samples, 1)


def average_of_fits() -> Proof:
    """M variances and M(M - 1) covariances: what the fits have in common does not average out."""
    summed = members * deviation**2 + members * (members - 1) * correlation * deviation**2
    averaged = correlation * deviation**2 + (1 - correlation) / members * deviation**2
    return Proof(
        "If M variances and M(M - 1) covariances of one size each are averaged, only what is not common falls with M",
        claim=equal(summed / members**2, averaged),
        steps=[
            chain(summed / members**2)
            .equals((1 + (members - 1) * correlation) * deviation**2 / members, "cancel M")
            .equals(averaged, "collect what falls with M, and what does not")
        ],
        equation="eq:average-of-fits",
    )


def descent_stays_in_the_span() -> Proof:
    """A step of descent on half the squared error, from a sum of the samples, leads to a sum of the samples."""
    start = features.T * dual
    step = start - rate * features.T * (features * start - targets)
    return Proof(
        "A step of descent on the squared error does not leave the span of the samples",
        claim=equal(step, features.T * (dual - rate * (features * features.T * dual - targets))),
        steps=[
            equal(
                step,
                features.T * (dual - rate * (features * features.T * dual - targets)),
                "the gradient is a sum of the samples too",
            )
        ],
        equation="eq:descent-in-the-span",
    )
