r"""What the displays of chapter 8 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one coordinate; `r` and `R` stand for what all others add.
"""

CBOW_SCORE = r"\exp\Big(e_j + \frac{v_j (r + u)}{C}\Big)"
SKIP_GRAM_SCORE = r"\exp(u v_j + e_j)"
ELMO = r"\frac{\gamma (J + h_j e^{a_j})}{R + e^{a_j}}"

CONTINUED = r"\sum_{w=1}^{V} \frac{u_{sw}}{\sum_{v=1}^{V} u_{sv}}"
OF_SENSE = r"\sum_{j=1}^{m} a_{sj}"

LOGISTIC = r"\frac{1}{1 + e^{-(#1)}}"


def variance(product: str) -> str:
    """The variance of a product of two independent entries.

    Args:
        product: LaTeX of the product.

    Returns:
        LaTeX of the mean of its square less the square of its mean.
    """

    def mean(value: str) -> str:
        return rf"\mathbb{{E}}_{{y \sim r}}\Big[\mathbb{{E}}_{{x \sim p}}\Big[{value}\Big]\Big]"

    return rf"\Big({mean(rf'({product})^2')} - \Big({mean(product)}\Big)^2\Big)"


NOTATION: dict[str, dict[str, str]] = {
    "eq:gradient-through-time": {
        "h_{t,i}": r"\tanh(a_i + \sum_{j=1}^{n} w_{ij} h(j, x))",
        "h_{t-1,j}": "h(j, x)",
        r"\frac{\partial h_T}{\partial h_0}": "g_T",
    },
    "eq:gradient-bound": {
        r"\lVert \frac{\partial h_T}{\partial h_0} u \rVert^2": "G_T",
        r"\lVert u \rVert^2": "G_0",
        r"\lim_{T \to \infty} \lVert W_h \rVert^{2T}": r"\lim_{T \to \infty} r^T",
        r"\lVert W_h \rVert^{2T}": r"\rho^{2 T}",
    },
    "eq:gradient-at-rest": {r"\left. \frac{\partial h_T}{\partial h_0} \right|_{h_0 = 0}": "g_T"},
    "eq:sequence-probability": {
        r"p(y_1, \dots, y_T)": "Y_T",
        r"p(y_t \mid y_1, \dots, y_{t-1})": r"\frac{Y_t}{Y_{t-1}}",
        r"\sum_{y_1, \dots, y_{t+1}} p(y_1, \dots, y_{t+1})": rf"\sum_{{s=1}}^{{M}} p_s {CONTINUED}",
        r"\sum_w p(w \mid y_1, \dots, y_t)": CONTINUED,
        r"\sum_{y_1, \dots, y_t} #1": r"\sum_{s=1}^{M} #1",
        r"p(y_1, \dots, y_t)": "p_s",
    },
    "eq:two-senses": {
        r"p(c \mid w)": r"\frac{\sum_{s=1}^{S} a_{sc}}{\sum_{j=1}^{m} \sum_{s=1}^{S} a_{sj}}",
        r"\sum_s #1": r"\sum_{s=1}^{S} #1",
        r"\pi_s": rf"\frac{{{OF_SENSE}}}{{\sum_{{s=1}}^{{S}} {OF_SENSE}}}",
        r"p(c \mid w, s)": rf"\frac{{a_{{sc}}}}{{{OF_SENSE}}}",
    },
    "eq:score-variance": {
        r"\operatorname{Var}[\frac{q_i k_i}{\sqrt{d_k}}]": variance(r"\frac{q_i k_i}{\sqrt{d_k}}"),
        r"\operatorname{Var}[q_i k_i]": variance("q_i k_i"),
        r"\mathbb{E}[q_i^2]": r"\mathbb{E}_{x \sim p}[q_i^2]",
        r"\mathbb{E}[k_i^2]": r"\mathbb{E}_{y \sim r}[k_i^2]",
        "q_i": r"\frac{x - a}{\sqrt s}",
        "k_i": r"\frac{y - b}{\sqrt t}",
    },
    "eq:self-attention-equivariance": {
        r"\operatorname{SelfAttention}(P X)": r"(P R^{-1} P^\top) (P E P^\top) (P X W^V)",
        r"\operatorname{SelfAttention}(X)": "R^{-1} E X W^V",
    },
    "eq:softmax-jacobian": {
        r"\mathbb{1}[i = j]": r"\delta",
        r"( \operatorname{diag}(a) - a a^\top )_{ij}": r"(a_i \delta - a_i a_j)",
        "a_i": r"\frac{e^{\delta s_j + c}}{e^{s_j} + R}",
        "a_j": r"\frac{e^{s_j}}{e^{s_j} + R}",
    },
    "eq:heads-add-up": {
        r"\operatorname{Concat}(H_1, \dots, H_h) W^O": r"\sum_{p=1}^{h d_v} H_p W_p",
        "H_i W_i^O": r"\sum_{c=1}^{d_v} H_{(i-1) d_v + c} W_{(i-1) d_v + c}",
    },
    "eq:positional-similarity": {
        r"p_t^\top p_{t+k}": r"\sum_{i=0}^{n} (\sin(\omega_i t) \sin(\omega_i (t + k)) "
        r"+ \cos(\omega_i t) \cos(\omega_i (t + k)))",
        "d": "(2 (n + 1))",
    },
    "eq:fine-tuning-keeps": {
        r"\left. w_t \right|_{\lambda = 0}": r"\left. w_\star + (1 - \eta \lambda)^t (w_0 - w_\star) "
        r"\right|_{\lambda = 0}",
    },
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
        r"\frac{\partial \ell_w}{\partial u_w}": rf"\frac{{\partial}}{{\partial u}} \Big(-\sum_{{j=1}}^{{m}} p_j "
        rf"\log \frac{{{SKIP_GRAM_SCORE}}}{{\sum_{{j=1}}^{{m}} {SKIP_GRAM_SCORE}}}\Big)",
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
    "eq:next-sentence-ceiling": {"K": "(m + 1)"},
    "eq:t5-lengths": {
        r"T_{\text{read}}": r"\Big(a_0 + \sum_{i=1}^{m} (a_i + 1)\Big)",
        r"T_{\text{write}}": r"\Big(\sum_{i=1}^{m} (b_i + 1) + 1\Big)",
        "T": r"\Big(a_0 + \sum_{i=1}^{m} (a_i + b_i)\Big)",
        "n": r"\sum_{i=1}^{m} b_i",
    },
    "eq:rotary-relative": {
        r"\tilde q^\top \tilde k": r"(q_1 \cos(\omega s) - q_2 \sin(\omega s)) "
        r"(k_1 \cos(\omega t) - k_2 \sin(\omega t)) "
        r"+ (q_1 \sin(\omega s) + q_2 \cos(\omega s)) (k_1 \sin(\omega t) + k_2 \cos(\omega t))",
    },
    "eq:preferred-policy": {r"\pi^*_k": r"\frac{p_k e^{r_k / \beta}}{Z}", r"\qquad \text{for } \pi^*_k = #1": ""},
    "eq:preference-likelihood": {
        r"\sigma(#1)": LOGISTIC,
        r"\pi^*_k": r"\frac{p_k e^{r_k / \beta}}{Z}",
        r"\pi^*_i": r"\frac{p_i e^{r_i / \beta}}{Z}",
        r"\pi^*_j": r"\frac{p_j e^{r_j / \beta}}{Z}",
    },
    "eq:preference-gradient": {
        r"\ell": r"-\log \sigma(h)",
        r"\sigma(#1)": LOGISTIC,
        "h": r"(\beta (a(\theta) - b(\theta)) - c)",
        r"\log \pi_i": r"a(\theta)",
        r"\log \pi_j": r"b(\theta)",
    },
}
