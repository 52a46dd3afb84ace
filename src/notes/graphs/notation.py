r"""What the displays of chapter 10 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

OVER_NEIGHBOURS = {r"\sum_{m \in \mathcal{N}(n)} #1": r"\sum_{m=1}^{n + r} a_{mn} #1"}


def column(matrix: str, weight: str, own: str) -> dict[str, str]:
    """Column n of H times a matrix, in one feature.

    Args:
        matrix: LaTeX of the matrix.
        weight: LaTeX of what it has in row m for a neighbour.
        own: LaTeX of what it adds on its diagonal.

    Returns:
        The one entry of a table of notation.
    """
    return {rf"( H ({matrix}) )_n": rf"\sum_{{m=1}}^{{n + r}} h_m \big({weight} + {own} \mathbb{{1}}[m = n]\big)"}


NOTATION: dict[str, dict[str, str]] = {
    "eq:heard-by-columns": {**column("A + I", "a_{mn}", "1"), **OVER_NEIGHBOURS},
    "eq:aggregations": {
        **column("A + I", "a_{mn}", "1"),
        **column(r"A + (1 + \epsilon) I", "a_{mn}", r"(1 + \epsilon)"),
        **column("A D^{-1} + I", r"\frac{a_{mn}}{d_n}", "1"),
        **column("D^{-1/2} A D^{-1/2} + I", r"\frac{a_{mn}}{\sqrt{d_m} \sqrt{d_n}}", "1"),
        **OVER_NEIGHBOURS,
    },
    "eq:block-diagonal": {
        r"\begin{bmatrix} X_1 & X_2 \end{bmatrix} \begin{bmatrix} A_1 & 0 \\ 0 & A_2 \end{bmatrix}": r"\sum_{g=1}^{k + "
        r"r} \mathbb{1}[g = k] \sum_{m=1}^{N_g} x_{g,d,m} a_{g,m,n}",
        r"\begin{bmatrix} X_1 A_1 & X_2 A_2 \end{bmatrix}": r"\sum_{m=1}^{N_k} x_{k,d,m} a_{k,m,n}",
    },
    "eq:laplacian-kernel": {
        r"f^\top L f": r"\sum_{s=1}^{k} (w + c_s) (f_{p_{s-1}} - f_{p_s})^2 + \sum_{e=1}^{r} v_e (f_{a_e} - f_{b_e})^2",
    },
    "eq:renumbered-walks": {"A'": r"P^\top A P"},
    "eq:renumbered-sums": {"A'": r"(P^\top A P)", "X'": "(H P)", "X": "H"},
    "eq:sampled-sum": {"d": "(b + r)"},
    "eq:static-attention": {
        r"\operatorname{LeakyReLU}(#1)": r"\big(\alpha (#1) + (1 - \alpha) \max(0, #1)\big)",
        "q_m": r"(q_k + \delta)",
    },
    "eq:laplacian": {
        r"(K^\top K)_{ij}": r"\sum_{e=1}^{m} \big(\sqrt{w_e} (\mathbb{1}[i = a_e] - \mathbb{1}[i = b_e])\big) "
        r"\big(\sqrt{w_e} (\mathbb{1}[j = a_e] - \mathbb{1}[j = b_e])\big)",
        "D_{ij}": r"\sum_{e=1}^{m} w_e (\mathbb{1}[i = a_e] \mathbb{1}[j = a_e] + \mathbb{1}[i = b_e] "
        r"\mathbb{1}[j = b_e])",
        "A_{ij}": r"\sum_{e=1}^{m} w_e (\mathbb{1}[i = a_e] \mathbb{1}[j = b_e] + \mathbb{1}[i = b_e] "
        r"\mathbb{1}[j = a_e])",
        r"\lVert K f \rVert^2": r"\sum_{e=1}^{m} \big(\sqrt{w_e} (f_{a_e} - f_{b_e})\big)^2",
        r"\sum_{(i, j) \in E} w_{ij} (f_i - f_j)^2": r"\sum_{e=1}^{m} w_e (f_{a_e} - f_{b_e})^2",
    },
    "eq:chebyshev": {r"\tilde L": r"U \tilde\Lambda U^\top", "T_{k+1}": r"(2 \tilde\Lambda T_k - T_{k-1})"},
    "eq:locality": {
        r"(L^R)_{ik} L_{kj}": r"\left. \begin{cases} p & u \le R \\ 0 & \text{else} \end{cases} "
        r"\cdot \begin{cases} l & R + 2 + r - u \le 1 \\ 0 & \text{else} \end{cases} \right|_{u = d}"
    },
    "eq:smoothing": {r"\mu_j^2": r"(\mu^2 - s_j)"},
    "eq:one-round-more": {
        "B_{m}": r"\frac{q_m + p_m}{2}",
        "J_{m}": r"\frac{q_m - p_m}{2}",
        "C": r"\frac{t + s}{2}",
        r"\ell": r"\frac{t - s}{2}",
        r"\hat A_{mn}": r"\hat a_{mn}",
        r"\sum_{m} #1": r"\sum_{m=1}^{n + r} #1",
    },
    "eq:constants": {
        r"(x \mathbf{1}^\top (A + I))_n": r"\sum_{m=1}^{n + r} x (a_{mn} + \mathbb{1}[m = n])",
        "A_{mn}": "a_{mn}",
        r"\sum_{m} #1": r"\sum_{m=1}^{n + r} #1",
    },
}
