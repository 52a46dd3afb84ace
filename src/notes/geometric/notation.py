r"""What the displays of chapter 11 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

MEAN, REORDERED = r"\frac1n \mathbf{1}^\top f", r"\frac1n \mathbf{1}^\top (P f)"

NOTATION: dict[str, dict[str, str]] = {
    "eq:group-average": {
        r"\frac{1}{|G|} \sum_{g \in G} f(\rho(gh) x)": REORDERED,
        r"\frac{1}{|G|} \sum_{g \in G} f(\rho(g) x)": MEAN,
        r"\bar f(\rho(h) x)": REORDERED,
        r"\bar f(x)": MEAN,
    },
    "eq:equivariant-average": {
        r"\frac{1}{|G|} \sum_{g \in G} \rho'(g)^{-1} f(\rho(g) x)": r"\frac1n \mathbf{1}^\top V",
        r"\rho'(h) \bar f(x)": r"\frac1n \mathbf{1}^\top V R^\top",
        r"\bar f(\rho(h) x)": r"\frac1n \mathbf{1}^\top P V R^\top",
        r"\bar f(x)": r"\frac1n \mathbf{1}^\top V",
    },
    "eq:set-maps": {"n": "(m + 1)"},
    "eq:harmonic-phase": {r"\sum_z #1": r"\sum_{z=1}^{n} #1"},
    "eq:group-axioms": {"r(#1)": r"\Big(#1 - n \Big\lfloor \frac{#1}{n} \Big\rfloor\Big)"},
    "eq:shift-equivariant": {
        "(L S)_{ik}": r"\sum_j L_{ij} S_{jk}",
        "(S L)_{i+1,k}": r"\sum_j S_{i+1,j} L_{jk}",
        r"\sum_j L_{ij} S_{jk}": r"\sum_{j=1}^{k+r} L_{ij} \mathbb{1}[j = k+1]",
        r"\sum_j S_{i+1,j} L_{jk}": r"\sum_{j=1}^{i+s} \mathbb{1}[i+1 = j+1] L_{jk}",
    },
    "eq:rotations": {r"R(#1)": r"\begin{bmatrix} \cos(#1) & -\sin(#1) \\ \sin(#1) & \cos(#1) \end{bmatrix}"},
}
