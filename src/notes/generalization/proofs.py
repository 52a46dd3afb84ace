r"""The derivations of chapter 5, as data: where errors come from, and what each regulariser does to a fit."""

from sympy import (
    Abs,
    Derivative,
    Eq,
    Expr,
    Identity,
    Integral,
    Product,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    pi,
    sqrt,
)

from notes.proof import (
    Expectation,
    Proof,
    above,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    instances,
    matrix,
    maximum_as_minimum,
    minimum,
    natural,
    orthogonal,
    positive,
    probability,
    ratio,
    real,
    root,
    same_minimum,
    symmetric,
)

i, k, j = index("i"), index("k"), index("j")
size, count, dimensions = natural("I"), natural("J"), natural("d")

y, dataset = real("y"), real(r"\mathcal{D}")
fit, mean = real("f"), real(r"\mu")
target_density, dataset_density = density("p"), density("q")
fits, mean_fit = function("f"), real(r"f_\mu")


def over_targets(value: Expr) -> Expr:
    """The mean over the target at one input."""
    return Expectation(value, y, target_density(y))


def over_datasets(value: Expr) -> Expr:
    """The mean over training sets."""
    return Expectation(value, dataset, dataset_density(dataset))


target_mean = (
    Eq(Integral(target_density(y), y), 1),
    Eq(over_targets(y), mean, evaluate=False),
)
fit_mean = (
    Eq(Integral(dataset_density(dataset), dataset), 1),
    Eq(over_datasets(fits(dataset)), mean_fit, evaluate=False),
)


def noise_apart() -> Proof:
    """The expected squared error of a fixed prediction is its distance from the mean, and the noise."""
    loss = over_targets((fit - y) ** 2)
    cross = 2 * (fit - mean) * over_targets(mean - y)
    noise = over_targets((y - mean) ** 2)
    return Proof(
        "The noise adds to the error of any prediction",
        claim=equal(loss, (fit - mean) ** 2 + noise),
        given=target_mean,
        steps=[
            equal(cross, 0, "the cross term vanishes: targets less their mean have mean zero"),
            chain(loss)
            .equals(
                over_targets((fit - mean) ** 2 + 2 * (fit - mean) * (mean - y) + (mean - y) ** 2),
                "put the mean of the target in between and square",
            )
            .equals((fit - mean) ** 2 + cross + noise, "the mean of a sum; neither fit nor mean depend on the target")
            .equals((fit - mean) ** 2 + noise, "and the cross term is gone"),
        ],
        equation="eq:noise-apart",
    )


def variance_apart() -> Proof:
    """The mean squared distance of the fits from the true mean is their variance and the square of their bias."""
    distance = over_datasets((fits(dataset) - mean) ** 2)
    cross = 2 * (mean_fit - mean) * over_datasets(fits(dataset) - mean_fit)
    variance = over_datasets((fits(dataset) - mean_fit) ** 2)
    return Proof(
        "The distance of the fits from the truth is their variance plus their squared bias",
        claim=equal(distance, variance + (mean_fit - mean) ** 2),
        given=fit_mean,
        steps=[
            equal(cross, 0, "the cross term vanishes: fits less their mean have mean zero"),
            chain(distance)
            .equals(
                over_datasets(
                    (fits(dataset) - mean_fit) ** 2
                    + 2 * (fits(dataset) - mean_fit) * (mean_fit - mean)
                    + (mean_fit - mean) ** 2
                ),
                "put the mean fit in between and square",
            )
            .equals(
                variance + cross + (mean_fit - mean) ** 2, "the mean of a sum; neither mean depends on the data set"
            )
            .equals(variance + (mean_fit - mean) ** 2, "and the cross term is gone"),
        ],
        equation="eq:variance-apart",
    )


