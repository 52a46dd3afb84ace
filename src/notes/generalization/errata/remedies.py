"""Slips on penalties, early stopping, dropout and augmentation."""

from collections.abc import Callable, Sequence
from itertools import product

from sympy import Expr, Function, Rational, diff, exp, expand_log, log, simplify, solve, symbols

from notes.errata import Erratum, Slip

SUM_TO_A_DATA_SET = Erratum(
    chapter=5,
    section="explicit-regularization",
    source=r"The sums and products over samples run to $D$.",
    correction=r"They run to $n$, the number of samples.",
    why=r"$\mathcal{D}$ is the data set a page before, and $D$ the number of hidden units.",
    slip=Slip.COPYING,
)

NOT_PERFORM = Erratum(
    chapter=5,
    section="explicit-regularization",
    source='The penalty is a "big value when ϕ has value that is not perform".',
    correction=r"It is a large value where $\phi$ is **not preferred**.",
    why=r"Whether a parameter performs, the losses $\ell_i$ say; the penalty does not see the data.",
    slip=Slip.COPYING,
)

likelihoods, prior = symbols("l_1:4", positive=True), symbols("p", positive=True)

PRIOR_FOR_EVERY_SAMPLE = Erratum(
    chapter=5,
    section="regularization-as-a-prior",
    source=r"$\operatorname{argmax}_\phi \left[ \prod_i P_2(y_i | f(x, \phi)) P_e(\phi) \right]$",
    correction=r"$\operatorname{argmax}_\phi \left[ \Pr(\phi) \prod_i \Pr(y_i \mid f(x_i, \phi)) \right]$",
    why="Where the product ends is not marked, and what stands behind it is usually a part of it. Read so, the prior would count once for every sample, "
    "and would never be outweighed by data. By Bayes' rule it counts once; under *L2 Regularization* the source has a dot before it.",
    slip=Slip.COPYING,
    check=lambda posterior: expand_log(log(posterior)).coeff(log(prior)) == 1,
    written=likelihoods[0] * prior * likelihoods[1] * prior * likelihoods[2] * prior,
    corrected=prior * likelihoods[0] * likelihoods[1] * likelihoods[2],
)

MISREAD_PROBABILITIES = Erratum(
    chapter=5,
    section="regularization-as-a-prior",
    source=r"$P_2(y_i \mid f[x, \phi])$ and $P_e(\phi)$.",
    correction=r"$\Pr(y_i \mid f[x_i, \phi])$ and $\Pr(\phi)$.",
    why="The two letters of Pr were read as an index, and the input lost its own: without it every prediction is the same.",
    slip=Slip.COPYING,
)

y, phi = symbols("y phi", real=True)

LIKELIHOOD_WITHOUT_PARAMETERS = Erratum(
    chapter=5,
    section="regularization-as-a-prior",
    source=r"$\operatorname{argmax}_\phi \prod_i P(y_i \mid x_i)$",
    correction=r"$\operatorname{argmax}_\phi \prod_i \Pr(y_i \mid x_i, \phi)$",
    why=r"Without $\phi$ there is nothing to choose: every $\phi$ is a maximum. The next line of the source has it.",
    slip=Slip.COPYING,
    check=lambda likelihood: diff(likelihood, phi) != 0,
    written=symbols("p", positive=True),
    corrected=exp(-((y - phi) ** 2) / 2),
)

noise_variance, prior_variance = symbols("s v", positive=True)


def _is_the_strength(strength: Expr) -> bool:
    """Whether a penalised square has its minimum where likelihood times prior has its maximum."""
    posterior = (y - phi) ** 2 / (2 * noise_variance) + phi**2 / (2 * prior_variance)
    penalised = (y - phi) ** 2 + strength * phi**2
    places = [solve(diff(objective, phi), phi)[0] for objective in (posterior, penalised)]
    return simplify(places[0] - places[1]) == 0


ONE_VARIANCE_FOR_TWO = Erratum(
    chapter=5,
    section="l2-regularization",
    source=r"The prior is $\mathcal{N}(\mu=0, \sigma^2)$, with the letter that is the noise's at the beginning of the chapter, and $\lambda$ is "
    "not given.",
    correction=r"The prior is $\mathcal{N}(0, \sigma_\phi^2)$. On a negative log likelihood $\lambda = 1 / (2\sigma_\phi^2)$, on a "
    r"sum of squares $\lambda = \sigma^2 / \sigma_\phi^2$.",
    why=r"With one symbol for both, the penalty on a sum of squares would always have strength 1.",
    slip=Slip.COPYING,
    check=_is_the_strength,
    written=noise_variance / noise_variance,
    corrected=noise_variance / prior_variance,
)


def _moves_with_the_targets(estimate: Callable[[Sequence[Expr]], Expr]) -> bool:
    """Whether adding one to every target adds one to the estimated constant."""
    targets = symbols("y_1:4", real=True)
    return simplify(estimate([target + 1 for target in targets]) - estimate(targets) - 1) == 0


