r"""What the displays of chapter 1 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The chain rule and convexity are shown for one weight and one feature; `b` stands for all other terms.
"""

SIGMOID = {r"\sigma(#1)": r"\frac{1}{1 + e^{-(#1)}}"}
SOFTPLUS = {r"\operatorname{softplus}(#1)": r"\log(1 + e^{#1})"}
CROSS_ENTROPY = {"J": r"-\big(y \log z + (1 - y) \log(1 - z)\big)"}
SQUARED_ERROR = r"\sum_{i=1}^{n} (\theta_0 + \theta_1 x_i - y_i)^2"
IN_SPREADS = r"n (\theta_0 + \theta_1 \bar x - \bar y)^2 + \theta_1^2 S_{xx} - 2 \theta_1 S_{xy} + S_{yy}"
AT_THE_LEAST = rf"\right|_{{\operatorname*{{arg\,min}}_{{\theta_0, \theta_1}} {IN_SPREADS}}}"
PROBE_LOSS = (
    r"\frac1n \sum_{i=1}^{n} \big(\log(1 + e^{h_i + \epsilon \eta_i}) - y_i (h_i + \epsilon \eta_i)\big) "
    r"+ \frac{\gamma}{2} \sum_{j=1}^{m} (w_j + \epsilon v_j)^2"
)
SQUARES = r"\sum_{j=1}^{m} v_j^2"

