r"""What centring and sharpening do to the outputs of a teacher, for two units."""

from sympy import Derivative, Expr, Rational, exp, log

from notes.proof import Proof, chain, equal, positive, ratio, real

student, teacher = real("u"), real("t")
soft = positive(r"\tau")


def share(value: Expr) -> Expr:
    """The first of two shares, of the difference of two outputs over a temperature."""
    return ratio(exp(value), 1 + exp(value))


def push_of_a_teacher() -> Proof:
    """The slope of the loss by the student's difference, and its sign for a centred and for a sharpened teacher."""
    told = share(teacher)
    loss = -told * log(share(student / soft)) - (1 - told) * log(1 - share(student / soft))
    far, told_odds, growth = positive("x"), positive("y"), positive("r")
    sharp = 1 + growth
    steps = [
        equal(
            Derivative(loss, student),
            (share(student / soft) - told) / soft,
            "two units: u is the difference of the student's outputs, t that of the teacher's over its temperature",
        ),
        chain(share(far) - Rational(1, 2))
        .equals(ratio(exp(far) - 1, 2 * (exp(far) + 1)), "one fraction")
        .above(
            0, "x is positive: with the centre at the common output the teacher says one half, and u is pushed back"
        ),
        chain(ratio(told_odds, 1 + told_odds) - ratio(sharp * told_odds, 1 + sharp * told_odds))
        .equals(-ratio(growth * told_odds, (1 + told_odds) * (1 + sharp * told_odds)), "one fraction")
        .below(0, "the odds y of the student, and of a sharper teacher 1 + r times as much; u is driven on"),
    ]
    return Proof(
        "For two units a centred teacher pushes a common answer back, a sharpened one drives a difference on",
        claim=steps,
        steps=steps,
        equation="eq:dino-push",
    )
