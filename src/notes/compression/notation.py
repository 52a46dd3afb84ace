r"""What the displays of chapter 12 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one logit; `R` and `C` stand for what all others add.
"""

ALL = r"e^{z / T} + \sum_{j=1}^{m} e^{u_j / T}"
OWN_SHARE = rf"\frac{{e^{{z / T}}}}{{{ALL}}}"
ONE_LOGIT = {"z_i": "z", "v_i": "v"}

NOTATION: dict[str, dict[str, str]] = {
    "eq:kept-values": {"v_i": "v", "w_i": "w"},
    "eq:gradient-saliency": {r"\frac{\partial L}{\partial w}": r"\frac{d}{dw} L(w)"},
    "eq:brain-damage": {
        r"\delta L": r"\sum_{i=1}^{r} \left. \delta g + \frac12 h_i \delta^2 \right|_{g = 0, \delta = -w_i}",
        r"\sum_{i \in R} #1": r"\sum_{i=1}^{r} (#1)",
        "h_{ii}": "h_i",
    },
    "eq:surgeon-pair": {
        r"C(\delta)": r"\tfrac12 \big( h_{11} w^2 - 2 h_{12} w \delta + h_{22} \delta^2 \big)",
        "[H^{-1}]_{11}": r"\frac{h_{22}}{h_{11} h_{22} - h_{12}^2}",
    },
    "eq:surgeon-cost": {
        r"\tfrac12 \delta^{*\top} (H \delta^*)": r"\tfrac12 \sum_i \delta^*_i (H \delta^*)_i",
        r"\sum_i #1": r"\sum_{i=1}^{q + r} (#1)",
        r"(H \delta^*)_i": r"\Big(-\frac{w}{h} \mathbb{1}[i = q]\Big)",
        r"\delta^*_i": r"\Big(-\frac{w}{h} (g_i (1 - \mathbb{1}[i = q]) + h \mathbb{1}[i = q])\Big)",
        r"\delta^*": r"\Big(-\frac{w}{h} H^{-1} e_q\Big)",
        "[H^{-1}]_{qq}": "h",
        "w_q": "w",
    },
    "eq:surgeon": {r"\delta^{* \top}": r"(\delta^*)^\top", r"\delta": r"(\delta^* + \tau)"},
    "eq:symmetric-cost": {r"s_{\text{sym}}": r"\frac1N", r"s_{\text{aff}}": r"\frac{1}{2 N + 1}"},
    "eq:integer-product": {r"\xi^w_j": r"\xi_j", r"\xi^x_j": r"\zeta_j"},
    "eq:affine-ends": {
        "c(#1)": r"\Big(\frac{#1}{s} - \frac{\alpha}{s}\Big)",
        r"\beta": r"(\alpha + R)",
        "s": r"\frac{R}{2^b - 1}",
    },
    "eq:soft-gradient": {
        r"-\sum_j \pi_j \log p_j": rf"-Y \log {OWN_SHARE} - "
        rf"\sum_{{j=1}}^{{m}} t_j \log \frac{{e^{{u_j / T}}}}{{{ALL}}}",
        "p_i": OWN_SHARE,
        r"\pi_i": "Y",
        "z_i": "z",
    },
    "eq:matched-logits": {
        r"\left. \frac{d}{dx} \right|_{0} (p_i - \pi_i)": r"\left. \frac{d}{dx} \frac{e^{x "
        r"z}}{\sum_{j=1}^{K} e^{x z_j}} \right|_{x = 0} "
        r"- \left. \frac{d}{dx} \frac{e^{x v}}{\sum_{j=1}^{K} e^{x v_j}} \right|_{x = 0}",
        **ONE_LOGIT,
    },
    "eq:logit-error": ONE_LOGIT,
    "eq:inverse-without": {
        r"\kappa^\top": r"(-g \eta^\top H'^{-1})",
        r"\kappa": r"(-g H'^{-1} \eta)",
        r"\Gamma": r"(H'^{-1} + g H'^{-1} \eta \eta^\top H'^{-1})",
        r"\frac1g": "s",
    },
}
