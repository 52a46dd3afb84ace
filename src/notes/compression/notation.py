r"""What the displays of chapter 12 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one logit; `R` and `C` stand for what all others add.
"""

ONE_LOGIT = {"z_k": "z", "v_k": "v"}

NOTATION: dict[str, dict[str, str]] = {
    "eq:kept-values": {"v_i": "v", "w_i": "w"},
    "eq:gradient-saliency": {r"\frac{\partial L}{\partial w}": r"\frac{d}{dw} L(w)"},
    "eq:brain-damage": {
        r"\delta L": r"\sum_{i=1}^{r} \left. \delta g + \frac12 h_i \delta^2 \right|_{g = 0, \delta = -w_i}",
        r"\sum_{i \in R} #1": r"\sum_{i=1}^{r} (#1)",
        "h_{ii}": "h_i",
    },
    "eq:surgeon": {r"\delta^{* \top}": r"(\delta^*)^\top", r"\delta": r"(\delta^* + \tau)"},
    "eq:symmetric-cost": {r"s_{\text{sym}}": r"\frac1N", r"s_{\text{aff}}": r"\frac{1}{2 N + 1}"},
    "eq:integer-product": {"q^w_j": "q_j", "q^x_j": "r_j"},
    "eq:soft-gradient": {
        r"-\sum_j q_j \log p_j": r"\log(e^{z / T} + R) - \frac{q z}{T} - C",
        "p_k": r"\frac{e^{z / T}}{e^{z / T} + R}",
        "q_k": "q",
        "z_k": "z",
    },
    "eq:matched-logits": {
        r"\left. \frac{d}{dx} \right|_{0} (p_k - q_k)": r"\left. \frac{d}{dx} \frac{e^{x "
        r"z}}{\sum_{j=1}^{K} e^{x z_j}} \right|_{x = 0} "
        r"- \left. \frac{d}{dx} \frac{e^{x v}}{\sum_{j=1}^{K} e^{x v_j}} \right|_{x = 0}",
        **ONE_LOGIT,
    },
    "eq:logit-error": ONE_LOGIT,
}
