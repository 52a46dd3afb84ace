"""Slips of the source's chapter 3, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable

from sympy import Expr, Rational, S, diff, exp, expand, integrate, log, oo, pi, simplify, solve, sqrt, symbols

from notes.errata import Erratum, Slip

x, y, mu, f = symbols("x y mu f", real=True)
sigma = symbols("sigma", positive=True)


def _fits_perfectly(choose: Callable[[Callable[[Expr], Expr]], Expr]) -> bool:
    """Whether choosing among three slopes by their loss on points of the line y = 2x finds the slope 2."""
    return choose(lambda slope: sum((slope * x - 2 * x) ** 2 for x in (1, 2, 3))) == 2


SLOPES = (S(0), S(1), S(2))

ARGMAX_OF_LOSS = Erratum(
    chapter=3,
    section="loss-function",
    source=r"Training seeks $\hat\theta = \operatorname{argmax}_\phi L(\phi)$.",
    correction=r"$\hat\phi = \operatorname{argmin}_\phi L(\phi)$: training makes the loss small.",
    why="A loss measures mismatch. The maximiser of a mismatch is the worst model, and for squared error there is none.",
    slip=Slip.ERROR,
    check=_fits_perfectly,
    written=lambda loss: max(SLOPES, key=loss),
    corrected=lambda loss: min(SLOPES, key=loss),
)

PARAMETERS_UNDER_TWO_NAMES = Erratum(
    chapter=3,
    section="loss-function",
    source=r"The parameters are $\theta$ in the model $f(x, \theta)$ and $\phi$ in the loss $L(\phi)$ of one sentence; later "
    r"$\theta$ are the parameters of the distribution.",
    correction=r"$\phi$ are the parameters of the model and $\theta$ those of the distribution, with $\theta = g(f(x, \phi))$.",
    why=r"The recipe rests on the difference: a model with fixed $\phi$ predicts another $\theta$ for every input.",
    slip=Slip.COPYING,
)

DATA_SET_AS_A_NUMBER = Erratum(
    chapter=3,
    section="maximum-likelihood",
    source=r"The product runs from $i = 1$ to $D$, and in the next line $D$ is the data set from which $x$ comes.",
    correction=r"The product runs to $n$, the number of examples.",
    why="A set is not a number; in chapter 2 the same letter counts hidden units.",
    slip=Slip.COPYING,
)


first, second = symbols("y_1 y_2", real=True)
JOINT = exp(-(first**2 - first * second + second**2) * Rational(2, 3)) / (pi * sqrt(3))


def _has_the_correlation(density: Expr) -> bool:
    """Whether the mean product of two standard normal targets of correlation one half is one half."""
    inner = integrate(expand(first * second * density), (second, -oo, oo))
    return simplify(integrate(inner, (first, -oo, oo)) - Rational(1, 2)) == 0


INDEPENDENCE_LEFT_OUT = Erratum(
    chapter=3,
    section="maximum-likelihood",
    source=r"The likelihood of the data set is $\prod_i p(y_i \mid x_i)$, without a word on the examples.",
    correction="It is, if the targets are independent given the inputs; otherwise the product is another function.",
    why=r"For two standard normal targets of correlation $\tfrac12$ the joint density at $(1, 1)$ is "
    r"$e^{-2/3} / (\pi\sqrt3)$; the product of the marginals is $e^{-1} / (2\pi)$.",
    slip=Slip.HYPOTHESIS,
    check=_has_the_correlation,
    written=exp(-(first**2 + second**2) / 2) / (2 * pi),  # the product of the marginals, two standard normal densities
    corrected=JOINT,
)


def _bounds_a_density(bound: Expr) -> bool:
    """Whether a Gaussian density with standard deviation 1/10 stays below the bound at its mean."""
    return bool(1 / sqrt(2 * pi * Rational(1, 100)) < bound)


DENSITY_CALLED_PROBABILITY = Erratum(
    chapter=3,
    section="maximum-likelihood",
    source='"the model will generate an output probability for each possible output value given each input x in D"',
    correction="For a discrete target it does; for a continuous one it gives a density, which is not bounded by one.",
    why=r"A Gaussian with $\sigma = 0.1$ has density $3.99$ at its mean. No single value has positive probability.",
    slip=Slip.ERROR,
    check=_bounds_a_density,
    written=S.One,
    corrected=oo,
)

PRODUCT_CALLED_P = Erratum(
    chapter=3,
    section="maximum-likelihood",
    source=r"Maximum Log Likelihood (Transform P in $\Sigma$)",
    correction=r"The logarithm turns the product, $\prod$, into a sum, $\sum$.",
    why="The letter P is that of the probabilities on the same line, and a probability is turned into no sum.",
    slip=Slip.COPYING,
)

NEW_INPUT_WITH_AN_OLD_INDEX = Erratum(
    chapter=3,
    section="inference",
    source=r"Inference: $\hat y = \operatorname{argmax}_y P(y \mid x_i, \hat\theta)$",
    correction=r"$\hat y = \operatorname{argmax}_y P(y \mid x, \hat\theta)$",
    why="The index counts the examples of the training set, whose targets are known. Inference is about an input that is not "
    "one of them.",
    slip=Slip.COPYING,
)


def _is_positive(link: Expr) -> bool:
    """Whether what is made of an output is positive for outputs below, at and above zero."""
    return all(link.subs(f, value) > 0 for value in (-2, -1, 0, 1, 2))


PARAMETERS_OF_ANY_SIGN = Erratum(
    chapter=3,
    section="recipe-for-losses",
    source=r"Set the ML model $f(x, \phi)$ [...] predict $\hat\theta = f(x, \phi)$ and $P(y \mid \theta) = P(y \mid f(x, \phi))$",
    correction=r"$\theta = g(f(x, \phi))$, where $g$ takes every output into the range of the parameters.",
    why="As written it holds where a parameter may be any number, such as the mean of a Gaussian. A variance, a rate and a "
    "probability may not, and the recipe is for all.",
    slip=Slip.HYPOTHESIS,
    check=_is_positive,
    written=f,
    corrected=exp(f),
)

VARIANCE_THAT_MAY_VANISH = Erratum(
    chapter=3,
    section="heteroscedastic-regression",
    source=r"$\sigma^2 = f_2[x, \phi]^2$",
    correction=r"$\sigma^2 = e^{f_2(x, \phi)}$, or the square plus a positive number.",
    why="A square is zero where the output is, and there the density has no value. As an output moves from one sign to the "
    "other the loss passes through infinity.",
    slip=Slip.HYPOTHESIS,
    check=_is_positive,
    written=f**2,
    corrected=exp(f),
)

ONE_MODEL_FOR_BOTH = Erratum(
    chapter=3,
    section="heteroscedastic-regression",
    source=r"or using one model to get both (set as differentiable also $\sigma^2$) $\hat\phi = "
    r"\operatorname{argmin}_{\phi, \sigma^2}[-\sum_i \log[\dots]]$, with $f(x \mid \phi)$ as the mean",
    correction=r"Here the model gives the mean only; $\sigma^2$ is one more number that is learned, and the minimum is taken over "
    r"both: $\hat\phi, \hat\sigma^2$.",
    why=r"The formula has no second output. Every function of it is differentiable in $\sigma^2$ anyway; what is meant is that it is "
    "trained. One model with two outputs is another case, in which the variance depends on the input.",
    slip=Slip.ERROR,
)

ROOT_SQUARE_LOSS = Erratum(
    chapter=3,
    section="least-squares-from-gaussian",
    source='The index calls the loss "Root Square Loss".',
    correction="It is the sum (or mean) of squares; no root is taken.",
    why="The negative logarithm of a Gaussian is a square. The root of the mean square has the same minimiser and is used "
    "for reporting, in the unit of the target, but it is no sum over examples, so mini-batches do not estimate it.",
    slip=Slip.ERROR,
    check=lambda loss: simplify(diff(-log(exp(-((y - mu) ** 2) / 2) / sqrt(2 * pi)) - loss, mu)) == 0,
    written=sqrt((y - mu) ** 2),
    corrected=(y - mu) ** 2 / 2,
)


def _is_normalized(density: Expr) -> bool:
    """Whether a density in y integrates to one."""
    return simplify(integrate(density, (y, -oo, oo)) - 1) == 0


MEAN_COPIED_AS_TARGET = Erratum(
    chapter=3,
    section="least-squares-from-gaussian",
    source=r"$P(y \mid y, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(y - y)^2}{2\sigma^2}\right)$",
    correction=r"$p(y \mid \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(y - \mu)^2}{2\sigma^2}\right)$",
    why=r"The mean $\mu$ was copied as $y$, so the exponent is zero and the density constant: it has no finite integral.",
    slip=Slip.COPYING,
    check=_is_normalized,
    written=1 / sqrt(2 * pi * sigma**2) * exp(-((y - y) ** 2) / (2 * sigma**2)),
    corrected=1 / sqrt(2 * pi * sigma**2) * exp(-((y - mu) ** 2) / (2 * sigma**2)),
)

NORMALISER_WITHOUT_SQUARE = Erratum(
    chapter=3,
    section="heteroscedastic-regression",
    source=r"With $\sigma^2 = f_2^2$, the density is $\frac{1}{\sqrt{2\pi f_2}} \exp\left(-\frac{(y - f_1)^2}{2 f_2^2}\right)$.",
    correction=r"$\frac{1}{\sqrt{2\pi f_2^2}} \exp\left(-\frac{(y - f_1)^2}{2 f_2^2}\right)$",
    why=r"The same variance stands in both places. As written the density integrates to $\sqrt{f_2}$, and minimising its "
    "negative logarithm gives twice the variance that the residuals have.",
    slip=Slip.ERROR,
    check=_is_normalized,
    written=1 / sqrt(2 * pi * sigma) * exp(-((y - mu) ** 2) / (2 * sigma**2)),
    corrected=1 / sqrt(2 * pi * sigma**2) * exp(-((y - mu) ** 2) / (2 * sigma**2)),
)


def _is_affine_in_the_square(nll: Expr) -> bool:
    """Whether a loss is a constant plus a constant times the squared residual, constants being free of the input x."""
    slope = simplify(diff(nll, mu) / (-2 * (y - mu)))
    return not slope.has(x)


SQUARES_NEED_ONE_VARIANCE = Erratum(
    chapter=3,
    section="least-squares-from-gaussian",
    source='Under "Derivation of the MSE loss" the variance is first a second output of the model; only an alternative "or" has one for all.',
    correction="Least squares follows from the alternative alone, in which all examples share one variance (homoscedastic).",
    why="With a variance for every input each square is divided by its own variance: weighted least squares, plus a "
    "logarithm that is no constant.",
    slip=Slip.HYPOTHESIS,
    check=_is_affine_in_the_square,
    written=log(2 * pi * (1 + x**2)) / 2 + (y - mu) ** 2 / (2 * (1 + x**2)),
    corrected=log(2 * pi * sigma**2) / 2 + (y - mu) ** 2 / (2 * sigma**2),
)

EXAMPLES_WITHOUT_INDEX = Erratum(
    chapter=3,
    section="least-squares-from-gaussian",
    source=r"The sum over $i$ has summands $(y - f(x \mid \phi))^2$.",
    correction=r"$(y_i - f(x_i, \phi))^2$",
    why=r"Without an index all summands are one; and $f(x, \phi)$ is a function of its parameters, not conditioned on them.",
    slip=Slip.COPYING,
)

MINIMISED_OVER_AN_OUTPUT = Erratum(
    chapter=3,
    section="heteroscedastic-regression",
    source=r"With two models, $\hat\phi = \operatorname{argmin}_{\phi, \sigma^2}[\dots]$.",
    correction=r"$\operatorname{argmin}_{\phi}$: the variance is an output $f_2(x, \phi)$ and has no value of its own.",
    why=r"Only with one shared variance is $\sigma^2$ a free parameter to be minimised over, next to $\phi$.",
    slip=Slip.ERROR,
)


def _prefers_the_truth(nll: Expr) -> bool:
    """Whether the loss of the label 1 falls as its logit grows, and that of the label 0 rises."""
    slopes = [diff(nll.subs(y, label), f) for label in (1, 0)]
    return bool(slopes[0].subs(f, 0) < 0 < slopes[1].subs(f, 0))


sigmoid = 1 / (1 + exp(-f))

SWAPPED_BINARY_CROSS_ENTROPY = Erratum(
    chapter=3,
    section="bce-from-bernoulli",
    source=r"$L(\phi) = \sum_i -\left[(1 - y_i) \log \operatorname{sig}(f_i) + y_i \log(1 - \operatorname{sig}(f_i))\right]$",
    correction=r"$L(\phi) = \sum_i -\left[(1 - y_i) \log(1 - \operatorname{sig}(f_i)) + y_i \log \operatorname{sig}(f_i)\right]$",
    why="The likelihood a line above is right; its logarithm was taken with the two factors exchanged. Minimising the form "
    "as written drives every prediction to the wrong label.",
    slip=Slip.ERROR,
    check=_prefers_the_truth,
    written=-((1 - y) * log(sigmoid) + y * log(1 - sigmoid)),
    corrected=-((1 - y) * log(1 - sigmoid) + y * log(sigmoid)),
)


def _is_probability(link: Expr) -> bool:
    """Whether a link function gives a number between 0 and 1 for outputs from far below to far above zero."""
    return all(0 <= link.subs(f, value) <= 1 for value in (-10, -1, 0, 1, 10))


PROBABILITY_WITHOUT_LINK = Erratum(
    chapter=3,
    section="bce-from-bernoulli",
    source=r"Set $\lambda = f(x, \phi)$.",
    correction=r"$\lambda = \operatorname{sig}(f(x, \phi))$",
    why="The output of a network is any real number, a probability is not. The next line of the source has the sigmoid; for "
    "several classes the same slip stands beside softmax.",
    slip=Slip.ERROR,
    check=_is_probability,
    written=f,
    corrected=sigmoid,
)

_logits = symbols("z_1 z_2 z_3", real=True)


def _sums_to_one(softmax: Callable[[int], Expr]) -> bool:
    """Whether three class probabilities add up to one."""
    return simplify(sum(softmax(k) for k in range(3)) - 1) == 0


SOFTMAX_WITH_ONE_INDEX = Erratum(
    chapter=3,
    section="multiclass-cross-entropy",
    source=r"$\operatorname{softmax}_k(z) = \frac{\exp(z_i)}{\sum_{k=1}^{k} \exp(z_k)}$",
    correction=r"$\operatorname{softmax}_k(z) = \frac{\exp(z_k)}{\sum_{k'=1}^{K} \exp(z_{k'})}$",
    why=r"The numerator must carry the class that is asked for, the sum an index of its own up to the number $K$ of classes. "
    r"With a fixed $i$ in the numerator all classes have one probability, and they do not add up to one.",
    slip=Slip.COPYING,
    check=_sums_to_one,
    written=lambda k: exp(_logits[0]) / sum(map(exp, _logits)) + 0 * k,
    corrected=lambda k: exp(_logits[k]) / sum(map(exp, _logits)),
)

LIKELIHOOD_AS_A_VECTOR = Erratum(
    chapter=3,
    section="multiclass-cross-entropy",
    source=r"$P(y = k \mid x) = \operatorname{softmax}(f(x, \phi))$",
    correction=r"$P(y = k \mid x) = \operatorname{softmax}_k(f(x, \phi))$",
    why="The left side is a number, the right side a vector of them.",
    slip=Slip.COPYING,
)

CROSS_ENTROPY_LOST = Erratum(
    chapter=3,
    section="cross-entropy",
    source='The index names "Cross Entropy" as a topic; the chapter has no text on it.',
    correction="The section on entropy, cross entropy and divergence below supplies it.",
    why="Without it nothing says why the loss carries that name.",
    slip=Slip.COPYING,
)

MISREAD_PROBABILITIES = Erratum(
    chapter=3,
    section="maximum-likelihood",
    source=r"$P_c \{y | x; \theta\}$, $P_c(y_i | f(x_i, \theta))$, and from the recipe on $P_2(y|\theta)$",
    correction=r"$\Pr(y \mid x; \theta)$, $\Pr(y_i \mid f(x_i, \theta))$, $\Pr(y \mid \theta)$: one probability, here written $p$",
    why="The two letters of Pr were read as a P with an index, once as c and once as 2. There is no distribution number 2, and none of "
    "a class c; beside the classes of the last section a reader may think so.",
    slip=Slip.COPYING,
)


phi = symbols("phi", real=True)


def _answers_as_trained(answer: Expr) -> bool:
    """Whether the answer at the input 3 is that of the line through (1, 2) and (2, 4), on which it was trained."""
    return answer.subs(x, 3) == 6


TRAINED_PARAMETERS_WITHOUT_HAT = Erratum(
    chapter=3,
    section="recipe-for-losses",
    source=r"Step 4: *Inference return* $P_2(y|f(x, \phi))$ or $\operatorname{argmax}_y P_2(y|f(x, \phi))$",
    correction=r"$p(y \mid f(x, \hat\phi))$, with the $\hat\phi$ that step 3 has found",
    why=r"Before training $\phi$ is any value at all; what was learned is in the hat. Under *Inference*, a little earlier, the source has it.",
    slip=Slip.COPYING,
    check=_answers_as_trained,
    written=phi * x,
    corrected=solve(diff((2 - phi) ** 2 + (4 - 2 * phi) ** 2, phi), phi)[0] * x,
)


def _is_a_square(loss: Expr) -> bool:
    """Whether this is the Gaussian surprise with its logarithm taken: a polynomial of the mean."""
    surprise = -log(exp(-((y - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2))
    return bool(loss.is_polynomial(mu)) and simplify(diff(loss, mu) - diff(surprise, mu)) == 0


SQUARES_NOT_REACHED = Erratum(
    chapter=3,
    section="least-squares-from-gaussian",
    source=r"*DERIVATION OF THE MSE Loss* ends with $\operatorname{argmin}[-\sum_i \log[\frac{1}{\sqrt{2\pi\sigma^2}} \exp(\dots)]]$.",
    correction=r"The logarithm is still to be taken: $\sum_i \big[\tfrac12 \log (2\pi\sigma^2) + \frac{(y_i - f(x_i, \phi))^2}{2\sigma^2}\big]$; "
    r"as a function of $\phi$ that is a constant and a multiple of the sum of squares.",
    why="The heading promises the squares, and no line has them without an exponential around.",
    slip=Slip.COPYING,
    check=_is_a_square,
    written=-log(exp(-((y - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)),
    corrected=log(2 * pi * sigma**2) / 2 + (y - mu) ** 2 / (2 * sigma**2),
)
