r"""Momentum and Nesterov momentum: their weights, and their mapping to torch's conventions."""

from sympy import Eq, Sum, Symbol

from notes.proof import Proof, chain, count, equal, function, indexed, induction, natural, positive, probability, real

phi = real(r"\phi_t")
alpha, beta, t = positive(r"\alpha"), probability(r"\beta"), natural("t")


m, b, g = map(real, ("m_t", "b_t", "g_t"))


def momentum_weights() -> Proof:
    """The weights of a running average that starts at zero sum to 1 - beta^t."""
    k = Symbol("k", integer=True, nonnegative=True)
    total = Sum((1 - beta) * beta**k, (k, 0, t - 1))
    return Proof(
        "The weights that t steps of momentum give to the gradients sum to one minus the t-th power of the decay",
        claim=equal(total, 1 - beta**t),
        steps=[
            chain(total)
            .equals(Sum(beta**k - beta ** (k + 1), (k, 0, t - 1)), "each weight as a difference")
            .equals(1 - beta**t, "all but the first and the last power cancel"),
        ],
        equation="eq:momentum-weights",
    )


def momentum_of_torch() -> Proof:
    """Momentum with weight 1 - beta is torch's momentum with the learning rate times 1 - beta, step for step."""
    time = count("t")
    average, buffer, slope = indexed("m"), indexed("b"), indexed("g")
    statement = equal(average[time], (1 - beta) * buffer[time])
    step = induction(
        statement,
        over=time,
        first=equal(average[0], (1 - beta) * buffer[0], "both start at zero"),
        step=chain(average[time + 1])
        .equals(beta * average[time] + (1 - beta) * slope[time], "the update")
        .equals(beta * (1 - beta) * buffer[time] + (1 - beta) * slope[time], "the two agree up to the factor so far")
        .equals((1 - beta) * buffer[time + 1], "so they do after torch's update"),
    )
    return Proof(
        "The averaged momentum is one minus the decay times the accumulated momentum, step for step",
        claim=statement,
        steps=[step],
        given=(
            Eq(average[time + 1], beta * average[time] + (1 - beta) * slope[time]),
            Eq(average[0], 0),
            Eq(buffer[time + 1], beta * buffer[time] + slope[time]),
            Eq(buffer[0], 0),
        ),
        equation="eq:momentum-torch",
    )


def nesterov_forms_agree() -> Proof:
    """The two written forms of Nesterov momentum agree when the look-ahead is alpha beta m."""
    slope, v = function("g"), real(r"\upsilon_t")
    new = beta * m + (1 - beta) * slope(phi - alpha * beta * m)
    return Proof(
        "With the look-ahead scaled by the decay, both written forms of Nesterov momentum are one",
        claim=equal(beta * v - alpha * (1 - beta) * slope(phi + beta * v), -alpha * new),
        steps=[
            chain(beta * v - alpha * (1 - beta) * slope(phi + beta * v))
            .equals(
                -alpha * beta * m - alpha * (1 - beta) * slope(phi - alpha * beta * m),
                "the velocity is the step that the momentum alone would take",
            )
            .equals(-alpha * new, "which is again the step that the new momentum takes"),
        ],
        given=(Eq(v, -alpha * m),),
        equation="eq:nesterov-velocity",
    )


def nesterov_of_torch() -> Proof:
    """The look-ahead points of Nesterov momentum are the iterates of torch's SGD with nesterov=True."""
    new, buffer = beta * m + (1 - beta) * g, beta * b + g
    ahead, next_ahead = phi - alpha * beta * m, phi - alpha * new - alpha * beta * new
    return Proof(
        "The look-ahead points follow the Nesterov rule of torch",
        claim=equal(next_ahead, ahead - alpha * (1 - beta) * (g + beta * buffer)),
        steps=[
            chain(next_ahead)
            .equals(ahead - alpha * (1 - beta) * g - alpha * beta * new, "from one look-ahead point to the next")
            .equals(ahead - alpha * (1 - beta) * (g + beta * buffer), "the momentum in units of torch's buffer"),
        ],
        given=(Eq(m, (1 - beta) * b),),
        equation="eq:nesterov-torch",
    )
