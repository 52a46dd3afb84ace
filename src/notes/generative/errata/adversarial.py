"""Slips of the source's chapter 9 on the game of generator and discriminator."""

from collections.abc import Callable

from sympy import Expr, Rational, Sum, diff, exp, expand_log, integrate, limit, log, simplify, symbols

from notes.errata import Erratum, Slip

a, b = symbols("a b", positive=True)
x, mu, nu = symbols("x mu nu", real=True)
i, m = symbols("i m", integer=True, positive=True)

SUM_FROM_ZERO = Erratum(
    chapter=9,
    section="gan",
    source=r"$\frac{1}{m} \sum_{i=0}^m \log D(x_i)$",
    correction=r"$\frac{1}{m} \sum_{i=1}^m \log D(x_i)$",
    why="Of $m$ samples, as drawn in the lines above, the mean has $m$ terms. As written, $m + 1$ terms are divided by $m$.",
    slip=Slip.COPYING,
    check=lambda first: simplify(Sum(b, (i, first, m)).doit() / m - b) == 0,
    written=0,
    corrected=1,
)

REAL_CALLED_FAKE = Erratum(
    chapter=9,
    section="gan-minimax",
    source=r"if $D(G(z)) = 1$: the discriminator says that the image is fake, then $\log \rightarrow \infty$ while if $D(G(z))$ miss "
    r"classifies the sample, saying that is real then $\log \rightarrow 0$",
    correction=r"$D = 1$ says *real*: then $\log(1 - D) \to -\infty$. $D = 0$ says *fake*: then $\log(1 - D) = 0$.",
    why="$D(x)$ is the probability that $x$ is data, and the logarithm of what goes to zero has no lower bound.",
    slip=Slip.ERROR,
    check=lambda limits: limits == (limit(log(1 - a), a, 1, "-"), log(1)),
    written=(-limit(log(1 - a), a, 1, "-"), log(1)),
    corrected=(limit(log(1 - a), a, 1, "-"), log(1)),
)

GENERATOR_APPLIED_TWICE = Erratum(
    chapter=9,
    section="lotus",
    source=r"$\int_X p_{\text{data}}(x) \log D(x) + p_G(x) \log[1 - D(G(x))] \, dx$",
    correction=r"$\int_X p_{\text{data}}(x) \log D(x) + p_G(x) \log[1 - D(x)] \, dx$",
    why=r"Under $p_G$ the variable is already a sample. With uniform $z$, $G(z) = z^2$ and $D(x) = x$ in place of the "
    r"logarithm, $\mathbb{E}_z[G(z)] = \tfrac13$; applying $G$ again under $p_G$ gives $\tfrac15$.",
    slip=Slip.ERROR,
    check=lambda under: simplify(integrate(under / (2 * a ** Rational(1, 2)), (a, 0, 1)) - Rational(1, 3)) == 0,
    written=a**2,
    corrected=a,
)

INTEGRATED_OVER_ANOTHER_LETTER = Erratum(
    chapter=9,
    section="lotus",
    source=r"$E(g(X)) = \int_{-\infty}^{\infty} g(z) f_X(z) dx$",
    correction=r"$\int_{-\infty}^{\infty} g(z) f_X(z) \, dz$",
    why="A mean is a number; as written a function of $z$ is left. The check takes $f_X(z) = 2z$, $g(z) = z$ on $(0, 1)$.",
    slip=Slip.COPYING,
    check=lambda variable: integrate(a * 2 * a, (variable, 0, 1)) == Rational(2, 3),
    written=b,
    corrected=a,
)

LEIBNIZ_WITHOUT_HYPOTHESES = Erratum(
    chapter=9,
    section="leibniz-rule",
    source=r"$\frac{d}{dx} \left(\int_a^b f(x,t) dt \right) = \int_a^b \frac{\partial}{\partial x} f(x,t) dt$",
    correction=r"For limits that stay, and if near $x$ one integrable function of $t$ bounds the slope.",
    why=r"At $x = 0$ the left side is one for $f = \frac{x^3}{t^2} e^{-x^2/t}$ on $(0, 1)$, and the right side zero.",
    slip=Slip.HYPOTHESIS,
    check=lambda f: limit(diff(integrate(f, (b, 0, 1)), a), a, 0) == integrate(diff(f, a).subs(a, 0), (b, 0, 1)),
    written=a**3 / b**2 * exp(-(a**2) / b),
    corrected=exp(-a * b),
)

