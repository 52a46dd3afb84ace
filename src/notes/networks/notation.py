r"""What the displays of chapter 2 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

SIGMOID = r"\frac{1}{1 + e^{-x}}"
TANH = r"\frac{e^x - e^{-x}}{e^x + e^{-x}}"
NORMAL = r"\Big(\frac12 + \frac12 \operatorname{erf}(x / \sqrt{2})\Big)"
ACTIVE, INACTIVE = (
    r"\sum_{d=1}^{A} \phi_d \max(0, t \theta_d + u_d)",
    r"\sum_{d=1}^{I} \phi'_d \max(0, t \theta'_d - v_d)",
)

NOTATION: dict[str, dict[str, str]] = {
    "eq:saturating-derivatives": {
        r"\sigma'(z)": rf"\frac{{d}}{{dx}} {SIGMOID}",
        r"\sigma(z)": SIGMOID,
        r"\tanh' z": rf"\frac{{d}}{{dx}} {TANH}",
        r"\tanh^2 z": rf"\Big({TANH}\Big)^2",
    },
    "eq:smooth-derivatives": {
        r"\operatorname{softplus}'[z]": r"\frac{d}{dx} \log(1 + e^x)",
        r"\operatorname{SiLU}'[z]": rf"\frac{{d}}{{dx}} x {SIGMOID}",
        r"\operatorname{GELU}'[z]": rf"\frac{{d}}{{dx}} x {NORMAL}",
        r"\sigma(z)": SIGMOID,
        r"\Phi(z)": NORMAL,
        r"\varphi(z)": r"\frac{1}{\sqrt{2 \pi}} e^{-x^2 / 2}",
        "z": "x",
    },
    "eq:two-layer-expansion": {
        "y'": r"\phi'_0 + \sum_{i=1}^{3} \phi'_i \, a\Big(\psi_{i,0} + \sum_{j=1}^{3} \psi_{i,j} \, "
        r"a(\theta_{j,0} + \theta_{j,1} x)\Big)",
    },
    "eq:region-slope": {
        r"\frac{\mathrm{d} y}{\mathrm{d} x}": rf"\left. \frac{{\partial}}{{\partial t}} \Big(\phi_0 + "
        rf"{INACTIVE} + {ACTIVE}\Big) "
        r"\right|_{t = 0}",
        r"\sum_{d \,\text{active}} \phi_d \theta_{d1}": r"\sum_{d=1}^{A} \phi_d \theta_d",
    },
}