PENALISED_BIASES = Erratum(
    chapter=5,
    section="l2-regularization",
    source=r"The penalty $\sum_j \phi_j^2$ runs over all parameters.",
    correction="It runs over the weights; biases stay free.",
    why="With a penalised bias the fit depends on the origin of the target's scale: temperatures in kelvin would be "
    "shrunk otherwise than temperatures in degrees Celsius.",
    slip=Slip.HYPOTHESIS,
    check=_moves_with_the_targets,
    written=lambda targets: sum(targets) / (len(targets) + 2),
    corrected=lambda targets: sum(targets) / len(targets),
)

STOPPING_BLINDLY = Erratum(
    chapter=5,
    section="early-stopping",
    source='"Stop the training procedure before that overfits the data"',
    correction="Stop when the loss on **held-out** data has not improved for a while, and go back to the best weights.",
    why="The training loss keeps falling while the model overfits; nothing in it says when to stop.",
    slip=Slip.HYPOTHESIS,
)

kept, unit = symbols("q h", positive=True)

DROPOUT_WITHOUT_SCALE = Erratum(
    chapter=5,
    section="dropout",
    source="Units are set to zero in training; what happens to the others, and at test time, is not said.",
    correction=r"The kept units are divided by $1 - p$ in training (or all are multiplied by $1 - p$ at test time).",
    why="Otherwise a layer sees more at test time than it was trained for, by a factor of two if half of the units are dropped.",
    slip=Slip.HYPOTHESIS,
    check=lambda kept_value: simplify(kept * kept_value + (1 - kept) * 0 - unit) == 0,
    written=unit,
    corrected=unit / kept,
)

AUGMENTATION_LOST = Erratum(
    chapter=5,
    section="data-augmentation",
    source='The index names "Data augmentation"; the chapter has no text on it.',
    correction="The section below supplies it.",
    why="It is the regulariser that brings in knowledge of the task.",
    slip=Slip.COPYING,
)


def _can_come_back(weights: tuple[int, int]) -> bool:
    """Whether a step of descent moves the weights into and out of a linear unit, from where they are."""
    into, out = symbols("w b", real=True)
    loss = (1 - out * into) ** 2
    return any(diff(loss, one).subs({into: weights[0], out: weights[1]}) != 0 for one in (into, out))


WEIGHTS_SET_TO_ZERO = Erratum(
    chapter=5,
    section="dropout",
    source='"Some hidden layer\'s unit weight are set to 0, both in coming and outgoing."',
    correction="For this step, and other units in the next: their weights are kept.",
    why="For the one step it comes to the same. But a unit whose incoming and outgoing weights *are* zero has a gradient of "
    "zero in both, and would never come back.",
    slip=Slip.HYPOTHESIS,
    check=_can_come_back,
    written=(0, 0),
    corrected=(2, 3),
)


strength = symbols("lambda", positive=True)


def _follows_the_target(loss: Expr) -> bool:
    """Whether the penalised minimum depends on the target."""
    return solve(diff(loss + strength * phi**2, phi), phi)[0].has(y)


PENALTY_ALONE = Erratum(
    chapter=5,
    section="l2-regularization",
    source=r"$\operatorname{argmin}_\phi \sum_{i=1}^D l_i(x_i, y_i) + \lambda \sum_j \phi_j^2$",
    correction=r"$\operatorname{argmin}_\phi \big[\sum_i \ell_i(\phi) + \lambda \sum_j \phi_j^2\big]$, where $\ell_i$ compares $f(x_i, \phi)$ with $y_i$.",
    why=r"A loss of $x_i$ and $y_i$ alone is a constant for $\phi$; the penalty would be all that is minimised, and $\hat\phi = 0$ for any data.",
    slip=Slip.COPYING,
    check=_follows_the_target,
    written=Function("l")(y),
    corrected=(y - phi) ** 2,
)


def _pays(size: int) -> bool:
    """Whether dropping the one feature, 1 for all, half of the time brings the fit nearer to the truth 1, of targets 0 or 2."""

    def risk(kept: Rational) -> Rational:
        fits = []
        for targets in product((0, 2), repeat=size):
            # the mean over masks of the squared error is (target - b)^2 + (1 - kept) / kept * b^2: least at kept times the mean
            fits.append(kept * Rational(sum(targets), size))
        return sum((fit - 1) ** 2 for fit in fits) / len(fits)

    return bool(risk(Rational(1, 2)) < risk(Rational(1)))


DROPOUT_NEEDS_MANY = Erratum(
    chapter=5,
    section="dropout",
    source='"Note: dropout to works need a lot of labeled training example"',
    correction="Neither many nor few decide it alone: for networks on digits it saves a share of the error with 300 samples and none with 30, and what it "
    "saves is variance, which very many samples make small without it.",
    why="In the experiment of this section 30 digits are too few for it. But many are not needed in general, and may do harm: for one linear feature, a half of "
    r"it dropped, the fit is half the mean of $n$ targets, and its squared error $\tfrac14 + \tfrac1{4n}$ for targets of mean 1 and variance 1, against "
    r"$\tfrac1n$: less for $n < 3$ and more for $n > 3$.",
    slip=Slip.HYPOTHESIS,
    check=lambda pays: all(pays(size) is _pays(size) for size in (1, 2, 4, 6)),
    written=lambda size: size > 3,
    corrected=lambda size: size < 3,
)
