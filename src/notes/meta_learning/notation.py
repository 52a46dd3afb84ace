r"""What the displays of chapter 13 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

NOTATION: dict[str, dict[str, str]] = {
    "eq:meta-softmax": {
        "k(x, x_i)": r"\frac{e^{s(x, x_i)}}{\sum_{j=1}^{k} e^{s(x, x_j)}}",
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
}