def bias_variance() -> Proof:
    """Expected squared error is variance plus squared bias plus noise. (Geman, Bienenstock and Doursat 1992.)"""
    loss = over_datasets(over_targets((fits(dataset) - y) ** 2))
    cross = over_datasets(2 * (fits(dataset) - mean) * over_targets(mean - y))
    distance = over_datasets((fits(dataset) - mean) ** 2)
    noise = over_targets((y - mean) ** 2)
    variance = over_datasets((fits(dataset) - mean_fit) ** 2)
    second_cross = 2 * (mean_fit - mean) * over_datasets(fits(dataset) - mean_fit)
    return Proof(
        "The expected squared error is variance plus squared bias plus noise",
        claim=equal(loss, variance + (mean_fit - mean) ** 2 + noise),
        given=(*target_mean, *fit_mean),
        steps=[
            equal(cross, 0, "the target is independent of the data set, so this cross term vanishes for every fit"),
            equal(second_cross, 0, "fits less their mean have mean zero, so this cross term vanishes too"),
            chain(loss)
            .equals(distance + cross + noise, "around the mean of the target; the noise is the same for every data set")
            .equals(distance + noise, "the first cross term is gone")
            .equals(variance + second_cross + (mean_fit - mean) ** 2 + noise, "around the mean fit")
            .equals(variance + (mean_fit - mean) ** 2 + noise, "the second cross term is gone"),
        ],
        equation="eq:bias-variance",
    )


bins, samples, axes = positive("b"), positive("I"), real("D")


def one_sample_in_many_bins() -> Proof:
    """Ten bins on each of forty axes, and a hundred thousand samples: one sample for ten to the 35 bins."""
    ratio_of_counts = bins**axes / samples
    at_forty = Subs(ratio_of_counts, (bins, axes, samples), (10, 40, 10**5))
    return Proof(
        "A hundred thousand samples in forty dimensions: one for ten to the 35 bins",
        claim=equal(at_forty, 10**35),
        steps=[equal(at_forty, 10**35, "ten bins on each of forty axes make ten to the 40 bins")],
        equation="eq:bins-per-sample",
    )


def shell_volume() -> Proof:
    """The share of a ball's volume near its surface."""
    radius, area, distance, thickness = positive("r"), positive("S_d"), positive(r"\rho"), probability(r"\epsilon")

    def volume(inner: Expr, outer: Expr) -> Expr:
        return Integral(area * distance ** (dimensions - 1), (distance, inner, outer))

    shell, ball = volume((1 - thickness) * radius, radius), volume(0, radius)
    return Proof(
        "The share of a ball's volume in its outer shell",
        claim=equal(shell / ball, 1 - (1 - thickness) ** dimensions),
        steps=[
            equal(ball, area * radius**dimensions / dimensions, "spheres of all radii; the unit sphere has area $S_d$"),
            equal(
                shell,
                area * (radius**dimensions - ((1 - thickness) * radius) ** dimensions) / dimensions,
                "spheres from the inner to the outer radius of the shell",
            ),
            chain(shell / ball)
            .equals(
                ratio(radius**dimensions - (1 - thickness) ** dimensions * radius**dimensions, radius**dimensions),
                "area and dimension cancel",
            )
            .equals(1 - (1 - thickness) ** dimensions, "and so does the radius"),
        ],
        equation="eq:shell-volume",
    )


def distances_concentrate() -> Proof:
    """Mean and variance of the squared distance of two uniform points of the cube, and their ratio."""
    first, second = real("x"), real("x'")

    def average(value: Expr) -> Expr:
        return Integral(value, (first, 0, 1), (second, 0, 1))

    square = (first - second) ** 2
    one_mean, one_variance = Rational(1, 6), Rational(7, 180)
    spread = sqrt(dimensions * average((square - one_mean) ** 2)) / (dimensions * average(square))
    return Proof(
        "Relative to their mean, squared distances spread ever less",
        claim=equal(spread, sqrt(ratio(7, 5 * dimensions))),
        steps=[
            equal(average(square), one_mean, "the mean along one axis"),
            equal(average((square - one_mean) ** 2), one_variance, "the variance along one axis"),
            chain(spread)
            .equals(
                sqrt(dimensions * one_variance) / (dimensions * one_mean),
                "the axes are independent and alike: means and variances add over them",
            )
            .equals(sqrt(ratio(7, 5 * dimensions)), "collect the dimension under the root"),
        ],
        equation="eq:distance-spread",
    )


targets, means, weights = indexed("y"), indexed("f"), indexed(r"\phi")
prior_variance, scale, noise_variance = positive(r"\sigma_\phi^2"), positive("b"), positive(r"\sigma^2")
likelihood = density(r"\Pr")(targets[i], means[i])


def over_samples(term: Expr) -> Expr:
    """A sum over the samples."""
    return Sum(term, (i, 1, size))


def over_weights(term: Expr) -> Expr:
    """A sum over the parameters."""
    return Sum(term, (j, 1, count))


