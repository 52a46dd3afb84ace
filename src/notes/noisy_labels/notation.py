r"""What the displays of chapter 15 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

AGREEMENT = r"\frac{t_k e^{f_k} + S}{e^{f_k} + R + S}"

NOTATION: dict[str, dict[str, str]] = {
    "eq:forward-minimiser": {"s(#1)": r"\big(\eta + (1 - 2 \eta) #1\big)", "p": "f", "p^*": "p"},
    "eq:mae-sum": {r"\ell_{\text{MAE}}(f, k)": "2 (1 - p_k)"},
    "eq:gce-limit": {"p_y": "f"},
    "eq:gce-gradient": {
        r"\nabla_\phi \ell_q(f, y)": r"\frac{d}{d\phi} \frac{1 - e^{q g(\phi)}}{q}",
        "p_y^q": r"e^{q g(\phi)}",
        r"\nabla_\phi (-\log p_y)": r"\frac{d}{d\phi} (-g(\phi))",
    },
    "eq:elr-gradient": {
        r"\langle p, t \rangle": AGREEMENT,
        "p_k": r"\frac{e^{f_k}}{e^{f_k} + R + S}",
    },
    "eq:mixup-loss": {
        r"\ell(f, \lambda y_1 + (1 - \lambda) y_2)": r"-\sum_{k=1}^{c} (\lambda a_k + (1 - \lambda) b_k) \log p_k",
        r"\ell(f, y_1)": r"-\sum_{k=1}^{c} a_k \log p_k",
        r"\ell(f, y_2)": r"-\sum_{k=1}^{c} b_k \log p_k",
    },
}
