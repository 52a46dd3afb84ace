r"""What the displays of chapter 5 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

NOISE = {r"\sigma^2": r"\mathbb{E}_{y}[(y - \mu)^2]"}
LIKELIHOOD = {r"L[\phi]": r"\sum_{i=1}^{n} -\log \Pr(y_i \mid f_i)"}
OVER_MASKS = {r"\mathbb{E}_m[#1]": r"\sum_{m=0}^{1} p^{1 - m} (1 - p)^m (#1)"}
DROPOUT = {r"\tilde h_k": r"\frac{m}{1 - p} h", "h_k": "h"}

NOTATION: dict[str, dict[str, str]] = {
    "eq:noise-apart": NOISE,
    "eq:bias-variance": NOISE,
    "eq:shell-volume": {
        r"V_d(\epsilon)": r"\frac{\int_{T (1 - \epsilon)}^{T} \Sigma_d \tau^{d-1} \, d\tau}{\int_{0}^{T} \Sigma_d "
        r"\tau^{d-1} \, d\tau}",
    },
    "eq:map": {r"\Pr(\phi)": r"p_\phi(\phi)"},
    "eq:gaussian-prior": {
        **LIKELIHOOD,
        r"\operatorname{Norm}_{\phi_j}[0, \sigma_\phi^2]": r"\frac{e^{-\phi_j^2 / (2 "
        r"\sigma_\phi^2)}}{\sqrt{2 \pi \sigma_\phi^2}}",
        r"\text{const}": r"\frac{J}{2} \log(2 \pi \sigma_\phi^2)",
        r"\lambda": r"\frac{1}{2 \sigma_\phi^2}",
    },
    "eq:laplace-prior": {**LIKELIHOOD, r"\text{const}": r"J \log(2 b)", r"\lambda": r"\frac1b"},
    "eq:descent-eigenbasis": {r"\phi^*": "U z^*", r"\phi": "U z", "H": r"U S U^\top"},
    "eq:stopping-strength": {r"\lambda": r"\frac{1}{\alpha t}"},
    "eq:dropout-mean": {**OVER_MASKS, **DROPOUT},
    "eq:dropout-variance": {
        r"\operatorname{Var}_m[\tilde h_k]": r"\sum_{m=0}^{1} p^{1 - m} (1 - p)^m \Big(\frac{m}{1 - p} h - h\Big)^2",
        **DROPOUT,
    },
    "eq:dropping-one-feature": OVER_MASKS,
    "eq:dropout-l2": {
        r"\mathbb{E}_m ( y - \sum_k \tfrac{m_k}{1 - p} x_k \phi_k )^2": "y^2 + B_d y + C_d",
        r"\sum_k x_k \phi_k": r"\sum_{k=1}^{d} x_k \phi_k",
        r"\sum_k x_k^2 \phi_k^2": r"\sum_{k=1}^{d} x_k^2 \phi_k^2",
    },
    "eq:distance-spread": {
        r"\operatorname{Var}[(x_j - x_j')^2]": r"\int_0^1 \int_0^1 \Big((x - x')^2 - \frac16\Big)^2 \, dx \, dx'",
        r"\mathbb{E}[(x_j - x_j')^2]": r"\int_0^1 \int_0^1 (x - x')^2 \, dx \, dx'",
    },
    "eq:ridge-solution": {
        "y": r"(X \hat\phi + e)",
        r"\hat\phi": r"\Big(\frac1\lambda X^\top e\Big)",
    },
    "eq:interpolation": {r"\hat\phi": r"X^\top \eta", "y": r"X X^\top \eta"},
    "eq:tail-is-a-penalty": {r"\hat\phi_1": r"X_1^\top \eta", "y": r"(X_1 X_1^\top + X_2 X_2^\top) \eta"},
    "eq:ridge-strength": {
        r"L[\phi]": r"\sum_{i=1}^{n} -\log \frac{e^{-(y_i - f_i)^2 / (2 \sigma^2)}}{\sqrt{2 \pi \sigma^2}}",
        r"f[x_i, \phi]": "f_i",
        r"\operatorname*{arg\,min}_{\phi} [#1]": r"\operatorname*{arg\,min}_{\phi_j} [#1]",
        r"\lambda": r"\frac{\sigma^2}{\sigma_\phi^2}",
    },
}