def normal_density(value: Expr, centre: Expr, variance: Expr) -> Expr:
    """The Gaussian density, as it is usually written."""
    return ratio(exp(-((value - centre) ** 2) / (2 * variance)), root(2 * pi * variance))


def maximum_a_posteriori() -> Proof:
    """The most probable parameters minimise negative log likelihood minus log prior."""
    prior = density("p")(weights[j])
    posterior = Product(likelihood, (i, 1, size)) * Product(prior, (j, 1, count))
    objective = -over_samples(log(likelihood)) - over_weights(log(prior))
    return Proof(
        "Maximum a posteriori is maximum likelihood with a penalty",
        claim=maximum_as_minimum(posterior, objective, lambda t: -log(t), over=[weights[j]]),
        steps=[
            equal(
                log(posterior),
                over_samples(log(likelihood)) + over_weights(log(prior)),
                "the logarithm turns both products into sums; the prior enters once, whatever the number of samples",
            ),
            maximum_as_minimum(
                posterior,
                objective,
                lambda t: -log(t),
                over=[weights[j]],
                reason="minus the logarithm of likelihood times prior; the evidence does not depend on the parameters",
            ),
        ],
        equation="eq:map",
    )


def gaussian_prior_is_l2() -> Proof:
    """A Gaussian prior is an L2 penalty of strength one over twice its variance."""
    nll = over_samples(-log(likelihood))
    minus_log_prior = -log(Product(normal_density(weights[j], 0, prior_variance), (j, 1, count)))
    penalised = nll + over_weights(weights[j] ** 2) / (2 * prior_variance)
    constant = count * log(2 * pi * prior_variance) / 2
    return Proof(
        "A Gaussian prior is an L2 penalty",
        claim=[
            equal(nll + minus_log_prior, penalised + constant),
            same_minimum(penalised, penalised + constant, lambda t: t + constant, over=[weights[j]]),
        ],
        steps=[
            chain(nll + minus_log_prior)
            .equals(
                nll - over_weights(-(weights[j] ** 2) / (2 * prior_variance) - log(2 * pi * prior_variance) / 2),
                "the logarithm of each factor of the prior",
            )
            .equals(penalised + constant, "$\\lambda = 1 / (2 \\sigma_\\phi^2)$, and a constant"),
            same_minimum(
                penalised,
                penalised + constant,
                lambda t: t + constant,
                over=[weights[j]],
                reason="a constant moves no minimum",
            ),
        ],
        equation="eq:gaussian-prior",
    )


def laplace_prior_is_l1() -> Proof:
    """A Laplace prior is an L1 penalty of strength one over its scale."""
    nll = over_samples(-log(likelihood))
    laplace_density = ratio(exp(-Abs(weights[j]) / scale), 2 * scale)
    minus_log_prior = -log(Product(laplace_density, (j, 1, count)))
    penalised = nll + over_weights(Abs(weights[j])) / scale
    constant = count * log(2 * scale)
    return Proof(
        "A Laplace prior is an L1 penalty",
        claim=[
            equal(nll + minus_log_prior, penalised + constant),
            same_minimum(penalised, penalised + constant, lambda t: t + constant, over=[weights[j]]),
        ],
        steps=[
            chain(nll + minus_log_prior)
            .equals(
                nll - over_weights(-Abs(weights[j]) / scale - log(2 * scale)),
                "the logarithm of each factor of the prior",
            )
            .equals(penalised + constant, "$\\lambda = 1 / b$, and a constant"),
            same_minimum(
                penalised,
                penalised + constant,
                lambda t: t + constant,
                over=[weights[j]],
                reason="a constant moves no minimum",
            ),
        ],
        equation="eq:laplace-prior",
    )


def ridge_strength() -> Proof:
    """With Gaussian noise and a Gaussian prior, the sum of squares is penalised by the ratio of the variances."""
    squares = over_samples((targets[i] - means[i]) ** 2)
    objective = -over_samples(log(normal_density(targets[i], means[i], noise_variance))) + over_weights(
        weights[j] ** 2
    ) / (2 * prior_variance)
    ridge = squares + noise_variance / prior_variance * over_weights(weights[j] ** 2)

    def rescaled(value: Expr) -> Expr:
        return value / (2 * noise_variance) + size * log(2 * pi * noise_variance) / 2

    return Proof(
        "The strength for a sum of squares is noise variance over prior variance",
        claim=[equal(objective, rescaled(ridge)), same_minimum(ridge, objective, rescaled, over=[weights[j]])],
        steps=[
            equal(
                objective, rescaled(ridge), "the logarithm of the density; draw out one over twice the noise variance"
            ),
            same_minimum(ridge, objective, rescaled, over=[weights[j]], reason="the line before"),
        ],
        equation="eq:ridge-strength",
    )


