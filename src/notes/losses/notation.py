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

NOTATION: dict[str, dict[str, str]] = {
    "eq:bernoulli-nll": {r"\ell": r"-\log\big(\lambda^y (1 - \lambda)^{1 - y}\big)"},
    "eq:bernoulli-logit": BERNOULLI,
    "eq:bernoulli-gradient": {r"\ell": r"\log(1 + e^f) - y f", **SIGMOID},
    "eq:categorical-nll": SOFTMAX,
    "eq:softmax-gradient": {
        r"\operatorname{softmax}_j(f)": r"\frac{e^{f_j}}{e^{f_j} + R}",
        r"\ell": r"\log(e^{f_j} + R) - (t_j f_j + c)",
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
    "eq:empirical-kl": {
        r"D_{\mathrm{KL}}(\hat p \,\|\, q(\phi))": r"\sum_{k=1}^{K} \frac{n_k}{n} \log \frac{n_k / n}{q(k, \phi)}",
        r"\hat p_k": r"\frac{n_k}{n}",
        r"q_k(\phi)": r"q(k, \phi)",
    },
    "eq:gaussian-nll": GAUSSIAN,
    "eq:least-squares": GAUSSIAN,
    "eq:optimal-variance": {
        r"\sum_{i=1}^{n} (y_i - f(x_i, \hat\phi))^2": "S",
        r"\hat\sigma^2": r"\operatorname*{arg\,min}_{\sigma^2} \Big[\frac n2 \log(2 \pi \sigma^2) + \frac{S}{2 "
        r"\sigma^2}\Big]",
    },
    "eq:heteroscedastic-nll": HETEROSCEDASTIC,
    "eq:heteroscedastic-gradients": HETEROSCEDASTIC,
    "eq:nll": {
        r"L(\phi)": r"-\sum_{i=1}^{n} \log p(y_i \mid x_i, \phi)",
        r"\ell_i": r"-\log p(y_i \mid x_i, \phi)",
    },
}
