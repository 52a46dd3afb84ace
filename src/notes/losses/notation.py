r"""What the notation of the displays of chapter 3 stands for in their proofs, LaTeX for LaTeX.

The page writes `\operatorname{sig}(f)`, the proof the fraction: a display is read with the second put in for the first.
"""

SIGMOID = {r"\operatorname{sig}(#1)": r"\frac{1}{1 + e^{-#1}}"}
BERNOULLI = {r"\ell": r"\Big(-y \log \frac{1}{1 + e^{-f}} - (1 - y) \log\Big(1 - \frac{1}{1 + e^{-f}}\Big)\Big)"}
SOFTMAX = {r"\operatorname{softmax}_{#1}(f)": r"\frac{e^{f_{#1}}}{\sum_{k=1}^{K} e^{f_k}}"}
NORMAL = r"\frac{e^{-(y_i - f(x_i, \phi))^2 / (2 \sigma^2)}}{\sqrt{2 \pi \sigma^2}}"
GAUSSIAN = {r"L(\phi, \sigma^2)": rf"-\sum_{{i=1}}^{{n}} \log {NORMAL}"}
DIVERGENCE = {
    r"H(p, q)": r"-\sum_{k=1}^{K} p_k \log q_k",
    r"H(p)": r"-\sum_{k=1}^{K} p_k \log p_k",
    r"D_{\mathrm{KL}}(p \,\|\, q)": r"\sum_{k=1}^{K} p_k \log \frac{p_k}{q_k}",
}
HETEROSCEDASTIC = {
    r"\ell(\mu, s)": r"-\log \frac{e^{-(y - \mu)^2 e^{-s} / 2}}{\sqrt{2 \pi e^s}}",
    r"\ell": r"\Big(\tfrac12 \log 2\pi + \tfrac12 s + \tfrac12 (y - \mu)^2 e^{-s}\Big)",
}

SOFT = {r"\ell": r"\Big(\log(e^{f_j} + R) - (t_j f_j + T)\Big)"}
PREFERRED = r"\frac{e^{f_y}}{e^{f_y} + R}"
PINBALL = {r"\ell_\rho(#1)": r"\frac{|#1| + (2 \frac{n_1}{n_1 + n_2} - 1) (#1)}{2}"}
FAMILY = r"\log \sum_{k=1}^{K} h_k e^{f u_k}"

NOTATION: dict[str, dict[str, str]] = {
    "eq:bernoulli-nll": {r"\ell": r"-\log\big(\lambda^y (1 - \lambda)^{1 - y}\big)"},
    "eq:bernoulli-logit": BERNOULLI,
    "eq:bernoulli-gradient": {r"\ell": r"\log(1 + e^f) - y f", **SIGMOID},
    "eq:categorical-nll": SOFTMAX,
    "eq:softmax-gradient": {
        r"\operatorname{softmax}_j(f)": r"\frac{e^{f_j}}{e^{f_j} + e^{f_k} + R}",
        r"\ell": r"\log(e^{f_j} + e^{f_k} + R) - (t_j f_j + t_k f_k + T)",
    },
    "eq:softmax-shift": {
        r"\operatorname{softmax}(f + c)": r"\frac{e^{f_j + c}}{\sum_{k=1}^{K} e^{f_k + c}}",
        r"\operatorname{softmax}(f)": r"\frac{e^{f_j}}{\sum_{k=1}^{K} e^{f_k}}",
    },
    "eq:softmax-sigmoid": {r"\operatorname{softmax}_1(f_0, f_1)": r"\frac{e^{f_1}}{e^{f_0} + e^{f_1}}", **SIGMOID},
    "eq:laplace-nll": {
        r"\mu_i": r"f(x_i, \phi)",
        "L": r"-\sum_{i=1}^{n} \log \frac{e^{-|y_i - f(x_i, \phi)| / b}}{2 b}",
    },
    "eq:poisson-nll": {r"\lambda": "e^f"},
    "eq:cross-entropy-decomposition": DIVERGENCE,
    "eq:gibbs": DIVERGENCE,
    "eq:gibbs-gaps": DIVERGENCE,
    "eq:empirical-kl": {
        r"D_{\mathrm{KL}}(\hat p_x \,\|\, q_x)": r"\sum_{k=1}^{K_x} \hat p(k \mid x) "
        r"\log \frac{\hat p(k \mid x)}{q(k \mid x, \phi)}",
    },
    "eq:soft-cross-entropy": {r"\operatorname{softmax}_k(f)": r"\frac{e^{f_k}}{\sum_{j=1}^{K} e^{f_j}}"},
    "eq:soft-optimum": SOFT,
    "eq:smoothed-margin": {
        "t_y": r"\Big(1 - \varepsilon + \frac{\varepsilon}{K}\Big)",
        "t_k": r"\frac{\varepsilon}{K}",
    },
    "eq:logarithmic-proper": DIVERGENCE,
    "eq:brier-proper": {
        "S(p, q)": r"\sum_{j=1}^{K} p_j \Big(\sum_{k=1}^{K} q_k^2 - 2 q_j + 1\Big)",
        "S(p, p)": r"\sum_{j=1}^{K} p_j \Big(\sum_{k=1}^{K} p_k^2 - 2 p_j + 1\Big)",
    },
    "eq:focal-gradient": {
        r"\lambda_y": PREFERRED,
        r"\ell_\gamma": rf"\Big(-\Big(1 - {PREFERRED}\Big)^\gamma \log {PREFERRED}\Big)",
    },
    "eq:quantile-minimiser": PINBALL,
    "eq:conformal-coverage": {r"\lceil (n + 1)(1 - \alpha) \rceil": r"\hat k"},
    "eq:weighted-pull": {
        r"\ell_\beta": r"\omega \Big(\tfrac12 \log 2\pi + \tfrac12 s + \tfrac12 (y - \mu)^2 e^{-s}\Big)"
    },
    "eq:exponential-family": {
        r"A'(f)": rf"\frac{{\partial}}{{\partial f}} {FAMILY}",
        "A(f)": rf"\Big({FAMILY}\Big)",
        r"\ell": rf"\Big({FAMILY} - f u_y - \log h_y\Big)",
    },
    "eq:gaussian-nll": GAUSSIAN,
    "eq:least-squares": GAUSSIAN,
    "eq:optimal-variance": {
        r"\sum_{i=1}^{n} (y_i - f(x_i, \hat\phi))^2": "Q",
        r"\hat\sigma^2": r"\operatorname*{arg\,min}_{\sigma^2} \Big[\frac n2 \log(2 \pi \sigma^2) + \frac{Q}{2 "
        r"\sigma^2}\Big]",
    },
    "eq:heteroscedastic-nll": HETEROSCEDASTIC,
    "eq:heteroscedastic-gradients": HETEROSCEDASTIC,
    "eq:nll": {
        r"L(\phi)": r"-\sum_{i=1}^{n} \log p(y_i \mid x_i, \phi)",
        r"\ell_i": r"-\log p(y_i \mid x_i, \phi)",
    },
}