rows, columns = natural("m"), natural("n")
features, target = matrix("X", rows, columns), matrix("y", rows, 1)
parameters, solution = matrix(r"\phi", columns, 1), matrix(r"\hat{\phi}", columns, 1)
strength, singular, coordinate, weight = positive(r"\lambda"), positive("s"), real("c"), real("w")


def ridge_is_the_minimum() -> Proof:
    """The ridge loss anywhere is the loss at a reference point, squares, and a term that the normal equations kill."""

    def loss(at: Expr) -> Expr:
        return (target - features * at).T * (target - features * at) + strength * at.T * at

    step = parameters - solution
    gap = loss(parameters) - loss(solution)
    squares = (features * step).T * (features * step) + strength * step.T * step
    normal = (features.T * features + strength * Identity(columns)) * solution - features.T * target
    return Proof(
        "Where the normal equations of ridge hold, nothing else is as good",
        claim=equal(gap, squares + step.T * normal + normal.T * step),
        steps=[
            equal(
                gap,
                squares + step.T * normal + normal.T * step,
                "multiply out; if $\\hat\\phi$ solves the normal equations, only squares are left",
            )
        ],
        equation="eq:ridge-solution",
    )


def ridge_filters() -> Proof:
    """In each singular direction ridge keeps a share of the least-squares weight."""
    loss = (coordinate - singular * weight) ** 2 + strength * weight**2
    kept = singular**2 / (singular**2 + strength) * (coordinate / singular)
    return Proof(
        "Ridge keeps the share $s^2 / (s^2 + \\lambda)$ of the least-squares weight in each singular direction",
        claim=minimum(loss, {weight: kept}),
        steps=[minimum(loss, {weight: kept}, "one singular direction, c being the target's coordinate along it")],
        equation="eq:ridge-filter",
    )


phi, gradient, rate = real(r"\phi"), real("g"), positive(r"\alpha")
decay = positive(r"\kappa")


def l2_is_decay_under_descent() -> Proof:
    """For gradient descent an L2 penalty is weight decay of twice its strength."""
    step = phi - rate * (gradient + 2 * strength * phi)
    return Proof(
        "Under gradient descent, L2 is weight decay",
        claim=equal(step, Subs((1 - rate * decay) * phi - rate * gradient, decay, 2 * strength)),
        steps=[
            chain(step)
            .equals((1 - 2 * rate * strength) * phi - rate * gradient, "collect the parameter")
            .equals(
                Subs((1 - rate * decay) * phi - rate * gradient, decay, 2 * strength),
                "weight decay with $\\kappa = 2 \\lambda$",
            )
        ],
        equation="eq:l2-is-decay",
    )


def l2_is_not_decay_under_adam() -> Proof:
    """Adam's first step does not see how strong an L2 penalty is; weight decay moves the weight farther."""
    weight, slope = positive(r"\phi"), positive("g")
    memory, square_memory = probability(r"\beta"), probability(r"\gamma")

    def first_step(seen: Expr) -> Expr:
        moment = (1 - memory) * seen / (1 - memory)
        square = (1 - square_memory) * seen**2 / (1 - square_memory)
        return rate * ratio(moment, root(square))

    with_l2 = weight - first_step(slope + 2 * strength * weight)
    with_decay = (1 - rate * decay) * weight - first_step(slope)
    return Proof(
        "Under Adam, no weight decay does what an L2 penalty does",
        claim=[equal(with_l2, weight - rate), above(with_l2 - with_decay, 0)],
        steps=[
            equal(
                with_l2,
                weight - rate,
                "with $\\epsilon = 0$, a positive gradient and a positive weight: the penalised gradient is divided by "
                "its own size, and its strength is gone",
            ),
            chain(with_l2 - with_decay)
            .equals(rate * decay * weight, "weight decay is outside the quotient")
            .above(0, "so the two differ for every $\\lambda$ and every $\\kappa$"),
        ],
        equation="eq:adam-first-step",
    )


