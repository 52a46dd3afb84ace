r"""What the displays of chapter 15 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

ANY_LOSS = r"\big(\ell(i, D) - \mathbb{E}_{D \sim P}[\ell(i, D)] + R\big)"
ENTRY = r"\frac{n_{ij} + (p_i - \sum_{k=1}^{c} n_{ik}) / c}{p_i}"
LAST = r"\Big(S - \sum_{k=1}^{c'} \ell(k, x, \phi)\Big)"
CORRECTED = r"(T^{-1} \ell)"
AGREEMENT = r"\frac{\tau_k e^{f_k} + Z_+}{e^{f_k} + Z_- + Z_+}"


def risk(of_first: str, of_last: str) -> str:
    """The mean of a loss over the inputs and their true classes.

    Args:
        of_first: LaTeX of the loss of class k, one of the first c'.
        of_last: LaTeX of the loss of the last class.

    Returns:
        LaTeX of the mean.
    """
    of_rest = rf"\Big(1 - \sum_{{k=1}}^{{c'}} p(k, x)\Big) {of_last}"
    return rf"\mathbb{{E}}_{{x \sim P}}\Big[\sum_{{k=1}}^{{c'}} p(k, x) {of_first} + {of_rest}\Big]"


def seen(loss: str) -> str:
    """The mean of a loss over the observed label of a class.

    Args:
        loss: LaTeX of the loss of the class.

    Returns:
        LaTeX of the mean.
    """
    return rf"\Big((1 - \eta) {loss} + \frac{{\eta}}{{c - 1}} (S - {loss})\Big)"


def smoothed(true: str) -> str:
    """The loss of a class, smoothed by the negative share that undoes a positive one.

    Args:
        true: LaTeX of the index of the class.

    Returns:
        LaTeX of the smoothed loss.
    """
    share = r"\frac{\eta'}{1 - \eta'}"
    return rf"\Big(\Big(1 + {share}\Big) \ell_{true} - \frac{{1}}{{c}} {share} \sum_{{k=1}}^{{c}} \ell_k\Big)"


NOTATION: dict[str, dict[str, str]] = {
    "eq:bayes-classifier": {
        r"p(\hat y(x) \mid x)": r"p_{\hat y}(x)",
        r"R(y^*)": r"\mathbb{E}_x[1 - \max_k p(k \mid x)]",
        r"\max_k p(k \mid x)": r"\max(p_{\hat y}(x), p_{*}(x))",
    },
    "eq:noisy-unbiased": {
        r"\mathbb{E} \hat R(f)": rf"\mathbb{{E}}_{{D \sim P}}\Big[\frac1m \sum_{{i=1}}^{{m}} {ANY_LOSS}\Big]",
        r"\mathbb{E} \ell(f(x_i), y_i)": rf"\mathbb{{E}}_{{D \sim P}}[{ANY_LOSS}]",
        r"R_\ell(f)": "R",
    },
    "eq:noisy-distribution": {r"\tilde p_j": r"\sum_{i=1}^{c} T_{ij} p_i", "T_{ij}": ENTRY},
    "eq:noise-definitions": {r"\eta": r"\Big(1 - \Big(1 - \eta' + \frac{\eta'}{c}\Big)\Big)"},
    "eq:backward-unbiased": {
        r"( \mathbb{E}_{\tilde y \mid y} \ell^{\leftarrow}(f, \tilde y) )_{y = 1, \dots, c}": rf"T {CORRECTED}",
        r"\ell^{\leftarrow}": CORRECTED,
    },
    "eq:forward-minimiser": {r"\psi(#1)": r"\big(\eta + (1 - 2 \eta) #1\big)"},
    "eq:mae-sum": {r"\ell_{\text{MAE}}(f, k)": r"\Big(1 - p_k + \sum_{j=1}^{c} p_j - p_k\Big)"},
    "eq:mae-robust": {
        r"\tilde R(f)": risk(seen(r"\ell(k, x, \phi)"), seen(LAST)),
        "R(f)": risk(r"\ell(k, x, \phi)", LAST),
        r"\eta": r"\frac{\eta' c'}{c' + 1}",
        "c": "(c' + 1)",
    },
    "eq:gce-limit": {r"\lim_{q \to 0} p_y^q": r"\lim_{q' \to 0} p_y^{q'}"},
    "eq:gce-gradient": {
        r"\nabla_\phi \ell_q(f, y)": r"\frac{d}{d\phi} \frac{1 - e^{-q \ell(\phi)}}{q}",
        "p_y^q": r"e^{-q \ell(\phi)}",
        r"\nabla_\phi (-\log p_y)": r"\frac{d}{d\phi} \ell(\phi)",
    },
    "eq:elr-signs": {"p_k": r"\frac{e^{f_k}}{e^{f_k} + Z}", "p_y": r"\frac{e^{f_y}}{e^{f_k} + Z}"},
    "eq:elr-gradient": {
        r"\langle p, \tau \rangle": AGREEMENT,
        "p_k": r"\frac{e^{f_k}}{e^{f_k} + Z_- + Z_+}",
    },
    "eq:mixup-expected": {
        r"\mathbb{E}_\lambda[#1]": r"\mathbb{E}_\Delta\Big[\frac12 \left. (#1) \right|_{\lambda = \frac12 + \Delta} "
        r"+ \frac12 \left. (#1) \right|_{\lambda = \frac12 - \Delta}\Big]",
        r"\alpha": r"(1 + \alpha')",
    },
    "eq:mixup-loss": {
        r"\ell(f, \lambda y_1 + (1 - \lambda) y_2)": r"-\sum_{k=1}^{c} "
        r"(\lambda y_{1k} + (1 - \lambda) y_{2k}) \log p_k",
        r"\ell(f, y_1)": r"-\sum_{k=1}^{c} y_{1k} \log p_k",
        r"\ell(f, y_2)": r"-\sum_{k=1}^{c} y_{2k} \log p_k",
    },
    "eq:smoothing-backward": {r"\ell^{\delta}_y": smoothed("y"), r"\ell^{\delta}_j": smoothed("j")},
    "eq:clean-accuracy": {r"\tilde A": r"\Big((1 - \eta) A + \frac{\eta}{c - 1} (1 - A)\Big)", "c": "(1 + c')"},
}
