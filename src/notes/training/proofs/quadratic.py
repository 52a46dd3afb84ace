r"""Momentum on a parabola, its stable range and its best choice, and the cloud in which noisy descent comes to rest."""

from sympy import Derivative, Eq, Expr, Integral, Subs, sqrt

from notes.proof import (
    Expectation,
    Proof,
    above,
    bounded,
    chain,
    density,
    equal,
    nonnegative,
    positive,
    probability,
    real,
)

phi, before, best = real(r"\phi_t"), real(r"\phi_{t-1}"), real(r"\phi^*")
alpha, beta, curvature = positive(r"\alpha"), probability(r"\beta"), positive(r"\lambda")


def polynomial(root: Expr, strength: Expr) -> Expr:
    """What is zero at the factors of the recursion of momentum, its strength being tau."""
    return root**2 - (1 + beta - strength) * root + beta


def momentum_on_a_quadratic() -> Proof:
    """On a parabola the distance to the minimum follows a recursion over two steps."""
    m = real("m_t")
    slope = Derivative(curvature * (phi - best) ** 2 / 2, phi)
    after = phi - alpha * (beta * m + (1 - beta) * slope) - best
    recursion = (1 + beta - alpha * (1 - beta) * curvature) * (phi - best) - beta * (before - best)
    return Proof(
        "On a parabola momentum leads from the last two distances to the next",
        claim=equal(after, recursion),
        steps=[
            chain(after)
            .equals(
                phi - alpha * (1 - beta) * curvature * (phi - best) - alpha * beta * m - best,
                "the gradient of the parabola",
            )
            .equals(recursion, "the step before was the rate times the momentum")
        ],
        given=(Eq(before, phi + alpha * m),),
        equation="eq:momentum-quadratic",
    )


def momentum_is_stable() -> Proof:
    """No real root of the recursion has modulus one or more if 0 < tau < 2 (1 + beta); at the bound one is -1."""
    excess, share = nonnegative(r"\zeta"), bounded(r"\chi", 0, 1)
    a = positive(r"\tau")
    right = chain(polynomial(1 + excess, a)).equals(excess * (1 + excess - beta) + a * (1 + excess), "sort by tau")
    left = chain(polynomial(-1 - excess, 2 * (1 + beta) * share)).equals(
        excess * (1 + excess - beta) + 2 * (1 + beta) * (1 - share) * (1 + excess), "what tau lacks to the bound"
    )
    r = real(r"\rho")
    bound = equal(Subs(polynomial(r, a), (r, a), (-1, 2 * (1 + beta))), 0, "at the bound one root is minus one")
    return Proof(
        "Within its range the recursion of momentum has no real root of modulus one or more; at the bound one is -1",
        claim=[
            above(polynomial(1 + excess, a), 0),
            above(polynomial(-1 - excess, 2 * (1 + beta) * share), 0),
            bound,
        ],
        steps=[
            right.above(0, "every term is positive or zero, the last is positive"),
            left.above(0, "likewise"),
            bound,
        ],
        equation="eq:momentum-stable",
    )


def best_momentum_factor() -> Proof:
    """No root is real strictly between two strengths, which the flattest and the steepest direction have."""
    strength = positive(r"\tau")
    slow, fast = sqrt(positive(r"\lambda_{\min}")), sqrt(positive(r"\lambda_{\max}"))
    root = (fast - slow) / (fast + slow)
    steps = [
        equal(
            (1 + beta - strength) ** 2 - 4 * beta,
            ((1 - sqrt(beta)) ** 2 - strength) * ((1 + sqrt(beta)) ** 2 - strength),
            "the discriminant: a difference of squares",
        ),
        equal(4 * slow**2 / (fast + slow) ** 2, (1 - root) ** 2, "the flattest direction is at the lower end"),
        equal(4 * fast**2 / (fast + slow) ** 2, (1 + root) ** 2, "the steepest at the upper one"),
    ]
    return Proof(
        "The range of complex roots, and what puts the flattest and the steepest direction at its ends",
        claim=steps,
        steps=steps,
        equation="eq:momentum-best",
    )


def no_momentum_is_faster() -> Proof:
    """Three terms, none negative if no root of either direction is larger than rho."""
    flat, steep, r = positive(r"\tau_{\min}"), positive(r"\tau_{\max}"), bounded(r"\rho", 0, 1)
    step = equal(
        r * ((1 + r) ** 2 * flat - (1 - r) ** 2 * steep),
        2 * (1 - r**2) * (r**2 - beta) + (1 + r) ** 2 * polynomial(r, flat) + (1 - r) ** 2 * polynomial(-r, steep),
        "multiply out: without tau the polynomials leave minus the first term",
    )
    return Proof(
        "The strengths of two directions by the values of their polynomials at a number and its negative",
        claim=step,
        steps=[step],
        equation="eq:momentum-bound",
    )


def resting_cloud() -> Proof:
    """The variance of noisy descent on a parabola is contracted towards a value that grows with the rate."""
    distance, noise, centre = real(r"\iota"), real("g"), real(r"\mu")
    place, law = density(r"p_\iota")(distance), density("p")(noise)
    step, power, now = bounded(r"\omega", 0, 2), nonnegative(r"\nu^2"), nonnegative("Q_t")

    def over_both(value: Expr) -> Expr:
        return Expectation(Expectation(value, distance, place), noise, law)

    after = over_both(((1 - step) * distance - alpha * (noise - centre)) ** 2)
    rest = alpha**2 * power / (step * (2 - step))
    updated = (1 - step) ** 2 * now + alpha**2 * power
    return Proof(
        "In steps below twice the inverse curvature the mean square of noisy descent about the minimum of a parabola "
        "moves by a fixed factor towards its resting value",
        claim=[equal(after, updated), equal(updated - rest, (1 - step) ** 2 * (now - rest))],
        steps=[
            chain(after)
            .equals(
                (1 - step) ** 2 * Expectation(distance**2, distance, place)
                - 2
                * alpha
                * (1 - step)
                * Expectation(distance, distance, place)
                * Expectation(noise - centre, noise, law)
                + alpha**2 * Expectation((noise - centre) ** 2, noise, law),
                "multiply out; the noise of a step knows nothing of the place",
            )
            .equals(updated, "less its mean, the noise has mean zero"),
            equal(updated - rest, (1 - step) ** 2 * (now - rest), "the resting value stays as it is"),
        ],
        given=(
            Eq(Integral(law, noise), 1),
            Eq(Integral(place, distance), 1),
            Eq(Expectation(noise, noise, law), centre, evaluate=False),
            Eq(power, Expectation((noise - centre) ** 2, noise, law), evaluate=False),
            Eq(now, Expectation(distance**2, distance, place), evaluate=False),
        ),
        equation="eq:resting-variance",
    )
