r"""What the displays of chapter 11 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

NOTATION: dict[str, dict[str, str]] = {
    "eq:representation": {r"R(#1)": r"\begin{bmatrix} \cos(#1) & -\sin(#1) \\ \sin(#1) & \cos(#1) \end{bmatrix}"},
}