NOTATION: dict[str, dict[str, str]] = {
    "eq:binary-cross-entropy-from-logits": {**CROSS_ENTROPY, "z": r"\frac{1}{1 + e^{-h}}", **SOFTPLUS},
    "eq:stable-softplus": SOFTPLUS,
    "eq:sigmoid-derivative": {r"\sigma'(h)": r"\frac{d}{dh} \frac{1}{1 + e^{-h}}", **SIGMOID},
    "eq:chain-rule": {
        r"\frac{\partial J}{\partial w_j}": r"\frac{\partial}{\partial w} \Big(-\big(y \log \sigma(w x + b) "
        r"+ (1 - y) \log(1 - \sigma(w x + b))\big)\Big)",
        r"\frac{\partial J}{\partial z} \frac{\partial z}{\partial h} \frac{\partial h}{\partial w_j}": r"\left. "
        r"\frac{\partial}{\partial z} \big(-(y \log z + (1 - y) \log(1 - z))\big) \right|_{z = \sigma(w x + b)} \cdot "
        r"\left. \frac{\partial}{\partial h} \sigma(h) \right|_{h = w x + b} "
        r"\cdot \frac{\partial}{\partial w} (w x + b)",
        r"\frac{\partial z}{\partial h}": r"\frac{\partial}{\partial h} \sigma(h)",
        r"\frac{\partial h}{\partial w_j}": r"\frac{\partial}{\partial w} (w x + b)",
        r"\tilde x_j": "x",
        **CROSS_ENTROPY,
        **SIGMOID,
    },
    "eq:normal-equations": {"L": SQUARED_ERROR},
    "eq:bce-gradient": {**CROSS_ENTROPY, "z": r"\frac{1}{1 + e^{-(w x + b)}}", r"\tilde x": "x"},
    "eq:bce-hessian": {
        r"J(w + \epsilon v)": r"\log(1 + e^{h + \epsilon \eta}) - y (h + \epsilon \eta)",
        "z": r"\frac{1}{1 + e^{-(h + \epsilon \eta)}}",
        r"v^\top \tilde x": r"\eta",
    },
    "eq:separable-loss": SOFTPLUS,
    "eq:descent-on-a-quadratic": {
        r"J(w - \alpha \nabla J(w))": r"\sum_{j=1}^{m} \frac12 (\lambda - \delta_j)(w_j - \alpha (\lambda "
        r"- \delta_j) w_j)^2",
        r"\lVert \nabla J(w) \rVert^2": r"\sum_{j=1}^{m} \big((\lambda - \delta_j) w_j\big)^2",
        "J(w)": r"\sum_{j=1}^{m} \frac12 (\lambda - \delta_j) w_j^2",
    },
    "eq:squared-error-gradient": {"L": SQUARED_ERROR},
    "eq:squared-error-in-spreads": {r"L(\theta)": SQUARED_ERROR},
    "eq:least-squares-line": {
        r"L(\hat\theta)": rf"\left. {IN_SPREADS} {AT_THE_LEAST}",
        r"\hat\theta_0": rf"\left. \theta_0 {AT_THE_LEAST}",
        r"\hat\theta_1": rf"\left. \theta_1 {AT_THE_LEAST}",
    },
    "eq:line-hessian": {
        r"v^\top \nabla^2 L \; v": r"v_0^2 \frac{\partial^2}{\partial \theta_0^2} L "
        r"+ 2 v_0 v_1 \frac{\partial}{\partial \theta_1} \frac{\partial}{\partial \theta_0} L "
        r"+ v_1^2 \frac{\partial^2}{\partial \theta_1^2} L",
        r"\nabla^2 L": r"\begin{pmatrix} \frac{\partial^2}{\partial \theta_0^2} L & "
        r"\frac{\partial}{\partial \theta_0} \frac{\partial}{\partial \theta_1} L \\ "
        r"\frac{\partial}{\partial \theta_1} \frac{\partial}{\partial \theta_0} L & "
        r"\frac{\partial^2}{\partial \theta_1^2} L \end{pmatrix}",
        r"X^\top X": r"\begin{pmatrix} \sum_{i=1}^{n} 1 & \sum_{i=1}^{n} x_i \\ \sum_{i=1}^{n} x_i & \sum_{i=1}^{n} "
        r"x_i x_i \end{pmatrix}",
        "L": SQUARED_ERROR,
    },
    "eq:squared-error-around": {
        r"\lVert X (\theta + v) - y \rVert^2": r"(X (\theta + v) - y)^\top (X (\theta + v) - y)",
        r"\lVert X \theta - y \rVert^2": r"(X \theta - y)^\top (X \theta - y)",
        r"\lVert X v \rVert^2": r"(X v)^\top (X v)",
    },
    "eq:whitened-covariance": {r"\Lambda^{-1/2}": "R^{-1}", "C": r"V R R V^\top"},
    "eq:bayes-rule": {
        r"p(y = k \mid x)": r"\frac{\pi_k p_k}{\sum_{l=1}^{K} \pi_l p_l}",
        r"p(x \mid y = #1)": "p_{#1}",
    },
    "eq:posterior-is-a-sigmoid": SIGMOID,
    "eq:probe-curvature": {r"J_\gamma(w + \epsilon v)": PROBE_LOSS, r"\lVert v \rVert^2": SQUARES},
    "eq:probe-tangent": {
        r"J_\gamma(w + \epsilon v)": PROBE_LOSS,
        r"J_\gamma(w + v)": r"\frac1n \sum_{i=1}^{n} \big(\log(1 + e^{h_i + \eta_i}) - y_i (h_i + \eta_i)\big) "
        r"+ \frac{\gamma}{2} \sum_{j=1}^{m} (w_j + v_j)^2",
        r"J_\gamma(w)": r"\frac1n \sum_{i=1}^{n} \big(\log(1 + e^{h_i}) - y_i h_i\big) "
        r"+ \frac{\gamma}{2} \sum_{j=1}^{m} w_j^2",
        r"\lVert v \rVert^2": SQUARES,
    },
    "eq:probe-squares": {
        r"\xi^\top v": r"\sum_{j=1}^{m} \xi_j v_j",
        r"\lVert v \rVert^2": SQUARES,
        r"\lVert \xi \rVert^2": r"\sum_{j=1}^{m} \xi_j^2",
    },
    "eq:log-odds": {
        "a_1": r"\log\Big(\pi_1 \frac{1}{\sqrt{(2 \pi)^d D_1}} e^{-q_1 / 2}\Big)",
        "a_0": r"\log\Big(\pi_0 \frac{1}{\sqrt{(2 \pi)^d D_0}} e^{-q_0 / 2}\Big)",
        r"\pi_0": r"(1 - \pi_1)",
        r"\det \Sigma_0": "D_0",
        r"\det \Sigma_1": "D_1",
        r"(x - \mu_0)^\top \Sigma_0^{-1} (x - \mu_0)": "q_0",
        r"(x - \mu_1)^\top \Sigma_1^{-1} (x - \mu_1)": "q_1",
    },
    "eq:gaussian-log-odds": {
        "a_1": r"\log\Big(\pi_1 \frac{1}{\sqrt{2 \pi} \tau_1} e^{-(x - \mu_1)^2 / (2 \tau_1^2)}\Big)",
        "a_0": r"\log\Big(\pi_0 \frac{1}{\sqrt{2 \pi} \tau_0} e^{-(x - \mu_0)^2 / (2 \tau_0^2)}\Big)",
        r"\pi_0": r"(1 - \pi_1)",
    },
}
