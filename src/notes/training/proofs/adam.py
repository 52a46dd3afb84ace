r"""The normalised step that never rests, and the bias correction of Adam."""

from sympy import Abs, Derivative, Eq, Expr, Integral, Subs, Symbol, UnevaluatedExpr, sqrt

from notes.proof import (
    Expectation,
    Proof,
    at_least,
    chain,
    count,
    density,
    equal,
    indexed,
    induction,
    nonnegative,
    positive,
    probability,
    real,
)
from notes.proof.relations import Chain
from notes.proof.steps import Step

g = real("g_t")
alpha, epsilon = positive(r"\alpha"), positive(r"\epsilon")
beta, gamma = probability(r"\beta"), probability(r"\gamma")


def normalized_step_length() -> Proof:
    """The normalised step is at least alpha / 2 long as long as the gradient is not below epsilon."""
    excess, size = nonnegative(r"\zeta"), positive("|g_t|")
    length = alpha * size / (size + epsilon)
    return Proof(
        "A normalised step is never shorter than half the learning rate where the gradient is at least epsilon",
        claim=at_least(length, alpha / 2),
        steps=[
            chain(length)
            .equals(alpha / 2 + alpha * excess / (2 * (2 * epsilon + excess)), "the gradient's size is epsilon plus ζ")
            .at_least(alpha / 2, "the second term is not negative"),
        ],
        given=(Eq(size, epsilon + excess),),
        equation="eq:normalized-length",
    )


def normalized_bounce() -> Proof:
    """From alpha / 2 on a parabola, the exactly normalised step leads to -alpha / 2 and back."""
    place, curvature = real(r"\phi"), positive(r"\lambda")
    slope = Derivative(curvature * place**2 / 2, place)
    after = place - alpha * slope / Abs(slope)
    there = equal(Subs(after, place, alpha / 2), -alpha / 2, "a whole learning rate to the left")
    back = equal(Subs(after, place, -alpha / 2), alpha / 2, "a whole learning rate to the right")
    return Proof(
        "On a parabola the normalised step leads from half a rate beside the minimum to the other side, and back",
        claim=[there, back],
        steps=[there, back],
        equation="eq:normalized-bounce",
    )


new_gradient, steps_taken = real("g"), count("t")
law = density("p")(new_gradient)


def _bias_correction(decay: Symbol, observed: Expr, average: Symbol) -> tuple[tuple[Eq, ...], list[Step], list[Chain]]:
    """The induction for a running average of what is observed of independent gradients of the density p.

    Its means have a bar: the mean of an update, whatever the distribution of the average so far, is the update of the
    mean.
    """
    past, means = density(f"p_{average.name}")(average), indexed(rf"\bar {average.name}")
    mean = Expectation(observed, new_gradient, law)

    def over_both(value: Expr) -> Expr:
        return Expectation(Expectation(value, average, past), new_gradient, law)

    update = equal(
        over_both(decay * average + (1 - decay) * observed),
        decay * Expectation(average, average, past) + (1 - decay) * mean,
        "the mean of an update; the average of the past has some distribution of its own",
    )
    unfinished = equal(means[steps_taken], (1 - decay**steps_taken) * mean)
    step = (
        chain(means[steps_taken + 1])
        .equals(decay * means[steps_taken] + (1 - decay) * mean, "so the means are updated")
        .equals((1 - decay ** (steps_taken + 1)) * mean, "by the hypothesis")
    )
    given = (
        Eq(Integral(past, average), 1),
        Eq(means[steps_taken + 1], decay * means[steps_taken] + (1 - decay) * mean),
        Eq(means[0], 0),
    )
    return given, [update, induction(unfinished, over=steps_taken, step=step)], [update, unfinished]


def adam_bias_correction() -> Proof:
    """For gradients of one distribution, the moments have its mean and mean square times the sum of the weights."""
    first, first_steps, first_claims = _bias_correction(beta, new_gradient, real("m"))
    second, second_steps, second_claims = _bias_correction(gamma, new_gradient**2, real("v"))
    return Proof(
        "Both moments of Adam lack on average what bias correction gives them, if gradients are of one distribution",
        claim=[*first_claims, *second_claims],
        steps=[*first_steps, *second_steps],
        given=(Eq(Integral(law, new_gradient), 1), *first, *second),
        equation="eq:bias-correction",
    )


def adam_first_step() -> Proof:
    """Adam's first step has the length alpha |g| / (|g| + epsilon), whatever the decays."""
    corrected = UnevaluatedExpr((1 - beta) * g) / (1 - beta)
    corrected_square = UnevaluatedExpr((1 - gamma) * g**2) / (1 - gamma)
    normalized = alpha * g / (Abs(g) + epsilon)
    return Proof(
        "Adam's first step is the normalised gradient step, whatever the decays",
        claim=equal(alpha * corrected / (sqrt(corrected_square) + epsilon), normalized),
        steps=[
            equal(
                alpha * corrected / (sqrt(corrected_square) + epsilon),
                normalized,
                "each correction undoes the weight that the first average gives to its one member",
            )
        ],
        equation="eq:first-step-of-adam",
    )


def adagrad_slows_down() -> Proof:
    """Under a constant gradient the sum of squares grows with the steps, and the t-th step is alpha over root t."""
    time, squares, slope = count("t"), indexed("v"), real("g")
    size = positive("|g|")
    statement = equal(squares[time], time * slope**2)
    step = induction(
        statement,
        over=time,
        step=chain(squares[time + 1])
        .equals(squares[time] + slope**2, "one square more")
        .equals((time + 1) * slope**2, "the statement for the steps before"),
    )
    held = UnevaluatedExpr((time + 1) * size**2)
    length = equal(alpha * size / sqrt(held), alpha / sqrt(time + 1), "the gradient cancels")
    return Proof(
        "Under a constant gradient the steps of AdaGrad shrink as one over the root of their number",
        claim=[statement, length],
        steps=[step, length],
        given=(Eq(squares[time + 1], squares[time] + slope**2), Eq(squares[0], 0)),
        equation="eq:adagrad-length",
    )


def decay_through_the_gradient() -> Proof:
    """An L2 penalty is decay under plain descent; inside Adam its effect is divided by the scale of the loss."""
    phi, kappa, scale, square = real(r"\phi_t"), positive(r"\delta"), positive("S"), positive("v")
    plain = equal(phi - alpha * (g + kappa * phi), (1 - alpha * kappa) * phi - alpha * g, "collect the parameter")
    inside = phi - alpha * (scale * g + kappa * phi) / sqrt(scale**2 * square)
    outcome = (1 - alpha * kappa / (scale * sqrt(square))) * phi - alpha * g / sqrt(square)
    divided = chain(inside).equals(
        phi - alpha * g / sqrt(square) - alpha * kappa * phi / (scale * sqrt(square)),
        "the scale of the loss cancels in its own term alone",
    )
    return Proof(
        "Through the gradient a penalty is decay under plain descent; divided by a root that grows with the loss "
        "alone, it shrinks the less the larger the loss is",
        claim=[plain, equal(inside, outcome)],
        steps=[plain, divided.equals(outcome, "collect the parameter")],
        equation="eq:decay-through-the-gradient",
    )
