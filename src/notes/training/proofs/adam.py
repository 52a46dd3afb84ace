r"""The normalised step that never rests, and the bias correction of Adam."""

from sympy import Abs, Eq, Expr, UnevaluatedExpr, sqrt

from notes.proof import Proof, at_least, chain, equal, natural, nonnegative, positive, probability, real

g = real("g_t")
alpha, epsilon = positive(r"\alpha"), positive(r"\epsilon")
beta, gamma, t = probability(r"\beta"), probability(r"\gamma"), natural("t")


def normalized_step_length() -> Proof:
    """The normalised step is at least alpha / 2 long as long as the gradient is not below epsilon."""
    excess, size = nonnegative("s"), positive("|g_t|")
    length = alpha * size / (size + epsilon)
    return Proof(
        "A normalised step is never shorter than half the learning rate where the gradient is at least epsilon",
        claim=at_least(length, alpha / 2),
        steps=[
            chain(length)
            .equals(alpha / 2 + alpha * excess / (2 * (2 * epsilon + excess)), "the gradient's size is epsilon plus s")
            .at_least(alpha / 2, "the second term is not negative"),
        ],
        given=(Eq(size, epsilon + excess),),
        equation="eq:normalized-length",
    )


def normalized_bounce() -> Proof:
    """From alpha / 2 on a parabola, the exactly normalised step leads to -alpha / 2 and back."""
    curvature = positive(r"\lambda")

    def after(place: Expr) -> Expr:
        slope = curvature * place
        return place - alpha * slope / sqrt(slope**2)

    return Proof(
        "On a parabola the normalised step bounces between two points for ever",
        claim=[
            equal(UnevaluatedExpr(after(alpha / 2)), -alpha / 2),
            equal(UnevaluatedExpr(after(-alpha / 2)), alpha / 2),
        ],
        steps=[
            equal(UnevaluatedExpr(after(alpha / 2)), -alpha / 2, "a whole learning rate to the left"),
            equal(UnevaluatedExpr(after(-alpha / 2)), alpha / 2, "a whole learning rate to the right"),
        ],
        equation="eq:normalized-bounce",
    )


def adam_bias_correction() -> Proof:
    """For gradients of constant mean and mean square, the corrected moments have just these as expectations."""
    first, second = real(r"\mathbb{E}[g]"), positive(r"\mathbb{E}[g^2]")
    m_mean, v_mean = real(r"\mathbb{E}[m_t]"), real(r"\mathbb{E}[v_t]")
    new_m = beta * m_mean + (1 - beta) * first
    new_v = gamma * v_mean + (1 - gamma) * second
    return Proof(
        "Bias correction makes both moments of Adam unbiased when the gradient's distribution does not change",
        claim=[equal(new_m / (1 - beta ** (t + 1)), first), equal(new_v / (1 - gamma ** (t + 1)), second)],
        steps=[
            chain(new_m / (1 - beta ** (t + 1)))
            .equals(
                (beta * (1 - beta**t) * first + (1 - beta) * first) / (1 - beta ** (t + 1)),
                "so far the average is the mean times the sum of its weights, as it is at zero",
            )
            .equals(first, "the weights after the step sum to just what the correction divides by"),
            chain(new_v / (1 - gamma ** (t + 1)))
            .equals(
                (gamma * (1 - gamma**t) * second + (1 - gamma) * second) / (1 - gamma ** (t + 1)),
                "likewise for the squares",
            )
            .equals(second, "and likewise"),
        ],
        given=(Eq(m_mean, (1 - beta**t) * first), Eq(v_mean, (1 - gamma**t) * second)),
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
