"""Slips on where errors come from, on capacity and on dimension."""

from collections.abc import Callable, Sequence
from itertools import product

from sympy import Expr, Rational, diff, exp, limit, linsolve, oo, simplify, solve, symbols

from notes.errata import Erratum, Slip

PRAISE_FOR_VARIANCE = Erratum(
    chapter=5,
    section="sources-of-error",
    source='The index names "Noise, Bias, Praise".',
    correction="Noise, bias, **variance**.",
    why="The text has all three terms under their names.",
    slip=Slip.COPYING,
)


def _holds_of_a_mean(claim: Callable[[int, Expr], bool]) -> bool:
    """Whether a claim holds of least squares' minima and variance, for one constant fitted to two fair signs."""
    phi = symbols("phi")
    fits = [solve(diff(sum((target - phi) ** 2 for target in pair), phi), phi) for pair in product((-1, 1), repeat=2)]
    return claim(max(map(len, fits)), sum(Rational(fit[0]) ** 2 for fit in fits) / len(fits))


VARIANCE_AS_LOCAL_MINIMA = Erratum(
    chapter=5,
    section="sources-of-error",
    source='"Variance in the learning process leads to different local minimum."',
    correction="It can, where there are several. The spread of the fit over training sets is there with one minimum as well.",
    why="Least squares has one minimum, and its fit still changes with every training set.",
    slip=Slip.HYPOTHESIS,
    check=_holds_of_a_mean,
    written=lambda minima, variance: bool(variance == 0) or minima > 1,
    corrected=lambda minima, variance: bool(variance > 0) and minima == 1,
)


def _residual_variance(observed: int) -> Expr:
    """Variance of y = u + v, two fair signs, once the first `observed` of them are known."""
    signs = list(product((-1, 1), repeat=2))
    groups = [
        [sum(pair) for pair in signs if pair[:observed] == known] for known in {pair[:observed] for pair in signs}
    ]
    return sum(sum((y - Rational(sum(ys), len(ys))) ** 2 for y in ys) for ys in groups) / len(signs)


NOISE_FOREVER = Erratum(
    chapter=5,
    section="sources-of-error",
    source='"Noise cannot be removed, is intrinsic of the data generation process"',
    correction="It cannot be removed **given these inputs**.",
    why="Noise is the variance of the target given $x$. What is noise to one set of inputs another set explains: with "
    "$y = u + v$ and $x = u$ the noise is the variance of $v$; with $x = (u, v)$ there is none.",
    slip=Slip.HYPOTHESIS,
    check=lambda noise: all(noise(observed) == _residual_variance(observed) for observed in (1, 2)),
    written=lambda observed: 1 + 0 * observed,
    corrected=lambda observed: 2 - observed,
)

spread = symbols("s", positive=True)

NOISE_OF_THE_INPUT = Erratum(
    chapter=5,
    section="sources-of-error",
    source='"Data x have noise with variance σ^2."',
    correction=r"The **target** has noise of variance $\sigma^2$ around its mean at $x$; the input is known.",
    why="What is said next, that there may be several $y$ for each $x$, is noise of the target. Noise of variance "
    r"$\sigma^2$ on an input would move the target by the slope of the curve, so by nothing where it is flat, and there "
    r"would be no one $\sigma^2$.",
    slip=Slip.ERROR,
    check=lambda variance: all(variance(slope) == spread for slope in (0, 1, 2)),
    written=lambda slope: slope**2 * spread,
    corrected=lambda slope: slope**0 * spread,
)

fit_mean, mean = symbols("f_mu mu", real=True)

BIAS_WITHOUT_SQUARE = Erratum(
    chapter=5,
    section="bias-variance-decomposition",
    source=r"$(f_\mu[x] - \mu[x])^2$ is labelled *bias*.",
    correction=r"It is the **squared** bias; the bias is $f_\mu[x] - \mu[x]$.",
    why="A bias has the unit of the target and a sign: measured in centimetres instead of metres it is a hundred times as "
    "large, not ten thousand times.",
    slip=Slip.ERROR,
    check=lambda bias: simplify(bias.subs({fit_mean: 100 * fit_mean, mean: 100 * mean}) - 100 * bias) == 0,
    written=(fit_mean - mean) ** 2,
    corrected=fit_mean - mean,
)


