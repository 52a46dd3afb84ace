r"""What the displays of chapter 2 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

import itertools

SIGMOID = r"\frac{1}{1 + e^{-z}}"
TANH = r"\frac{e^z - e^{-z}}{e^z + e^{-z}}"
NORMAL = r"\Big(\frac12 + \frac12 \operatorname{erf}(z / \sqrt{2})\Big)"
LEAKY_RELU = r"\begin{cases} z & z > 0 \\ s z & \text{otherwise} \end{cases}"
ELU = r"\begin{cases} z & z > 0 \\ \alpha (e^z - 1) & \text{otherwise} \end{cases}"
TWICE, ONCE = r"e^2 \operatorname{erfc}(\sqrt 2)", r"\sqrt e \operatorname{erfc}(1 / \sqrt 2)"
SELU_ALPHA = rf"\frac{{\sqrt{{2 / \pi}}}}{{1 - {ONCE}}}"
SELU_LAMBDA = rf"\sqrt{{\frac{{2}}{{1 + \alpha^2 (1 - 2 {ONCE} + {TWICE})}}}}"
AT_THE_CONSTANTS = rf"\right|_{{\alpha = {SELU_ALPHA}, \lambda = {SELU_LAMBDA}}}".replace(
    r"\alpha^2", rf"\Big({SELU_ALPHA}\Big)^2"
)
TAIL = r"\frac12 e^{\nu / 2} \operatorname{erfc}(\sqrt{\nu / 2})"
TAIL_OF_SQUARE = r"\frac12 e^{2 \nu} \operatorname{erfc}(2 \sqrt{\nu / 2})"
AFTER_SELU = (
    rf"\Big(\Big({SELU_LAMBDA}\Big)^2 \Big(\frac{{\nu}}{{2}} + \alpha^2 "
    rf"\Big({TAIL_OF_SQUARE} - 2 {TAIL} + \frac12\Big)\Big) - \Big({SELU_LAMBDA} "
    rf"\Big(\sqrt{{\frac{{\nu}}{{2 \pi}}}} + \alpha \Big({TAIL} - \frac12\Big)\Big)\Big)^2\Big)"
).replace(r"\alpha", rf"\Big({SELU_ALPHA}\Big)")
BELOW, ABOVE = r"\big(\lambda \alpha (e^z - 1)\big)", r"(\lambda z)"
BELL = r"\frac{e^{-z^2 / 2}}{\sqrt{2 \pi}}"
RISING = r"\sum_{d=1}^{D} \phi_d \max(0, \theta_d (#1 - 2 k + J_d))"
FALLING = r"\sum_{d=1}^{D'} \phi'_d \max(0, -\theta'_d (#1 - 2 k + J'_d))"
ACTIVE, INACTIVE = (
    r"\sum_{d=1}^{A} \phi_d \max(0, x \theta_d + z_d)",
    r"\sum_{d=1}^{I} \phi'_d \max(0, x \theta'_d - z'_d)",
)

NETWORK = r"(\max(0, z) - 2 \max(0, z - 1))"


def on_piece(joints: str, others: str, rest: str) -> str:
    """A zigzag of rectified units at a place on one of its pieces.

    Args:
        joints: LaTeX of the number of the piece, counted from 0.
        others: LaTeX of how many pieces are behind it.
        rest: LaTeX of the share of the piece that lies before the place.

    Returns:
        LaTeX of the sum of the units, those up to the place numbered backwards from it.
    """
    passed = rf"\sum_{{d=0}}^{{{joints} - 1}} (-1)^{{{joints} - d}} \max(0, z - ({joints}) + d)"
    ahead = rf"\sum_{{d=0}}^{{{others} - 1}} (-1)^{{{joints} + d + 1}} \max(0, z - ({joints}) - d - 1)"
    return rf"\left. \big(\max(0, z) + 2 {passed} + 2 {ahead}\big) \right|_{{z = {joints} + {rest}}}"


NOTATION: dict[str, dict[str, str]] = {
    "eq:exclusive-or": {
        r"\mathrm{l}(0, 0)": r"\phi_0",
        r"\mathrm{l}(0, 1)": r"(\phi_0 + \phi_2)",
        r"\mathrm{l}(1, 0)": r"(\phi_0 + \phi_1)",
        r"\mathrm{l}(1, 1)": r"(\phi_0 + \phi_1 + \phi_2)",
    }
    | {
        rf"\mathrm{{y}}({a}, {b})": rf"\left. {NETWORK} \right|_{{z = {a + b}}}"
        for a, b in itertools.product((0, 1), repeat=2)
    },
    "eq:fold": {
        r"\mathrm{z}_n(\frac{2k + (i + u) / m}{n})": on_piece("2 k", "r", r"\frac{i + u}{m}"),
        r"\mathrm{z}_n(\frac{2k + 1 + (i + u) / m}{n})": on_piece("2 k + 1", "r", r"\frac{i + u}{m}"),
        r"\mathrm{z}_m(\frac{i + u}{m})": on_piece("i", "l", "u"),
        r"\mathrm{z}_m(\frac{l + v}{m})": on_piece("l", "i", "v"),
        r"\mathrm{z}_{mn}(\frac{2km + i + u}{mn})": on_piece("2 k m + i", "r m + l", "u"),
        r"\mathrm{z}_{mn}(\frac{(2k + 1) m + i + u}{mn})": on_piece("(2 k + 1) m + i", "r m + l", "u"),
        "m": "(i + l + 1)",
    },
    "eq:saturating-derivatives": {
        r"\sigma'(z)": rf"\frac{{d}}{{dz}} {SIGMOID}",
        r"\sigma(z)": SIGMOID,
        r"\tanh' z": rf"\frac{{d}}{{dz}} {TANH}",
        r"\tanh^2 z": rf"\Big({TANH}\Big)^2",
    },
    "eq:smooth-derivatives": {
        r"\operatorname{softplus}'[z]": r"\frac{d}{dz} \log(1 + e^z)",
        r"\operatorname{SiLU}'[z]": rf"\frac{{d}}{{dz}} z {SIGMOID}",
        r"\operatorname{GELU}'[z]": rf"\frac{{d}}{{dz}} z {NORMAL}",
        r"\sigma(z)": SIGMOID,
        r"\Phi(z)": NORMAL,
        r"\varphi(z)": r"\frac{1}{\sqrt{2 \pi}} e^{-z^2 / 2}",
    },
    "eq:exact-lookup": {
        r"\boldsymbol{\theta}_d^\top \boldsymbol{\theta}_1": r"(\zeta - L_d)",
        r"\operatorname{ReLU}[#1]": r"\max(0, #1)",
        r"\boldsymbol{\phi}_1": r"\phi_1",
        r"\boldsymbol{\phi}_d": r"\phi_d",
    },
    "eq:gated-derivatives": {
        r"\operatorname{SiLU}[#1]": rf"{{#1}} {SIGMOID}".replace("z", "{#1}"),
        r"\sigma(#1)": SIGMOID.replace("z", "{#1}"),
    },
    "eq:gated-product": {r"\operatorname{SiLU}[#1]": rf"(#1) {SIGMOID}".replace("z", "{#1}")},
    "eq:narrow-network": {
        "x + R": "x_j + R",
        "h_d": r"\operatorname{ReLU}[\theta_{d0} + \sum_i \theta_{di} x_i]",
        r"\operatorname{ReLU}[#1]": r"\max(#1, 0)",
        r"\sum_i \theta_{di} (x_i + R)": r"\sum_{i=1}^{D} \theta_i (x_i + R)",
        r"\sum_i \theta_{di} x_i": r"\sum_{i=1}^{D} \theta_i x_i",
        r"\sum_i \theta_{di}": r"\sum_{i=1}^{D} \theta_i",
        r"\theta_{d0}": r"\theta_0",
        "c_d": r"(\lvert \phi \rvert (h + G) + c)",
        r"\phi_d": r"\phi",
    },
    "eq:width-one": {
        r"\mathrm{z}_2(\tfrac12)": "1",
        r"\mathrm{z}_2(1)": "0",
        "g(1)": r"(g(\tfrac12) + \Delta)",
    },
    "eq:interpolation-error": {
        r"\mathrm{p}(x)": r"\frac{v f(x - u) + u f(x + v)}{u + v}",
        r"\delta": "(u + v)",
        r"\kappa": r"\frac{2 \chi_1}{1 + \chi_1^2} M",
        r"\mu": r"\frac{2 \chi_2}{1 + \chi_2^2} M",
    },
    "eq:two-layer-expansion": {
        "y'": r"\phi'_0 + \sum_{i=1}^{3} \phi'_i \, a\Big(\psi_{i,0} + \sum_{j=1}^{3} \psi_{i,j} \, "
        r"a(\theta_{j,0} + \theta_{j,1} x)\Big)",
    },
    "eq:region-slope": {
        r"\frac{\mathrm{d} y}{\mathrm{d} x}": rf"\left. \frac{{\partial}}{{\partial x}} \Big(\phi_0 + "
        rf"{INACTIVE} + {ACTIVE}\Big) "
        r"\right|_{x = 0}",
        r"\sum_{d \,\text{active}} \phi_d \theta_{d1}": r"\sum_{d=1}^{A} \phi_d \theta_d",
    },
    "eq:joint": {"x_d": r"\Big(-\frac{\theta_{d0}}{\theta_{d1}}\Big)"},
    "eq:zaslavsky": {
        "Z(D + 1, D_i)": r"\sum_{j=0}^{D_i} \binom{D + 1}{j}",
        "Z(D, D_i - 1)": r"\sum_{j=0}^{D_i - 1} \binom{D}{j}",
        "Z(D, D_i)": r"\sum_{j=0}^{D_i} \binom{D}{j}",
        "D_i": "(D_H + 1)",
    },
    "eq:line-counterexample": {"y(#1)": rf"\big(\phi_0 + {RISING} + {FALLING}\big)"},
    "eq:rectifier-derivatives": {
        "z": r"\chi",
        r"\operatorname{LeakyReLU}'[#1]": rf"\left. \frac{{d}}{{dz}} {LEAKY_RELU} \right|_{{z = #1}}",
        r"\operatorname{ELU}'[#1]": rf"\left. \frac{{d}}{{dz}} {ELU} \right|_{{z = #1}}",
        r"\operatorname{ELU}[#1]": rf"\left. {ELU} \right|_{{z = #1}}",
    },
    "eq:selu-constants": {r"\lambda": SELU_LAMBDA, r"\alpha": SELU_ALPHA},
    "eq:selu-contraction": {
        r"\lambda": SELU_LAMBDA,
        r"\alpha": SELU_ALPHA,
        "V(1)": rf"\left. {AFTER_SELU} \right|_{{\nu = 1}}",
        "V'(1)": rf"\left. \frac{{\partial}}{{\partial \nu}} {AFTER_SELU} \right|_{{\nu = 1}}",
    },
    "eq:selu-fixed-point": {
        rf"\mathbb{{E}}_{{z \sim \mathcal{{N}}(0, 1)}}[\operatorname{{SELU}}[z]{power}]": r"\left. \int_{-\infty}^0 "
        rf"{BELOW}{power} {BELL} \, dz + \int_0^{{\infty}} {ABOVE}{power} {BELL} \, dz {AT_THE_CONSTANTS}"
        for power in ("", "^2")
    },
}
