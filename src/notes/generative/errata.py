"""Slips of the source's chapter 9, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable

from sympy import Expr, Rational, Sum, diff, expand_log, integrate, limit, log, simplify, symbols

from notes.errata import Erratum, Slip

a, b = symbols("a b", positive=True)
x, mu, nu = symbols("x mu nu", real=True)
i, m = symbols("i m", integer=True, positive=True)

REAL_CALLED_FAKE = Erratum(
    chapter=9,
    section="gan-minimax",
    source=r"If $D(G(z)) = 1$, the discriminator says that the image is fake, and $\log \to \infty$; if it takes it for "
    r"real, $\log \to 0$.",
    correction=r"$D = 1$ says *real*: then $\log(1 - D) \to -\infty$. $D = 0$ says *fake*: then $\log(1 - D) = 0$.",
    why="$D(x)$ is the probability that $x$ is data, and the logarithm of what goes to zero has no lower bound.",
    slip=Slip.ERROR,
    check=lambda limits: limits == (limit(log(1 - a), a, 1, "-"), log(1)),
    written=(-limit(log(1 - a), a, 1, "-"), log(1)),
    corrected=(limit(log(1 - a), a, 1, "-"), log(1)),
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
    source=r"$\max_G \mathbb{E}[\log D(G(z))]$ is equivalent to $\min_G \mathbb{E}[\log(1 - D(G(z)))]$.",
    correction="They are two objectives with the same direction for each single sample and the same fixed point.",
    why=r"Beliefs of $(\tfrac12, \tfrac12)$ have the larger mean of $\log D$, beliefs of $(0.1, 0.8)$ the smaller mean of "
    r"$\log(1 - D)$: the two disagree on which generator is better.",
    slip=Slip.ERROR,
    check=lambda relation: relation((lambda d: -log(d), lambda d: log(1 - d))),
    written=_same_preference,
    corrected=_same_direction,
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

DERIVATIVE_BY_THE_VARIABLE = Erratum(
    chapter=9,
    section="optimal-discriminator",
    source=r"Leibniz' rule, $\frac{d}{dx} \int f(x, t) \, dt$, is used to find the best $D$, as a point where the integral "
    "is *minimised*.",
    correction=r"The integrand is maximised at every point $x$ on its own; no derivative of an integral is taken.",
    why=r"$x$ is the variable of integration, the unknown is the function $D$. What is best at every point is best in the "
    r"integral. And the second derivative of $a \log y + b \log(1 - y)$ is negative: it is a maximum.",
    slip=Slip.ERROR,
    check=lambda sign: bool((sign * diff(a * log(x) + b * log(1 - x), x, 2)).subs({a: 1, b: 1, x: Rational(1, 2)}) > 0),
    written=1,
    corrected=-1,
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

CONCLUSION_ASSUMED = Erratum(
    chapter=9,
    section="gan-global-optimum",
    source=r"The proof begins: we know $D^* = \tfrac12$ and $p_G = p_{\text{data}}$.",
    correction=r"That gives the value $-\log 4$ at equality. That it is the minimum, and reached nowhere else, follows from "
    "Gibbs' inequality and its case of equality.",
    why="A theorem cannot be assumed in its proof; non-negative divergences alone do not say when they vanish.",
    slip=Slip.HYPOTHESIS,
)

UNTRAINED_AT_EQUILIBRIUM = Erratum(
    chapter=9,
    section="gan-convergence",
    source=r"With $D(x) = \tfrac12$ the discriminator is totally untrained.",
    correction="It is optimal, and cannot do better than to guess.",
    why=r"One half is the best answer where $p_G = p_{\text{data}}$. The theorem speaks of densities and of best answers, not "
    "of gradient steps on weights: those may orbit.",
    slip=Slip.ERROR,
)

FOUR_COPIED_AS_A_QUARTER = Erratum(
    chapter=9,
    section="earth-movers-distance",
    source=r"$P_4 = \tfrac14$ and $Q_3 = \tfrac14$.",
    correction="$P_4 = 4$ and $Q_3 = 4$.",
    why="Only then do both have the same total, ten, and the moves listed are those of the total work five.",
    slip=Slip.COPYING,
    check=lambda heaps: (
        sum(heaps[0]) == sum(heaps[1]) and sum(abs(sum(heaps[0][:k]) - sum(heaps[1][:k])) for k in (1, 2, 3)) == 5
    ),
    written=((3, 2, 1, Rational(1, 4)), (1, 2, Rational(1, 4), 3)),
    corrected=((3, 2, 1, 4), (1, 2, 4, 3)),
)

CLEAN_INPUT_TO_DENOISER = Erratum(
    chapter=9,
    section="denoising-autoencoder",
    source=r"The loss of the denoising autoencoder is $\sum_i (x_i - f_\phi(g_\phi(x_i)))^2$.",
    correction=r"$\sum_i (x_i - f_\theta(g_\phi(\tilde x_i)))^2$",
    why="The input is the corrupted one. With the clean one the identity has loss zero, which is what the noise prevents; "
    r"encoder and decoder have parameters of their own.",
    slip=Slip.COPYING,
    check=lambda fed: simplify((x - fed).subs(nu, 0)) == 0 and simplify(x - fed) != 0,
    written=x,
    corrected=x + nu,
)

CONDITIONAL_FOR_JOINT = Erratum(
    chapter=9,
    section="elbo",
    source=r"By Bayes' rule $\log p_\theta(z \mid x) = \log \frac{p_\theta(z \mid x)}{p_\theta(x)}$.",
    correction=r"$\log p_\theta(z \mid x) = \log \frac{p_\theta(z, x)}{p_\theta(x)}$",
    why="The numerator is the joint density. As written the evidence would have to be one.",
    slip=Slip.COPYING,
    check=lambda numerator: simplify(numerator / b - a) == 0,
    written=a,
    corrected=a * b,
)

PRIOR_LOST = Erratum(
    chapter=9,
    section="reparameterization-trick",
    source=r"$\mathbb{E}[\log p(x \mid z) - \log q + \log p(z)] = \mathbb{E}[\log p(x \mid z) - \log q]$",
    correction=r"$\mathbb{E}[\log p(x \mid z) - \log q + \log p(z)] = \mathbb{E}[\log p(x, z) - \log q]$",
    why="Likelihood and prior make the joint density; the prior may not be dropped.",
    slip=Slip.COPYING,
    check=lambda joined: expand_log(joined - log(a) - log(b), force=True) == 0,
    written=log(a),
    corrected=log(a * b),
)

EXCHANGE_FORBIDDEN = Erratum(
    chapter=9,
    section="reparameterization-trick",
    source=r"For $\phi$ it is not possible to apply Leibniz' rule.",
    correction=r"Leibniz' rule applies; but $\nabla_\phi$ then meets the density, and the result is no expectation of "
    r"$\nabla_\phi f$. It is one of $f \nabla_\phi \log q_\phi$.",
    why=r"For $f(x) = x^2$ and a Gaussian with mean $\mu$, the naive $\mathbb{E}[\nabla_\mu f]$ is $0$, the gradient $2\mu$.",
    slip=Slip.HYPOTHESIS,
    check=lambda gradient: simplify(gradient - diff(mu**2 + 1, mu)) == 0,
    written=diff(x**2, mu),
    corrected=2 * mu,
)

ERROR_FOR_LIKELIHOOD = Erratum(
    chapter=9,
    section="gaussian-decoder",
    source=r"We can substitute the term $\mathbb{E}[\log p(x \mid z)]$ just with $\operatorname{MSE}(x, x')$.",
    correction=r"With $-\frac{D}{2\sigma^2} \operatorname{MSE}(x, x')$ and a constant.",
    why="The sign turns a maximum into a minimum; the factor weighs reconstruction against the divergence.",
    slip=Slip.ERROR,
    check=lambda term: simplify(diff(-((x - mu) ** 2) / (2 * a) - term, mu)) == 0,
    written=(x - mu) ** 2,
    corrected=-Rational(1, 2) / a * (x - mu) ** 2,
)

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

NOISE_FROM_THE_GENERATOR = Erratum(
    chapter=9,
    section="wgan",
    source=r"$\mathbb{E}_{z \sim p_g}[f_w(g_\theta(z))]$",
    correction=r"$\mathbb{E}_{z \sim q}[f_w(g_\theta(z))]$, as in the source's algorithm.",
    why=r"$p_g$ is the density of $g_\theta(z)$. With $z$ uniform, $g(z) = z^2$ and $f(x) = x$ the mean is $\tfrac13$; with "
    r"$z \sim p_g$ it would be $\tfrac15$.",
    slip=Slip.COPYING,
    check=lambda density: integrate(a**2 * density, (a, 0, 1)) == Rational(1, 3),
    written=1 / (2 * a ** Rational(1, 2)),
    corrected=1,
)

LIPSCHITZ_CONSTANT_LOST = Erratum(
    chapter=9,
    section="wgan",
    source=r"$W(p_2, p_g) = \max_{w \in \mathcal{W}} |\mathbb{E}_{x \sim p_2}[f_w(x)] - \mathbb{E}_{z \sim p_g}[f_w(g_\theta(z))]|$",
    correction=r"At most $k W$, for critics of slope at most $k$: the $\frac1k$ of the line before is lost.",
    why="Between two points at a distance $a$ a critic of slope $k$ gains $ka$.",
    slip=Slip.HYPOTHESIS,
    check=lambda gain: simplify(gain - a) == 0,
    written=b * a,
    corrected=b * a / b,
)

LOG_VARIANCE_CALLED_POSITIVE = Erratum(
    chapter=9,
    section="vae",
    source=r"we change this $\log \sigma^2$ then to $2 \log \sigma$ to have the output of the net to be a positive Real Number",
    correction="The two are one number, of either sign. Positive is its exponential, and so the net gives the logarithm.",
    why=r"For $\sigma = \tfrac12$ it is $-2 \log 2$.",
    slip=Slip.ERROR,
    check=lambda allowed: bool(allowed(2 * log(Rational(1, 2)))),
    written=lambda output: output > 0,
    corrected=lambda output: output.is_real,
)