def _adds_up(world: Sequence[tuple[int, int]]) -> bool:
    """Whether squared error is variance plus squared bias plus noise over equally likely pairs of fit and target."""

    def average(values: Sequence[Expr]) -> Expr:
        return Rational(sum(values), len(values))

    fits, targets = zip(*world, strict=True)
    centre, mean_target = average(fits), average(targets)
    variance, noise = average([(f - centre) ** 2 for f in fits]), average([(y - mean_target) ** 2 for y in targets])
    return average([(f - y) ** 2 for f, y in world]) == variance + (centre - mean_target) ** 2 + noise


DEPENDENT_TARGETS = Erratum(
    chapter=5,
    section="bias-variance-decomposition",
    source=r"$\mathbb{E}_{\mathcal{D}}[\mathbb{E}_y[L[x]]]$ is split in three, without a word on $y$ and $\mathcal{D}$.",
    correction=r"The split holds for a **fresh** target $y$, independent of the training set.",
    why="For a training target the cross term does not vanish. A fit that remembers it has error zero and still has variance.",
    slip=Slip.HYPOTHESIS,
    check=_adds_up,
    written=((-1, -1), (1, 1)),
    corrected=tuple(product((-1, 1), repeat=2)),
)

PROOF_LOST = Erratum(
    chapter=5,
    section="bias-variance-decomposition",
    source='Under the heading "Noise, bias, variance, mathematical proof" there is no proof.',
    correction="The section below proves it, cross term by cross term.",
    why="The result alone does not show what it rests on.",
    slip=Slip.COPYING,
)

t, n = symbols("t n", positive=True)

SYMMETRIC_NOISE = Erratum(
    chapter=5,
    section="reducing-error",
    source='"Noise is symmetric, add data makes the model even more robust w.r.t data noise"',
    correction="Noise with **mean zero and finite variance** averages out; symmetry is neither needed nor enough.",
    why=r"Cauchy noise is symmetric, and the mean of $n$ samples of it is distributed as one sample is: its characteristic "
    r"function $e^{-|t|}$ satisfies $(e^{-|t/n|})^n = e^{-|t|}$.",
    slip=Slip.HYPOTHESIS,
    check=lambda characteristic: limit(simplify(characteristic.subs(t, t / n) ** n), n, oo) == 1,
    written=exp(-t),
    corrected=exp(-(t**2) / 2),
)

CAPACITY_MISREAD = Erratum(
    chapter=5,
    section="bias-variance-trade-off",
    source='"Some hidden units in each plot", "increasing the picking", "the capacity issue pick: how much data".',
    correction="The **same** number of hidden units in each plot; increasing the **capacity**; how much **capacity** for the "
    "data at hand.",
    why="As written the captions say nothing about the pictures they stand under, which are lost.",
    slip=Slip.COPYING,
)


def _mean_residual(targets: Sequence[int]) -> Rational:
    """Mean squared residual of the best constant."""
    centre = Rational(sum(targets), len(targets))
    return sum((target - centre) ** 2 for target in targets) / len(targets)


EACH_SAMPLE_AT_ITS_LOWEST = Erratum(
    chapter=5,
    section="bias-variance-trade-off",
    source='"With a lot of sample the model will try to get the lowest error for each of them."',
    correction="It lowers the **sum** of the errors. The more samples a model of one size has, the less it can follow each.",
    why=r"Least squares with $d$ parameters leaves $\sigma^2 (n - d) / n$ of the noise in a residual on average, which grows with $n$. "
    "Following each sample is what a large model does with *few*.",
    slip=Slip.HYPOTHESIS,
    check=lambda residual: all(
        residual(n) == sum(map(_mean_residual, product((-1, 1), repeat=n))) / 2**n for n in (1, 2, 4)
    ),
    written=lambda n: 0 * n,
    corrected=lambda n: Rational(n - 1, n),
)