def adam_divides_the_penalty() -> Proof:
    """Once Adam's scale has settled, an L2 penalty is a weight decay that differs from weight to weight."""
    scale_of_gradient = positive(r"\sqrt{v}")
    step = phi - rate * (gradient + 2 * strength * phi) / scale_of_gradient
    own_decay = 2 * strength / scale_of_gradient
    return Proof(
        "Under Adam, L2 decays each weight by its own rate, least where gradients are large",
        claim=equal(step, (1 - rate * own_decay) * phi - rate * gradient / scale_of_gradient),
        steps=[
            equal(
                step,
                (1 - rate * own_decay) * phi - rate * gradient / scale_of_gradient,
                "with the scale $\\sqrt v$ of a weight's gradients held fixed, and no momentum",
            )
        ],
        equation="eq:adam-l2",
    )


steps_taken, curvature, optimum = natural("t"), positive("s"), real(r"\phi^*")
rotation, spectrum = orthogonal("U", columns), symmetric("S", columns)


def descent_in_eigendirections() -> Proof:
    """In the eigenbasis of the Hessian a step of descent does not mix directions."""
    place, best = matrix("z", columns, 1), matrix("z^*", columns, 1)
    hessian = rotation * spectrum * rotation.T
    step = rotation * place - rate * hessian * (rotation * place - rotation * best)
    return Proof(
        "Descent on a quadratic goes its own way in each eigendirection",
        claim=equal(rotation.T * step, place - rate * spectrum * (place - best)),
        steps=[
            equal(
                rotation.T * step,
                place - rate * spectrum * (place - best),
                "$\\phi = U z$ and $H = U S U^\\top$; a rotation's transpose is its inverse",
            )
        ],
        equation="eq:descent-eigenbasis",
    )


def descent_filters() -> Proof:
    """After t steps from zero, descent has covered a share of the way that depends on the curvature."""

    def iterate(steps: Expr) -> Expr:
        return (1 - (1 - rate * curvature) ** steps) * optimum

    stepped = iterate(steps_taken) - rate * curvature * (iterate(steps_taken) - optimum)
    return Proof(
        "Early stopping keeps the share $1 - (1 - \\alpha s)^t$ of the minimiser",
        claim=[equal(Subs(iterate(index("k")), index("k"), 0), 0), equal(stepped, iterate(steps_taken + 1))],
        steps=[
            equal(Subs(iterate(index("k")), index("k"), 0), 0, "after no step the weight is zero"),
            chain(stepped)
            .equals(
                optimum - (1 - rate * curvature) * (1 - rate * curvature) ** steps_taken * optimum,
                "one more step: the distance to the minimum shrinks by the same factor",
            )
            .equals(iterate(steps_taken + 1), "which is the formula for one step more: induction"),
        ],
        equation="eq:descent-filter",
    )


def stopping_is_like_l2() -> Proof:
    """In flat directions both filters rise in proportion to the curvature; the slopes agree for one strength."""
    stopped = 1 - (1 - rate * curvature) ** steps_taken
    penalised = curvature / (curvature + strength)
    equivalent = 1 / (rate * steps_taken)
    slope_of_l2 = Subs(Derivative(penalised, curvature), curvature, 0)
    return Proof(
        "In flat directions, stopping after t steps is L2 of strength $1 / (\\alpha t)$",
        claim=equal(Subs(Derivative(stopped, curvature), curvature, 0), Subs(slope_of_l2, strength, equivalent)),
        steps=[
            equal(slope_of_l2, 1 / strength, "the slope of the L2 filter where the curvature vanishes"),
            chain(Subs(Derivative(stopped, curvature), curvature, 0))
            .equals(rate * steps_taken, "the slope of the early-stopping filter there")
            .equals(Subs(slope_of_l2, strength, equivalent), "equal for $\\lambda = 1 / (\\alpha t)$"),
        ],
        equation="eq:stopping-strength",
    )


dropped, unit, rest, part = probability("p"), real("h"), real("r"), real("a")
kept_mask = Symbol("m", integer=True, nonnegative=True)


def over_masks(value: Expr) -> Expr:
    """The mean over one mask: the unit is kept with probability 1 - p, dropped with probability p."""
    return Sum((1 - dropped) ** kept_mask * dropped ** (1 - kept_mask) * value, (kept_mask, 0, 1))


