"""Slips of the source's chapter 9 on autoencoders, the evidence bound and the way around the draw."""

from sympy import Expr, Rational, diff, exp, expand_log, integrate, log, oo, randMatrix, simplify, symbols

from notes.errata import Erratum, Slip

a, b = symbols("a b", positive=True)
x, mu, nu = symbols("x mu nu", real=True)

IDENTITY_OF_A_NARROW_CODE = Erratum(
    chapter=9,
    section="autoencoder",
    source="Note: this has a problem, might learn an identity function",
    correction="If the code is as wide as the input; else only on the images learnt.",
    why="A linear decoder after a linear encoder has no more rank than the code has units. (Finitely many images a large decoder can "
    "learn by heart, through one unit.)",
    slip=Slip.HYPOTHESIS,
    check=lambda units: (randMatrix(3, units, seed=1) * randMatrix(units, 3, seed=2)).rank() == 3,
    written=2,
    corrected=3,
)

CLEAN_INPUT_TO_DENOISER = Erratum(
    chapter=9,
    section="denoising-autoencoder",
    source=r"$L(\phi, \theta) = \sum_{i=1}^m (x_i - x'_i)^2 = \sum_{i=1}^m (x_i - f_\phi(g_\phi(x_i)))^2$",
    correction=r"$\sum_i (x_i - f_\theta(g_\phi(\tilde x_i)))^2$",
    why="The input is the corrupted one. With the clean one the identity has loss zero, which is what the noise prevents; "
    r"encoder and decoder have parameters of their own.",
    slip=Slip.COPYING,
    check=lambda fed: simplify((x - fed).subs(nu, 0)) == 0 and simplify(x - fed) != 0,
    written=x,
    corrected=x + nu,
)


def _coins(wanted: Expr, rate: Expr) -> Expr:
    """The divergence of two coins."""
    return wanted * log(wanted / rate) + (1 - wanted) * log((1 - wanted) / (1 - rate))


RATES_NAMED_LIKE_WEIGHTS = Erratum(
    chapter=9,
    section="sparse-autoencoder",
    source=r"$L(\phi, \theta) = L_{\text{MSE}}(\phi, \theta) + \beta D_{KL}(\phi || \hat{\phi})$, target activation for a certain layer",
    correction=r"$\beta \sum_j D_{\mathrm{KL}}(\rho \,\|\, \hat\rho_j)$, two coins for every unit $j$.",
    why=r"$\phi$ are weights in the same line. One *target* for a layer is usual; with one measured rate, units that are on too seldom "
    "would make up for others.",
    slip=Slip.COPYING,
    check=lambda penalty: bool(penalty(Rational(1, 10), (Rational(1, 20), Rational(3, 20))) > 0),
    written=lambda wanted, rates: _coins(wanted, sum(rates) / len(rates)),
    corrected=lambda wanted, rates: sum(_coins(wanted, rate) for rate in rates),
)

INTEGRAL_CALLED_ONE = Erratum(
    chapter=9,
    section="elbo",
    source=r"$\int_{\mathbb{R}} (\log p_\theta(x)) q_\phi(z|x) dz = 1$; Joint prob. of $x$; the distance between our prob. distribution of the input, $w_2$ to $z$",
    correction=r"$\int q_\phi(z \mid x)\, dz = 1$, so the term is $\log p_\theta(x)$, as the next line has it; joint density of $x$ *and* $z$; *w. r. to* $z$.",
    why="Only the density integrates to one; the factor moves out. The check has $e^{-z}$ for the density.",
    slip=Slip.COPYING,
    check=lambda term: simplify(integrate(log(b) * exp(-a), (a, 0, oo)) - term) == 0,
    written=1,
    corrected=log(b),
)