DERIVATIVE_BY_THE_VARIABLE = Erratum(
    chapter=9,
    section="optimal-discriminator",
    source="Use the Liebniz Rule to obtain the optimal D given G ... A point where the previous integral is minimized",
    correction=r"The integrand is maximised at every point $x$ on its own; no derivative of an integral is taken.",
    why=r"$x$ is the variable of integration, the unknown is the function $D$. What is best at every point is best in the "
    r"integral. And the second derivative of $a \log y + b \log(1 - y)$ is negative: it is a maximum.",
    slip=Slip.ERROR,
    check=lambda sign: bool((sign * diff(a * log(x) + b * log(1 - x), x, 2)).subs({a: 1, b: 1, x: Rational(1, 2)}) > 0),
    written=1,
    corrected=-1,
)

SLOPE_EQUATED_WITH_ITS_ROOT = Erratum(
    chapter=9,
    section="optimal-discriminator",
    source=r"$f'(y) = 0 \Rightarrow \frac{a}{y} - \frac{b}{(1-y)} = y = \frac{a}{a+b}$",
    correction=r"$\frac{a}{y} - \frac{b}{1-y} = 0 \Rightarrow y = \frac{a}{a+b}$",
    why="The slope is zero where $y$ has that value; it is not equal to it.",
    slip=Slip.COPYING,
    check=lambda slope: simplify((a / x - b / (1 - x)).subs(x, a / (a + b)) - slope) == 0,
    written=a / (a + b),
    corrected=0,
)

TWO_MINUS_LOG_TWO = Erratum(
    chapter=9,
    section="gan-global-optimum",
    source=r"$2 - \log 2 = -\log 4$",
    correction=r"$-2 \log 2 = -\log 4$",
    why="A factor was copied as a term.",
    slip=Slip.COPYING,
    check=lambda form: expand_log(form + log(4), force=True) == 0,
    written=2 - log(2),
    corrected=-2 * log(2),
)

ONE_INSIDE_THE_QUOTIENT = Erratum(
    chapter=9,
    section="gan-global-optimum",
    source=r"$\frac{1 - P_{\text{data}}}{P_{\text{data}} + P_G} = \frac{P_{\text{data}} + P_G - P_{\text{data}}}"
    r"{P_{\text{data}} + P_G}$",
    correction=r"$1 - \frac{P_{\text{data}}}{P_{\text{data}} + P_G}$ is what equals the right side.",
    why="The bar of the quotient was drawn too long.",
    slip=Slip.COPYING,
    check=lambda left: simplify(left - b / (a + b)) == 0,
    written=(1 - a) / (a + b),
    corrected=1 - a / (a + b),
)

BRACKET_OF_THE_LOGARITHM = Erratum(
    chapter=9,
    section="gan-global-optimum",
    source=r"$-\log_2(1+1) = -2 \log 2$, and $\mathbb{E}_{x \sim p_G} [\log 1 - D_G^*(x)]$",
    correction=r"$-(\log 2)(1 + 1) = -2 \log 2$, and $\log(1 - D_G^*(x))$.",
    why=r"A factor was read as a base, and a bracket is lost: $\log 1 - D$ is $-D$.",
    slip=Slip.COPYING,
    check=lambda forms: (
        [simplify(form) == 0 for form in (forms[0] + 2 * log(2), log(Rational(1, 2)) + forms[1] + log(4))]
        == [True, True]
    ),
    written=(-log(1 + 1, 2), log(1) - Rational(1, 2)),
    corrected=(-log(2) * (1 + 1), log(1 - Rational(1, 2))),
)

CONCLUSION_ASSUMED = Erratum(
    chapter=9,
    section="gan-global-optimum",
    source=r"Assumption : we know $D^* = \frac{1}{2}$ and $P_G = P_{\text{data}}$",
    correction=r"That gives the value $-\log 4$ at equality. That it is the minimum, and reached nowhere else, follows from "
    "Gibbs' inequality and its case of equality.",
    why="A theorem cannot be assumed in its proof; non-negative divergences alone do not say when they vanish.",
    slip=Slip.HYPOTHESIS,
)

READ_ELSEWHERE = Erratum(
    chapter=9,
    section="gan-convergence",
    source=r"obtain $P_{\theta}(x)$ sampling m samples from Dataset; Corridor samples coming out from the generator directly; "
    r"the PG converges to Polar; the mesh equilibrium; and in the index: GAN, Lotter; VA, ELBO",
    correction=r"$m$ samples of $p_{\text{data}}$; *consider* samples; $p_G$ converges to $p_{\text{data}}$; the *Nash* equilibrium; *LOTUS*; *VAE*.",
    why=r"Words misread, perhaps by the scan, and one letter: $P_\theta$ is the model, and the dataset is not drawn from it.",
    slip=Slip.COPYING,
)