def dropout_keeps_the_mean() -> Proof:
    """Inverted dropout leaves the mean of a unit unchanged, and gives it a variance."""
    scaled = kept_mask / (1 - dropped) * unit
    return Proof(
        "Inverted dropout leaves the mean of a unit as it was",
        claim=[
            equal(over_masks(scaled), unit),
            equal(over_masks((scaled - unit) ** 2), dropped / (1 - dropped) * unit**2),
        ],
        steps=[
            equal(over_masks(scaled), unit, "dropped: zero; kept: scaled up, which makes up for what is dropped"),
            chain(over_masks((scaled - unit) ** 2))
            .equals(
                dropped * unit**2 + (1 - dropped) * (unit / (1 - dropped) - unit) ** 2, "the two squared deviations"
            )
            .equals(dropped / (1 - dropped) * unit**2, "over a common denominator"),
        ],
        equation=("eq:dropout-mean", "eq:dropout-variance"),
    )


def dropping_one_feature() -> Proof:
    """Averaged over its own mask, a dropped feature adds a penalty to the squared error, whatever the others do."""
    scaled = kept_mask / (1 - dropped) * part
    penalty = dropped / (1 - dropped) * part**2
    return Proof(
        "Dropping one feature adds a multiple of its squared contribution to the squared error",
        claim=equal(over_masks((rest - scaled) ** 2), (rest - part) ** 2 + penalty),
        steps=[
            chain(over_masks((rest - scaled) ** 2))
            .equals(
                dropped * rest**2 + (1 - dropped) * (rest - part / (1 - dropped)) ** 2,
                "r is the target less all other features, masked or not; a is this feature times its weight",
            )
            .equals(
                (rest - part) ** 2 + penalty, "multiply out; masks are independent, so feature after feature follows"
            )
        ],
        equation="eq:dropping-one-feature",
    )


def dropout_is_l2() -> Proof:
    """For linear regression, dropout on the features is an L2 penalty weighted by the data, for up to four features."""
    value, inputs = real("y"), indexed("x")

    def error(contributions: Expr) -> Expr:
        return (value - contributions) ** 2

    def enumerated(number: int) -> Expr:
        masks = [Symbol(f"m_{a}", integer=True, nonnegative=True) for a in range(1, number + 1)]
        parts = [mask / (1 - dropped) * inputs[a] * weights[a] for a, mask in enumerate(masks, start=1)]
        mean_error = error(sum(parts))
        for mask in masks:
            mean_error = Sum((1 - dropped) ** mask * dropped ** (1 - mask) * mean_error, (mask, 0, 1))
        return mean_error

    def penalised(number: int) -> Expr:
        parts = [inputs[a] * weights[a] for a in range(1, number + 1)]
        return error(sum(parts)) + dropped / (1 - dropped) * sum(part**2 for part in parts)

    return Proof(
        "Dropout on the features of a linear regression is an L2 penalty weighted by the data",
        claim=instances(lambda number: equal(enumerated(number), penalised(number)), range(1, 5)),
        steps=[
            instances(
                lambda number: equal(
                    enumerated(number), penalised(number), "one sample, the mean over all masks of so many features"
                ),
                range(1, 5),
            )
        ],
        equation="eq:dropout-l2",
    )


def noise_is_l2() -> Proof:
    """Noise on a feature of a linear regression adds, on average, an L2 penalty. (Bishop 1995.)"""
    noisy, clean, noisy_density = real(r"\tilde x"), real("x"), density("p")

    def over_noise(value: Expr) -> Expr:
        return Expectation(value, noisy, noisy_density(noisy))

    error = over_noise((rest - noisy * weight) ** 2)
    cross = 2 * weight * (rest - clean * weight) * over_noise(clean - noisy)
    variance = over_noise((noisy - clean) ** 2)
    return Proof(
        "Noise on a feature of a linear regression adds an L2 penalty of the noise's variance",
        claim=equal(error, (rest - clean * weight) ** 2 + variance * weight**2),
        given=(
            Eq(Integral(noisy_density(noisy), noisy), 1),
            Eq(over_noise(noisy), clean, evaluate=False),
        ),
        steps=[
            equal(cross, 0, "the noisy feature has the clean one as its mean"),
            chain(error)
            .equals(
                (rest - clean * weight) ** 2 + cross + variance * weight**2,
                "around the clean feature; r is the target less all other features, noisy or not",
            )
            .equals((rest - clean * weight) ** 2 + variance * weight**2, "the cross term is gone"),
        ],
        equation="eq:noise-is-l2",
    )