CONDITIONAL_FOR_JOINT = Erratum(
    chapter=9,
    section="elbo",
    source=r"$\mathbb{E}_{q_\phi} [\log q_\phi(z|x)] - \mathbb{E}_{q_\phi} \left[\log \frac{p_\theta(z|x)}{p_\theta(x)} \right]$",
    correction=r"$\log p_\theta(z \mid x) = \log \frac{p_\theta(z, x)}{p_\theta(x)}$",
    why="The numerator is the joint density. As written the evidence would have to be one.",
    slip=Slip.COPYING,
    check=lambda numerator: simplify(numerator / b - a) == 0,
    written=a,
    corrected=a * b,
)

ERROR_FOR_LIKELIHOOD = Erratum(
    chapter=9,
    section="gaussian-decoder",
    source=r"with $x'$ we can now substitute this term just with $\text{MSE}(x, x')$",
    correction=r"With $-\frac{D}{2\sigma^2} \operatorname{MSE}(x, x')$ and a constant.",
    why="The sign turns a maximum into a minimum; the factor weighs reconstruction against the divergence.",
    slip=Slip.ERROR,
    check=lambda term: simplify(diff(-((x - mu) ** 2) / (2 * a) - term, mu)) == 0,
    written=(x - mu) ** 2,
    corrected=-Rational(1, 2) / a * (x - mu) ** 2,
)

MOMENTS_CALLED_THETA = Erratum(
    chapter=9,
    section="reparameterization-trick",
    source=r"under $\mathcal{L}_{\phi, \theta}$: this is the set that contains $\mu, \sigma$ for $z$; and at the end: Thanks to Liebniz Rule we move in the gradient, "
    r"$\nabla_\phi \mathbb{E}_{p(\epsilon)} [\log p_\theta(x, z) - \log q_\phi(z|x)]$; before it $\{ \nabla_\theta f(g(\epsilon, \theta)) p(\epsilon) d\epsilon \}$",
    correction=r"If $\theta$ is meant: it is the *decoder's* weights; $\mu$ and $\sigma$ are outputs of the encoder. And inside it reads "
    r"$\mathbb{E}_{p(\epsilon)} [\nabla_\phi (\log p_\theta(x, z) - \log q_\phi(z \mid x))]$ with $z = g(\phi, x, \epsilon)$; the brace is an integral sign.",
    why="As written the gradient stands outside still. (Which of two letters the first words are about the page does not show.)",
    slip=Slip.COPYING,
)

EXCHANGE_FORBIDDEN = Erratum(
    chapter=9,
    section="reparameterization-trick",
    source=r"for $\phi$ we cannot because it's not possible to apply the Liebniz Rule",
    correction=r"Leibniz' rule applies; but $\nabla_\phi$ then meets the density, and the result is no expectation of "
    r"$\nabla_\phi f$. It is one of $f \nabla_\phi \log q_\phi$.",
    why=r"For $f(x) = x^2$ and a Gaussian with mean $\mu$, the naive $\mathbb{E}[\nabla_\mu f]$ is $0$, the gradient $2\mu$.",
    slip=Slip.HYPOTHESIS,
    check=lambda gradient: simplify(gradient - diff(mu**2 + 1, mu)) == 0,
    written=diff(x**2, mu),
    corrected=2 * mu,
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

DEVIATION_FOR_VARIANCE = Erratum(
    chapter=9,
    section="vae",
    source=r"$(z \sim N(y, \exp(0.5 \cdot 2 \log \sigma)))$",
    correction=r"$\mathcal{N}(\mu, \exp(2 \log \sigma))$; the factor $\tfrac12$ gives the deviation, by which noise is multiplied.",
    why=r"In the source's chapters 3 and 5 the second place is the variance; here, and in its $N(x; \mu, \sigma)$, it is the deviation. And "
    r"$y$ is $\mu$, misread by the scan as in chapters 3 and 4.",
    slip=Slip.COPYING,
    check=lambda second: simplify(second - a**2) == 0,
    written=exp(Rational(1, 2) * 2 * log(a)),
    corrected=exp(2 * log(a)),
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