HALF_OF_ANY_DISCRIMINATOR = Erratum(
    chapter=9,
    section="gan-convergence",
    source=r"$D(x) = \frac{1}{2}$ This means that $P_{\text{data}}(x) = P_{\text{gen}}(x)$",
    correction="It does if $D$ is the *best* discriminator, as at the equilibrium of the heading.",
    why="One that has learnt nothing says one half to everything.",
    slip=Slip.HYPOTHESIS,
    check=lambda answer: all(answer(*pair) != Rational(1, 2) for pair in ((3, 1), (1, 4))),
    written=lambda *_: Rational(1, 2),
    corrected=lambda data, samples: Rational(data, data + samples),
)

UNTRAINED_AT_EQUILIBRIUM = Erratum(
    chapter=9,
    section="gan-convergence",
    source=r"when $D(x) = \frac{1}{2}$, the discriminator is totally untrained",
    correction="It is optimal, and cannot do better than to guess.",
    why=r"One half is the best answer where $p_G = p_{\text{data}}$. The theorem speaks of densities and of best answers, not "
    "of gradient steps on weights: those may orbit.",
    slip=Slip.ERROR,
)

NASH_BY_LOSS = Erratum(
    chapter=9,
    section="gan-convergence",
    source="changing one strategy will make worse one of the strategy in the set",
    correction="No player gains by changing only its own strategy.",
    why="A change may leave everything as it is: at the equilibrium of the value $uv$ every change of $u$ does.",
    slip=Slip.ERROR,
    check=lambda rule: bool(rule(diff(mu * nu, mu).subs(nu, 0))),
    written=lambda gain: gain < 0,
    corrected=lambda gain: gain <= 0,
)

GENERATOR_REJECTS = Erratum(
    chapter=9,
    section="non-saturating-loss",
    source="In beginning of training, G is poor. It rejects sample with high confidence because samples are really different from all ones.",
    correction="*The discriminator* rejects samples, because they are really different from *real* ones.",
    why="$G$ makes samples and judges none.",
    slip=Slip.COPYING,
)

Losses = tuple[Callable[[Expr], Expr], Callable[[Expr], Expr]]

_two_beliefs = ((Rational(1, 2), Rational(1, 2)), (Rational(1, 10), Rational(8, 10)))


def _same_preference(losses: Losses) -> bool:
    """Whether two losses agree on which of two pairs of generated samples is better."""
    orders = [sum(map(loss, _two_beliefs[0])) - sum(map(loss, _two_beliefs[1])) for loss in losses]
    return bool(orders[0] * orders[1] > 0)


def _same_direction(losses: Losses) -> bool:
    """Whether two losses rise and fall together, and equally fast at one half."""
    quotient = simplify(diff(losses[0](a), a) / diff(losses[1](a), a))
    return quotient.subs(a, Rational(1, 2)) == 1 and all(quotient.subs(a, Rational(k, 10)) > 0 for k in range(1, 10))


LOSSES_CALLED_EQUIVALENT = Erratum(
    chapter=9,
    section="non-saturating-loss",
    source=r"$\text{MAX}_G\, V(D, G) = \mathbb{E}_{z \sim q(z)} [\log D(G(z))]$ Equivalent to "
    r"$\text{MIN}_G\, V(D, G) = \mathbb{E}_{z \sim q(z)} [\log (1 - D(G(z)))]$",
    correction="They are two objectives with the same direction for each single sample and the same fixed point.",
    why=r"Beliefs of $(\tfrac12, \tfrac12)$ have the larger mean of $\log D$, beliefs of $(0.1, 0.8)$ the smaller mean of "
    r"$\log(1 - D)$: the two disagree on which generator is better.",
    slip=Slip.ERROR,
    check=lambda relation: relation((lambda d: -log(d), lambda d: log(1 - d))),
    written=_same_preference,
    corrected=_same_direction,
)

GRADIENT_BY_THE_NOISE = Erratum(
    chapter=9,
    section="mode-collapse",
    source=r"Considering the gradient $\frac{\partial \text{Loss}}{\partial z} \approx 0$ and no update will be performed.",
    correction=r"The update is along $\nabla_{\theta_G}$, which need not vanish.",
    why=r"A generator that answers $\mu$ whatever $z$ is has no slope by $z$, and still moves with the slope by $\mu$: the "
    "samples stay together, and wander.",
    slip=Slip.ERROR,
    check=lambda by: diff((mu - 1) ** 2, by) != 0,
    written=nu,
    corrected=mu,
)
