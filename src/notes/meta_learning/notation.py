r"""What the displays of chapter 13 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

WEIGHT = r"\frac{u_i}{\sum_{j=1}^{R} u_j}"
AFTER_1 = r"\left. \frac{d}{d\theta} L_2(\theta) \right|_{\theta = \theta - \alpha \frac{d}{d\theta} L_1(\theta)}"
AFTER_2 = r"\left. \frac{d}{d\theta} L_1(\theta) \right|_{\theta = \theta - \alpha \frac{d}{d\theta} L_2(\theta)}"

NOTATION: dict[str, dict[str, str]] = {
    "eq:meta-supervised": {
        r"\mathbb{E}_{B \subset D}[#1]": r"\frac1T \sum_{k=1}^{T} (#1)",
        r"\mathbb{E}_\Lambda \mathbb{E}_{S^\Lambda, B^\Lambda \subset D}[#1]": r"\frac1T \sum_{k=1}^{T} (#1)",
        r"\prod_\Lambda \prod_{S^\Lambda, B^\Lambda \subset D} #1": r"\prod_{k=1}^{T} #1",
        r"\prod_{B \subset D} #1": r"\prod_{k=1}^{T} #1",
        r"\sum_{(x, y) \in B} #1": r"\sum_{i=1}^{n} #1",
        r"\prod_{(x, y) \in B} #1": r"\prod_{i=1}^{n} #1",
        r"\sum_{(x, y) \in B^\Lambda} #1": r"\sum_{i=1}^{n} #1",
        r"\prod_{(x, y) \in B^\Lambda} #1": r"\prod_{i=1}^{n} #1",
        r"P_\theta(y \mid x)": r"P(y_{k,i}, x_{k,i}, \theta)",
        r"P_\theta(y \mid x, S^\Lambda)": r"Q(y_{k,i}, x_{k,i}, S_k, \theta)",
    },
    "eq:meta-read": {
        "r_t": rf"\sum_{{i=1}}^{{R}} {WEIGHT} (l + a_i)",
        r"\min_i M_t(i)": "l",
        "M_t(i)": "(l + a_i)",
        "w_t(i)": WEIGHT,
    },
    "eq:meta-read-above": {
        "r_t": rf"\sum_{{i=1}}^{{R}} {WEIGHT} (h - b_i)",
        r"\max_i M_t(i)": "h",
        "M_t(i)": "(h - b_i)",
        "w_t(i)": WEIGHT,
    },
    "eq:meta-write": {
        "M_t(i)": r"(m (1 - w \epsilon) + w \nu)",
        "M_{t-1}(i)": "m",
        "w_t(i)": "w",
        "e_t": r"\epsilon",
        r"\nu_t": r"\nu",
    },
    "eq:meta-cell": {r"\theta_t": r"(b_t \theta_{t-1} + i_t (-g))", r"\nabla L": "g"},
    "eq:meta-softmax": {
        "a(x, x_i)": r"\frac{e^{s(x, x_i)}}{\sum_{j=1}^{n} e^{s(x, x_j)}}",
        "s(x, x_{#1})": "s_{#1}",
    },
    "eq:meta-prototype-linear": {
        r"\lVert f - v_c \rVert^2": r"\sum_{j=1}^{d} (f_j - v_j)^2",
        r"v_c^\top f": r"\sum_{j=1}^{d} v_j f_j",
        r"\lVert v_c \rVert^2": r"\sum_{j=1}^{d} v_j^2",
        r"\lVert f \rVert^2": r"\sum_{j=1}^{d} f_j^2",
    },
    "eq:meta-outer": {
        r"L^{S\prime\prime}(\theta)": r"\frac{d^2}{d\theta^2} L^S(\theta)",
        r"L^{B\prime}(\theta')": r"\left. \frac{d}{d\theta} L^B(\theta) \right|_{\theta = \theta - \alpha "
        r"L^{S\prime}(\theta)}",
        r"L^{S\prime}(\theta)": r"\frac{d}{d\theta} L^S(\theta)",
    },
    "eq:meta-steps": {
        r"L^{S\prime}(u(\theta))": r"\left. \frac{d}{dv} L^S(v) \right|_{v = u(\theta)}",
        r"L^{S\prime\prime}(u(\theta))": r"\left. \frac{d^2}{dv^2} L^S(v) \right|_{v = u(\theta)}",
    },
    "eq:meta-expansion": {
        r"g_{\text{MAML}}": r"\frac12 \big( \frac{d}{d\theta} L_2(\theta - \alpha \frac{d}{d\theta} L_1(\theta)) + "
        r"\frac{d}{d\theta} L_1(\theta - \alpha \frac{d}{d\theta} L_2(\theta)) \big)",
        r"g_{\text{first}}": rf"\frac12 ({AFTER_1} + {AFTER_2})",
        r"g_{\text{Reptile}}": rf"\frac12 (L_1'(\theta) + {AFTER_1} + L_2'(\theta) + {AFTER_2})",
        r"L_1'(\theta)": r"\frac{d}{d\theta} L_1(\theta)",
        r"L_2'(\theta)": r"\frac{d}{d\theta} L_2(\theta)",
    },
}