def _noise_of_the_fit(p: int, n: int = 20) -> Rational:
    """What noise of variance one adds to the shortest least-squares fit of p Gaussian features to n samples."""
    return Rational(p, n - p - 1) if p < n - 1 else Rational(n, p - n - 1)


MORE_FUNCTIONS_MORE_VARIANCE = Erratum(
    chapter=5,
    section="bias-variance-trade-off",
    source='"We have many more functions to pick from", "= We are increasing the Variance".',
    correction="So it is with fewer parameters than samples; **beyond** that the variance of the shortest fit falls.",
    why=r"It depends on which of the functions is picked. For Gaussian features $\eqref{eq:double-descent-variance}$ grows up to "
    "$d = n$ and falls from there on: the next page of the source, on double descent, has it.",
    slip=Slip.HYPOTHESIS,
    check=lambda sizes: all(_noise_of_the_fit(p) < _noise_of_the_fit(p + 1) for p in sizes),
    written=(*range(1, 18), *range(22, 60)),
    corrected=range(1, 18),
)

PEAK_WITHOUT_PLACE = Erratum(
    chapter=5,
    section="double-descent",
    source='"Adding parameters, the model memorize the data, but make mistake because of the noise", "Mistake grows", "Still add parameter Mistake decrease"',
    correction="The peak is where the parameters just suffice to fit every training label, and it is fed by what they cannot "
    "explain: label noise, or misfit.",
    why="The source marks four stages on a picture that is lost and does not say where they lie. With the right L2 penalty "
    "there is no peak at all.",
    slip=Slip.HYPOTHESIS,
)

COURSE_OF_DIMENSIONALITY = Erratum(
    chapter=5,
    section="curse-of-dimensionality",
    source='The heading is "Course of dimensionality".',
    correction="**Curse** of dimensionality.",
    why="Bellman's word for what grids cost.",
    slip=Slip.COPYING,
)


def _can_be_fitted(samples: Sequence[tuple[int, int]]) -> bool:
    """Whether a polynomial with as many coefficients as samples passes through all of them."""
    coefficients = symbols(f"c:{len(samples)}")
    equations = [sum(c * x**k for k, c in enumerate(coefficients)) - y for x, y in samples]
    return bool(linsolve(equations, *coefficients))


MEMORY_BY_APPROXIMATION = Erratum(
    chapter=5,
    section="overfitting",
    source='"Increasing the number of hidden units (Universal theorem approximator) lead the model to perfectly represent the data."',
    correction=r"$n$ samples with **different inputs** are fitted exactly by $n - 1$ hidden units, theorem or not.",
    why="Passing through finitely many points is a finite linear problem. The theorem speaks of continuous functions on a "
    "compact set and of an error as small as you like, not of none; and no function passes through two targets at one input.",
    slip=Slip.HYPOTHESIS,
    check=_can_be_fitted,
    written=((0, 1), (0, 2), (1, 3)),
    corrected=((0, 1), (2, 2), (1, 3)),
)


def _error_of_the_truth(spread: int) -> Rational:
    """Mean squared error of the true curve's value, 5, on fresh targets that lie `spread` above or below it."""
    targets = (5 - spread, 5 + spread)
    return Rational(sum((5 - target) ** 2 for target in targets), len(targets))


TEST_SET_WITHOUT_NOISE = Erratum(
    chapter=5,
    section="double-descent",
    source='"mistake on the test set which does not contain the noise"',
    correction="So it is where the noise was **put into the training labels** on purpose, as in the experiment of this section. The noise of the "
    r"decomposition is in every target, and its $\sigma^2$ in every test error.",
    why=r'The source itself says of noise that it "cannot be removed, is intrinsic of the data generation process". Two things have one name: '
    "wrong labels, which a test set may lack, and the spread of the targets about their mean, which it cannot.",
    slip=Slip.HYPOTHESIS,
    check=lambda error: all(error(spread) == _error_of_the_truth(spread) for spread in (0, 1, 3)),
    written=lambda spread: 0 * spread,
    corrected=lambda spread: spread**2,
)


