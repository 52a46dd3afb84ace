r"""What the displays of chapter 9 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

DATA, MADE = r"p_{\text{data}}(x)", "p_G(x)"
DISCRIMINATOR = {"D(x)": r"\frac{r(x)}{r(x) + 1}"}
MIDDLE = rf"\frac{{{DATA} + {MADE}}}{{2}}"
TO_THE_MIDDLE = {
    r"D_{\mathrm{KL}}(p_{\text{data}} \,\|\, \tfrac{p_{\text{data}} + p_G}{2})": rf"\int {DATA} \log "
    rf"\frac{{{DATA}}}{{{MIDDLE}}} \, dx",
    r"D_{\mathrm{KL}}(p_G \,\|\, \tfrac{p_{\text{data}} + p_G}{2})": rf"\int {MADE} \log "
    rf"\frac{{{MADE}}}{{{MIDDLE}}} \, dx",
}
CRITERION = {
    "C(G)": rf"\int \Big({DATA} \log \frac{{{DATA}}}{{{DATA} + {MADE}}} + {MADE} \log \frac{{{MADE}}}{{{DATA} + "
    rf"{MADE}}}\Big) \, dx"
}
DIVERGENCE = {
    r"\mathrm{JSD}(p_{\text{data}}, p_G)": rf"\Big(\frac12 \int {DATA} \log \frac{{{DATA}}}{{{MIDDLE}}} \, dx "
    rf"+ \frac12 \int {MADE} \log \frac{{{MADE}}}{{{MIDDLE}}} \, dx\Big)"
}
BOUND = r"\mathbb{E}_{q_\phi}\Big[\log \frac{p(z) p_\theta(x \mid z)}{q_\phi(z \mid x)}\Big]"
NOISE = {r"\mathcal{N}(\tilde x; x, s)": r"\frac{e^{-(\tilde x - x)^2 / (2 s)}}{\sqrt{2 \pi s}}"}

NOISY = r"\frac{e^{-x^2 / (2 v)}}{\sqrt{2 \pi v}} \frac{e^{-(\tilde x - x)^2 / (2 s)}}{\sqrt{2 \pi s}}"
BELL = r"\frac{1}{\sqrt{2 \pi}} e^{-\epsilon^2 / 2}"
OVER_NOISE = {r"\mathbb{E}_\epsilon[#1]": rf"\int_{{-\infty}}^{{\infty}} (#1) {BELL} \, d\epsilon"}
MOVED = r"(\mu + \sigma \epsilon)"
BOUND_BY_MOMENTS = r"-\frac12 \log(2 \pi v) - \frac{(x - \mu)^2 + w}{2 v} - \frac12 (\mu^2 + w - 1 - \log w)"
AT_THE_BEST = rf"\right|_{{\operatorname*{{arg\,max}}_{{\mu, w}} {BOUND_BY_MOMENTS}}}"


BETWEEN = r"\frac{e^{-(x - t x_1)^2 / (2 (1 - t)^2)}}{\sqrt{2 \pi (1 - t)^2}}"
STEP_BACK = {
    r"\tilde\mu_t": r"\frac{\sqrt{\bar\alpha_{t-1}} \beta_t x_0 + \sqrt{\alpha_t} (1 - \bar\alpha_{t-1}) x_t}"
    r"{1 - \bar\alpha_t}",
    r"\tilde\beta_t": r"\frac{(1 - \bar\alpha_{t-1}) \beta_t}{1 - \bar\alpha_t}",
}


def log_normal(at: str, mean: str, variance: str) -> dict[str, str]:
    """The notation for the logarithm of a Gaussian density, and what it stands for.

    Args:
        at: LaTeX of the point.
        mean: LaTeX of the mean.
        variance: LaTeX of the variance.

    Returns:
        The one entry of a table of notation.
    """
    return {
        rf"\log \mathcal{{N}}({at}; {mean}, {variance})": rf"\Big(-\frac{{({at} - {mean})^2}}{{2 ({variance})}} "
        rf"- \frac12 \log(2 \pi ({variance}))\Big)"
    }


NOTATION: dict[str, dict[str, str]] = {
    "eq:gan-cross-entropy": {
        "H(D)": rf"\Big(\int \Big(-\frac{{{DATA} \log D(x)}}{{2}}\Big) \, dx + \int \Big(-\frac{{{MADE} \log(1 - "
        rf"D(x))}}{{2}}\Big) \, dx\Big)",
        **DISCRIMINATOR,
    },
    "eq:optimal-discriminator": {
        "V(D, G)": rf"\int \big({DATA} \log D(x) + {MADE} \log(1 - D(x))\big) \, dx",
        "V(D^*, G)": rf"\int \Big({DATA} \log \frac{{{DATA}}}{{{DATA} + {MADE}}} + {MADE} \log \frac{{{MADE}}}{{{DATA} "
        rf"+ {MADE}}}\Big) \, dx",
        "D^*(x)": rf"\frac{{{DATA}}}{{{DATA} + {MADE}}}",
        **DISCRIMINATOR,
    },
    "eq:criterion-kl": {**TO_THE_MIDDLE, **CRITERION},
    "eq:global-optimum": {r"p_{\text{data}}": DATA, "p_G": MADE, **CRITERION},
    "eq:jsd-bound": DIVERGENCE,
    "eq:orbit": {
        r"u'^2 + v'^2 - \eta u' v'": r"(u - \eta v)^2 + \big(\eta (u - \eta v) + v\big)^2 - \eta (u - "
        r"\eta v) \big(\eta (u - \eta v) + "
        r"v\big)",
        "u'": r"(u - \eta v)",
        "v'": r"(\eta u + v)",
    },
    "eq:non-saturating": {"D": r"\frac{1}{1 + e^{-f}}"},
    "eq:kl-of-bumps": {
        r"\mathcal{N}(x; 0, s^2)": r"\frac{e^{-x^2 / (2 s^2)}}{\sqrt{2 \pi s^2}}",
        r"\mathcal{N}(x; \theta, s^2)": r"\frac{e^{-(x - \theta)^2 / (2 s^2)}}{\sqrt{2 \pi s^2}}",
    },
    "eq:weak-duality": {"d_{ij}": "(f_i - f_j + s_{ij})"},
    "eq:disjoint": {r"\int_{p > 0}": r"\int", r"\int_{q > 0}": r"\int", "p": "p(x)", "q": "q(x)"},
    "eq:denoiser": {
        r"\mathbb{E}[x \mid \tilde x]": rf"\frac{{\int_{{-\infty}}^{{\infty}} x {NOISY} \, dx}}"
        rf"{{\int_{{-\infty}}^{{\infty}} {NOISY} \, dx}}",
        r"\log p(\tilde x)": r"\Big(-\frac{\tilde x^2}{2 (v + s)} - \frac12 \log(2 \pi (v + s))\Big)",
    },
    "eq:tweedie": {
        r"\mathbb{E}[x \mid \tilde x]": r"\frac{\int x \, p(x) \, \mathcal{N}(\tilde x; x, s) \, dx}{p(\tilde x)}",
        r"p(\tilde x)": r"\int p(x) \, \mathcal{N}(\tilde x; x, s) \, dx",
        **NOISE,
    },
    "eq:naive-exchange": {
        r"\nabla_\mu (\mu^2 + \sigma^2)": r"\frac{\partial}{\partial \mu} (\mu^2 + \sigma^2)",
        r"\mathbb{E}[x^2]": rf"\int_{{-\infty}}^{{\infty}} {MOVED}^2 {BELL} \, d\epsilon",
        r"\mathbb{E}[\nabla_\mu x^2]": r"\mathbb{E}_{x \sim p}\Big[\frac{\partial}{\partial \mu} x^2\Big]",
    },
    "eq:estimators-agree": {
        "x": r"(\mu + \sigma \epsilon)",
        r"\varphi(\epsilon)": r"\frac{1}{\sqrt{2 \pi}} e^{-\epsilon^2 / 2}",
    },
    "eq:evidence-decomposition": {
        r"D_{\mathrm{KL}}(q_\phi(z \mid x) \,\|\, p_\theta(z \mid x))": r"\mathbb{E}_{q_\phi}\Big[\log "
        r"\frac{q_\phi(z \mid x) p_\theta(x)}{p(z) p_\theta(x \mid z)}\Big]",
        r"p_\theta(x, z)": r"p(z) p_\theta(x \mid z)",
    },
    "eq:elbo-bound": {r"\mathrm{ELBO}": BOUND},
    "eq:elbo": {
        r"\mathrm{ELBO}": BOUND,
        r"D_{\mathrm{KL}}(q_\phi(z \mid x) \,\|\, p(z))": r"\mathbb{E}_{q_\phi}\Big[\log \frac{q_\phi(z "
        r"\mid x)}{p(z)}\Big]",
    },
    "eq:gaussian-decoder": {
        r"\mathcal{N}(x_d; f_d, \sigma^2)": r"\frac{e^{-(x_d - f_d)^2 / (2 \sigma^2)}}{\sqrt{2 \pi \sigma^2}}",
        r"\sigma^2": "v",
        r"\mathrm{MSE}": r"\frac1D \sum_{d=1}^{D} (x_d - f_d)^2",
    },
    "eq:importance-weighted-bound": {"W": "W(z)"},
    "eq:lotus": {
        "f(G(z))": r"\left. \frac{\frac{d}{dx} H(x)}{p_G(x)} \right|_{x = G(z)}",
        "q(z)": r"\left. p_G(x) \right|_{x = G(z)} \frac{d}{dz} G(z)",
        "f(x)": r"\frac{\frac{d}{dx} H(x)}{p_G(x)}",
        "b": "(a + w)",
    },
    "eq:pushforward": {
        "p_G(G(z))": r"\left. \frac{d}{dx} F_G(x) \right|_{x = G(z)}",
        "q(z)": r"\frac{d}{dz} F_G(G(z))",
    },
    "eq:reparameterization": {
        r"\mathcal{N}(\mu + \sigma\epsilon; \mu, \sigma^2)": r"\left. \frac{e^{-(x - \mu)^2 / (2 \sigma^2)}}"
        r"{\sqrt{2 \pi \sigma^2}} \right|_{x = \mu + \sigma \epsilon}",
        r"\mathcal{N}(\epsilon; 0, 1)": BELL,
    },
    "eq:estimator-variances": {**OVER_NOISE, "x": MOVED},
    "eq:conjugate": {
        **log_normal("z", "0", "1"),
        **log_normal("x", "z", "v"),
        **log_normal("z", r"\frac{x}{1 + v}", r"\frac{v}{1 + v}"),
        **log_normal("x", "0", "1 + v"),
    },
    "eq:gaussian-kl": {
        r"D_{\mathrm{KL}}(\mathcal{N}(\mu, v) \,\|\, \mathcal{N}(\nu, w))": r"\int_{-\infty}^{\infty} "
        r"\frac{e^{-(z - \mu)^2 / (2 v)}}{\sqrt{2 \pi v}} \Big(-\frac{(z - \mu)^2}{2 v} - \frac12 \log(2 \pi v) "
        r"+ \frac{(z - \nu)^2}{2 w} + \frac12 \log(2 \pi w)\Big) \, dz",
    },
    "eq:elbo-tight": {
        r"B(\mu, w)": rf"\big({BOUND_BY_MOMENTS}\big)",
        r"\hat\mu": rf"\left. \mu {AT_THE_BEST}",
        r"\hat w": rf"\left. w {AT_THE_BEST}",
        r"\log \mathcal{N}(x; 0, 1 + v)": r"\Big(-\frac{x^2}{2 (1 + v)} - \frac12 \log(2 \pi (1 + v))\Big)",
    },
    "eq:penalised-orbit": {"u'": r"(u - \eta v)", "v'": r"(v + \eta (u - \lambda v))"},
    "eq:diffusion-posterior": {
        **log_normal("x_t", r"\sqrt{\alpha_t} x_{t-1}", r"\beta_t"),
        **log_normal("x_{t-1}", r"\sqrt{\bar\alpha_{t-1}} x_0", r"1 - \bar\alpha_{t-1}"),
        **log_normal("x_{t-1}", r"\tilde\mu_t", r"\tilde\beta_t"),
        **log_normal("x_t", r"\sqrt{\alpha_t} \sqrt{\bar\alpha_{t-1}} x_0", r"1 - \bar\alpha_t"),
        **STEP_BACK,
        r"1 - \bar\alpha_{t-1}": "V",
        r"1 - \bar\alpha_t": r"(a^2 V + \beta_t)",
        r"\sqrt{\alpha_t}": "a",
        r"\sqrt{\bar\alpha_{t-1}}": "c",
    },
    "eq:diffusion-weight": {
        r"\mu_f": STEP_BACK[r"\tilde\mu_t"].replace("x_0", "f"),
        **STEP_BACK,
        r"\beta_t": r"(1 - \alpha_t)",
        r"\bar\alpha_t": r"(\alpha_t \bar\alpha_{t-1})",
    },
    "eq:diffusion-score": {
        r"\mathbb{E}[\epsilon \mid x_t]": r"\frac{1}{p(x_t)} \int "
        r"\frac{x_t - \sqrt{\bar\alpha} x_0}{\sqrt{1 - \bar\alpha}} p(x_0) p(x_t \mid x_0) \, dx_0",
        "p(x_t)": r"\int p(x_0) p(x_t \mid x_0) \, dx_0",
        r"p(x_t \mid x_0)": r"\frac{e^{-(x_t - \sqrt{\bar\alpha} x_0)^2 / (2 (1 - \bar\alpha))}}"
        r"{\sqrt{2 \pi (1 - \bar\alpha)}}",
    },
    "eq:continuity": {
        r"p_t(x) \bar u_t(x)": rf"\int \frac{{x_1 - x}}{{1 - t}} p(x_1) {BETWEEN} \, dx_1",
        "p_t(x)": rf"\int p(x_1) {BETWEEN} \, dx_1",
    },
    "eq:frechet": {r"\mathbb{E}[(x - y)^2]": r"\int p(z) (X(z) - Y(z))^2 \, dz"},
    "eq:coupling": {"y": r"(x_2 e^{\kappa(x_1)} + \tau(x_1))"},
    "eq:coupling-mass": {
        r"q( x_2 e^{\kappa(x_1)} + \tau(x_1))": r"\left. \frac{d}{dy} Q(y) \right|_{y = x_2 "
        r"e^{\kappa(x_1)} + \tau(x_1)}",
        "q(y)": r"\frac{d}{dy} Q(y)",
        "b": "(a + w)",
    },
    "eq:strong-duality": {r"\gamma_{12}": "t", "f_1": "d", "f_2": "0"},
    "eq:linear-autoencoder": {r"\max_k v_k": "v", "v_k": "(v - t_k)"},
}
