r"""What the displays of chapter 10 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

NOTATION: dict[str, dict[str, str]] = {
    "eq:renumbered-walks": {"A'": r"P^\top A P"},
    "eq:sampled-sum": {"d": "(r + s)"},
    "eq:static-attention": {
        r"\operatorname{LeakyReLU}(#1)": r"\big(\alpha (#1) + (1 - \alpha) \max(0, #1)\big)",
        "v_m": r"(v_k + \delta)",
    },
    "eq:laplacian": {r"\lVert K f \rVert^2": r"(K f)^\top (K f)", r"f^\top L f": r"f^\top (K^\top K f)"},
    "eq:chebyshev": {r"\tilde L": r"U \tilde\Lambda U^\top"},
    "eq:smoothing": {r"\mu_j^2": r"(\mu^2 - s_j)"},
}