def _counts_the_bins(count: Callable[[int, int], int]) -> bool:
    """Whether this is the number of bins, for few bins an axis and few axes."""
    return all(count(b, d) == len(list(product(range(b), repeat=d))) for b, d in ((2, 3), (3, 2), (10, 2)))


BINS_LEFT_OUT = Erratum(
    chapter=5,
    section="curse-of-dimensionality",
    source=r"a small portion of this high dimensional space w.r.t $10^{40}$",
    correction=r"$10^{40}$ is the number of bins if each of the 40 axes is cut into **ten**.",
    why=r"The space itself has no number. With $b$ bins an axis there are $b^{40}$: two an axis make $2^{40} \approx 10^{12}$, and one sample in $10^7$ bins.",
    slip=Slip.HYPOTHESIS,
    check=_counts_the_bins,
    written=lambda b, d: 10**d,  # noqa: ARG005
    corrected=lambda b, d: b**d,
)


def _loses_contrast(differences: Callable[[int], Sequence[tuple[int, ...]]]) -> bool:
    """Whether squared distances spread less about their mean, relative to it, in eight dimensions than in two."""

    def spread(dimensions: int) -> Rational:
        squares = [sum(entry**2 for entry in one) for one in differences(dimensions)]
        centre = Rational(sum(squares), len(squares))
        return sum((square - centre) ** 2 for square in squares) / len(squares) / centre**2

    return bool(spread(8) < spread(2))


DIMENSION_OF_THE_SPACE = Erratum(
    chapter=5,
    section="curse-of-dimensionality",
    source="Increasing the dimension everything starts to get complicated.",
    correction="Distances grow alike if the coordinates vary **independently and equally widely**; it is the dimension of the data that counts, not "
    "that of the space they lie in.",
    why=r"Of $d$ independent coordinates of one distribution the relative variance of the squared distance falls as $1/d$, $\eqref{eq:distance-spread}$. Of $d$ copies of one "
    "coordinate it stays what it is: near and far are told apart as in one dimension.",
    slip=Slip.HYPOTHESIS,
    check=_loses_contrast,
    written=lambda dimensions: [(entry,) * dimensions for entry in (0, 1)],
    corrected=lambda dimensions: list(product((0, 1), repeat=dimensions)),
)


THEOREM_NAMED_BACKWARDS = Erratum(
    chapter=5,
    section="overfitting",
    source='"Increasing the number of hidden units (Universal theorem approximator)"',
    correction="The universal **approximation theorem**.",
    why="Two words were exchanged: it is the networks that approximate, and the theorem says that they can.",
    slip=Slip.COPYING,
)


def _splits_in_three(loss: Callable[[int, int], int]) -> bool:
    """Whether the mean loss of a fit and a fresh target, each a fair sign, is variance plus squared bias plus noise."""
    signs = (-1, 1)
    centre = Rational(sum(signs), 2)
    variance = noise = sum((sign - centre) ** 2 for sign in signs) / 2
    mean_loss = Rational(sum(loss(fit, target) for fit, target in product(signs, repeat=2)), 4)
    return bool(mean_loss == variance + (centre - centre) ** 2 + noise)


LOSS_LEFT_OPEN = Erratum(
    chapter=5,
    section="bias-variance-decomposition",
    source=r"$\mathbb{E}_{\mathcal{D}} [\mathbb{E}_y [L[x]]]$ is split in three; what $L$ is the chapter does not say.",
    correction=r"The split is that of the **squared** error, $L[x] = (f[x, \phi[\mathcal{D}]] - y)^2$.",
    why="Of another loss the three squares are not the parts. Fit and target being two independent fair signs, variance and noise are 1 each and "
    "the bias is 0; the mean absolute error is 1.",
    slip=Slip.HYPOTHESIS,
    check=_splits_in_three,
    written=lambda fit, target: abs(fit - target),
    corrected=lambda fit, target: (fit - target) ** 2,
)
