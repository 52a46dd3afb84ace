r"""What the displays of chapter 8 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one coordinate; `r` and `R` stand for what all others add.
"""

CBOW_SCORE = r"\exp\Big(e_j + \frac{v_j (r + u)}{C}\Big)"
SKIP_GRAM_SCORE = r"\exp(u v_j + e_j)"
ELMO = r"\frac{\gamma (N + h_j e^{a_j})}{R + e^{a_j}}"

NOTATION: dict[str, dict[str, str]] = {
    "eq:gradient-at-rest": {r"\left. \frac{\partial h_T}{\partial h_0} \right|_{h_0 = 0}": "g_t", "T": "t"},
    "eq:prefix-mass": {r"p(w \mid y_{<t})": "q_w", "p(y_{<t})": "m"},
    "eq:cbow-gradient": {
        r"\frac{\partial \ell}{\partial u_c}": rf"\frac{{\partial}}{{\partial u}} \Big(\log "
        rf"\sum_{{j=1}}^{{m}} {CBOW_SCORE} - e_t "
        r"- \frac{v_t (r + u)}{C}\Big)",
        r"\sum_j P(j) v_j": rf"\frac{{\sum_{{j=1}}^{{m}} v_j {CBOW_SCORE}}}{{\sum_{{j=1}}^{{m}} {CBOW_SCORE}}}",
        r"\frac{\partial \ell}{\partial v_j}": r"\frac{\partial}{\partial v} \big(\log(R + \exp(\bar u "
        r"v)) - \bar u \delta v - c\big)",
        "P(j)": r"\frac{\exp(\bar u v)}{R + \exp(\bar u v)}",
        r"\mathbb{1}[j = t]": r"\delta",
    },
    "eq:skip-gram-gradient": {
        r"\frac{\partial \ell_w}{\partial u_w}": rf"\frac{{\partial}}{{\partial u}} \Big(\log "
        rf"\sum_{{j=1}}^{{m}} {SKIP_GRAM_SCORE} "
        r"- \sum_{j=1}^{m} p_j (u v_j + e_j)\Big)",
        r"\sum_j P(j \mid w) v_j": rf"\frac{{\sum_{{j=1}}^{{m}} v_j "
        rf"{SKIP_GRAM_SCORE}}}{{\sum_{{j=1}}^{{m}} {SKIP_GRAM_SCORE}}}",
        r"p(j \mid w)": "p_j",
        r"\frac{\partial \ell_w}{\partial s_{wc}}": r"\frac{\partial}{\partial s} \big(\log(R + e^s) - c - p_c s\big)",
        r"P(c \mid w)": r"\frac{e^s}{R + e^s}",
        r"p(c \mid w)": "p_c",
    },
    "eq:shifted-pmi": {
        "p(w, c)": "p_{wc}",
        "p(w)": "p_w",
        "q(c)": "q_c",
        "s_{wc}^*": r"\operatorname*{arg\,min}_{s} \big[p_{wc} \log(1 + e^{-s}) + k p_w q_c \log(1 + e^s)\big]",
    },
    "eq:elmo-gradient": {
        r"\operatorname{ELMo}_t": ELMO,
        "h_{j,t}": "h_j",
        "s_j": r"\frac{e^{a_j}}{R + e^{a_j}}",
    },
    "eq:masked-shares": {
        r"P(\text{hidden})": r"\frac45 \cdot \frac{3}{20}",
        r"P(\text{another word})": r"\frac{3}{20} \Big(\frac{1}{10} - \frac{1}{10 W}\Big)",
        r"P(\text{selected, same word})": r"\frac{3}{20} \Big(\frac{1}{10} + \frac{1}{10 W}\Big)",
    },
    "eq:shown-word": {
        r"P(x_t = w \mid w \text{ shown})": r"\frac{p (\frac{1}{10} + \frac{1}{10 W})}{\frac{p}{10} + \frac{1}{10 W}}",
    },
    "eq:next-sentence-ceiling": {"K": "(m + 1)"},
    "eq:t5-lengths": {
        r"L_{\text{read}}": r"\sum_{i=1}^{m} (a_i + 1)",
        r"L_{\text{write}}": r"\Big(\sum_{i=1}^{m} (b_i + 1) + 1\Big)",
        "L": r"\sum_{i=1}^{m} (a_i + b_i)",
        "n": r"\sum_{i=1}^{m} b_i",
    },
}
