r"""What came since: surgery layer by layer, two of four, scaled channels, and sequences as targets."""

from sympy import Determinant, Eq, Expr, Identity, MatMul, Ne, Subs, Sum, Transpose, log

from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    index,
    indexed,
    matrix,
    natural,
    nonnegative,
    positive,
    real,
    symmetric,
)


def output_error() -> Proof:
    """What a change of one row does to the squared outputs is a quadratic form, with one Hessian for all rows."""
    inputs, examples = natural("n"), natural("N")
    given, change = matrix("X", inputs, examples), matrix(r"\delta", inputs, 1)
    hessian = 2 * (given * given.T)
    steps = [
        equal(
            MatMul(Transpose(given.T * change), given.T * change, evaluate=False),
            MatMul(change.T, hessian, change, evaluate=False) / 2,
            "the change of the outputs is X transposed times delta; multiply out",
        )
    ]
    return Proof(
        "The squared error of an output is half a quadratic form, its Hessian twice the inputs times their transpose",
        claim=steps,
        steps=steps,
        equation="eq:output-error",
    )


def removed_from_the_inverse() -> Proof:
    """The inverse of what is left of a symmetric matrix is that of the whole, less one product of its column."""
    size, g, one_over = natural("n"), real("g"), real("s")
    kept, coupling = symmetric("H'", size), matrix(r"\eta", size, 1)
    column, row = -g * (kept.I * coupling), -g * (coupling.T * kept.I)
    corner = kept.I + g * (kept.I * coupling * coupling.T * kept.I)
    steps = [
        equal(
            MatMul(kept, column, evaluate=False),
            -g * coupling,
            "with the row of the couplings: the rows of what is left, times the column, are zero",
        ),
        equal(
            MatMul(kept, corner, evaluate=False),
            Identity(size) - coupling * row,
            "likewise they give the identity with the other columns: these are blocks of the inverse of the whole",
        ),
        equal(
            corner - one_over * (column * row),
            kept.I,
            "take off the product of the column with itself; s is one over g",
        ),
    ]
    return Proof(
        "A row and its column are taken out of a symmetric matrix by one product taken off its inverse",
        claim=steps,
        steps=steps,
        given=(Ne(Determinant(kept), 0), Ne(g, 0), Eq(one_over, 1 / g)),
        equation="eq:inverse-without",
    )


def two_of_four_is_nearest() -> Proof:
    """Of four weights no other choice of two has a smaller squared error than that of the largest."""
    t, a1, a2, b1, b2 = (nonnegative(name) for name in ("t", "a_1", "a_2", "b_1", "b_2"))
    mu11, mu12, mu21, mu22 = (nonnegative(f"\\mu_{{{pair}}}") for pair in (11, 12, 21, 22))
    dropped = (mu11 + mu12) * (t + a1) + (mu21 + mu22) * (t + a2)
    lost = dropped - (mu11 + mu21) * (t - b1) - (mu12 + mu22) * (t - b2)
    exchanged = mu11 * (a1 + b1) + mu12 * (a1 + b2) + mu21 * (a2 + b1) + mu22 * (a2 + b2)
    return Proof(
        "Of four weights, to keep the two of the largest squares has the least squared error",
        claim=[equal(lost, exchanged), at_least(exchanged, 0)],
        steps=[
            equal(
                lost,
                exchanged,
                "the two largest squares are t + a, the others t - b; the share mu of one of those is given for one "
                "of these, and t cancels",
            ),
            at_least(exchanged, 0, "a sum of products of numbers that are not negative"),
        ],
        equation="eq:two-of-four",
    )


def scaled_channels() -> Proof:
    """Scaling columns and unscaling their inputs leaves the output; the sum of what each error has for its variance."""
    size, j = natural("n"), index("j")
    weights, given, scales, step = indexed("w"), indexed("x"), indexed(r"\gamma", positive=True), positive(r"\Delta")
    u, v = real("u"), real("v")

    def total(value: Expr) -> Expr:
        return Sum(value, (j, 1, size))

    same = equal(
        total(Subs(u * v, (u, v), (scales[j] * weights[j], given[j] / scales[j]))),
        total(weights[j] * given[j]),
        "each factor and its inverse cancel",
    )
    error = equal(
        total(Subs(u**2 * step**2 / 12, u, given[j] / scales[j])),
        step**2 / 12 * total(given[j] ** 2 / scales[j] ** 2),
        "each error has a twelfth of the squared step for its variance, times the square of what it meets",
    )
    return Proof(
        "Scaled weights and unscaled inputs are the same map; the variances of the errors, summed up",
        claim=[same, error],
        steps=[same, error],
        equation="eq:scaled-channels",
    )


def one_token_more() -> Proof:
    """What one beginning adds to the loss on sequences: its own cross entropy, and that of the next token."""
    tokens, j = natural("V"), index("j")
    teacher, student = positive("Q"), positive("P")
    believed, said = indexed(r"\pi", positive=True), indexed("p", positive=True)

    def total(value: Expr) -> Expr:
        return Sum(value, (j, 1, tokens))

    whole = total(-teacher * believed[j] * log(student * said[j]))
    parts = -teacher * log(student) - teacher * total(believed[j] * log(said[j]))
    return Proof(
        "The share of one beginning in the cross entropy of sequences that are one token longer",
        claim=equal(whole, parts),
        steps=[
            chain(whole)
            .equals(
                -teacher * log(student) * total(believed[j]) - teacher * total(believed[j] * log(said[j])),
                "the logarithm of a product",
            )
            .equals(parts, "the teacher's shares of the next token sum to one")
        ],
        given=(Eq(total(believed[j]), 1),),
        equation="eq:sequence-loss",
    )
