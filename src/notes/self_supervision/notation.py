r"""What the displays of chapter 7 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one coordinate, k; `r` and `R` stand for what the other coordinates add.
"""

COSINE = r"\frac{\sum_{k=1}^{d} q_k z_k}{\sqrt Q \sqrt Z}"
SOFTMAX = r"\frac{\exp(s_j / \tau)}{\exp(R) + \exp(s_j / \tau)}"
CENTRE = {r"c_k": "c", "n_k": "n"}
ALIKE = r"\frac{\sum_{k=1}^{d} a_k c_k}{\sqrt A \sqrt C}"
OWN = r"\frac{x y + M}{\sqrt{x^2 + R} \sqrt C}"
LINEAR = {
    r"\ell(p, w, v)": r"\frac{(1 + \nu) p^2 w^2 - 2 p w v + (1 + \nu) v^2}{2}",
    r"\ell(1, w, v)": r"\frac{(1 + \nu) w^2 - 2 w v + (1 + \nu) v^2}{2}",
    r"\ell(p, w, w)": r"\frac{(1 + \nu) p^2 w^2 - 2 p w w + (1 + \nu) w^2}{2}",
}
POLYNOMIAL = r"\big((\zeta + 1 + \nu)(\zeta + b) - b\big)"

NOTATION: dict[str, dict[str, str]] = {
    "eq:byol-loss": {
        r"\| \bar q_\theta(z_\theta) - \bar z'_\xi \|_2^2": r"\sum_{k=1}^{d} \Big(\frac{q_k}{\sqrt Q} - "
        r"\frac{z_k}{\sqrt Z}\Big)^2",
        r"\langle q_\theta(z_\theta), z'_\xi \rangle": r"\sum_{k=1}^{d} q_k z_k",
        r"\| q_\theta(z_\theta) \|_2": r"\sqrt Q",
        r"\| z'_\xi \|_2": r"\sqrt Z",
    },
    "eq:byol-scale": {
        r"\ell(a q, z)": r"2 - 2 \frac{\sum_{k=1}^{d} a q_k z_k}{\sqrt Z \sqrt{\sum_{k=1}^{d} a^2 q_k^2}}",
        r"\ell(q, z)": rf"2 - 2 {COSINE}",
        r"\langle q, \nabla_q \ell \rangle": r"\sum_{k=1}^{d} q_k \Big(-\frac{2}{\sqrt Z} \Big(\frac{z_k}{\sqrt Q} "
        r"- \frac{q_k \sum_{j=1}^{d} q_j z_j}{Q \sqrt Q}\Big)\Big)",
    },
    "eq:nt-xent": {
        r"\sum_{k \ne i} \exp(s_{ik} / \tau)": r"\sum_{j=1}^{2 N - 1} \exp(s_j / \tau)",
        r"s_{ip(i)}": "s_p",
    },
    "eq:triplet-zero": {r"\ell": r"\max(0, D^+ - D^- + m)"},
    "eq:barlow-twins": {
        r"\sum_{j \ne i} C_{ij}^2": r"\sum_{j=1}^{n} \big((1 - \mathbb{1}[i = j]) C_{ij}\big)^2",
        r"\sum_i #1": r"\sum_{i=1}^{n} #1",
    },
    "eq:byol-collapse": {
        r"\ell(c, a c)": r"2 - 2 \frac{\sum_{k=1}^{d} a q_k^2}{\sqrt Q \sqrt{\sum_{k=1}^{d} a^2 q_k^2}}",
    },
    "eq:barlow-invariance": {
        "C_{ii}": r"\frac{\sum_{k=1}^{n} a_k b_k}{\sqrt A \sqrt B}",
        r"\| \bar z^A_{\cdot,i} - \bar z^B_{\cdot,i} \|_2^2": r"\sum_{k=1}^{n} \Big(\frac{a_k}{\sqrt A} - "
        r"\frac{b_k}{\sqrt B}\Big)^2",
    },
    "eq:contrastive-gradient": {"d": r"\sqrt{r + (z_k - z'_k)^2}", "z'": "z'_k", "z": "z_k"},
    "eq:triplet-gradient": {
        r"\ell": r"\big((z - z^+)^2 - (z - z^-)^2 + R\big)",
        "z^+": "z^+_k",
        "z^-": "z^-_k",
        "z": "z_k",
    },
    "eq:nt-xent-gradient": {
        r"\frac{p_{ij}}{p_{ik}}": r"\frac{\exp(s_i / \tau) / S}{\exp(s_k / \tau) / S}",
        "s_{ij} - s_{ik}": "s_i - s_k",
        r"\ell_i": r"\big(\log(\exp(R) + \exp(s_j / \tau)) - c - s_j t_j / \tau\big)",
        "s_{ij}": "s_j",
        "p_{ij}": SOFTMAX,
        r"\mathbb{1}[j = p(i)]": "t_j",
    },
    "eq:center-gradient": {
        r"\frac{\partial}{\partial z_i} \tfrac12 \| z_i - c_{y_i} \|_2^2": r"\frac{\partial}{\partial "
        r"z_k} \frac12 (R + (z_k - c)^2)",
        "z_i - c_{y_i}": "z_k - c",
        r"\| z_i - c_k \|_2^2": "(z_i - c)^2",
        r"\sum_{i :\, y_i = k} #1": r"\sum_{i=1}^{n} (#1)",
        **CENTRE,
    },
    "eq:center-update": {
        r"\sum_{i : y_i = k} #1": r"\sum_{i=1}^{n} (#1)",
        r"\bar z_k": r"\frac1n \sum_{i=1}^{n} z_i",
        **CENTRE,
    },
    "eq:psi-decreases": {
        r"\frac{d\psi}{du}": r"\left. \frac{d}{du} (\cos u - 2 k) \right|_{u = 2 \arctan t}",
        r"\psi": r"(\cos u - 2 k)",
        r"\sin u": r"\sin(2 \arctan t)",
    },
    "eq:cosine-gradient": {
        r"\frac{\partial s_{ij}}{\partial z_i}": rf"\frac{{\partial}}{{\partial x}} {OWN}",
        r"\frac{\bar z_j - s_{ij} \bar z_i}{\| z_i \|_2}": r"\frac{1}{\sqrt{x^2 + R}} \Big(\frac{y}{\sqrt C} "
        rf"- {OWN} \frac{{x}}{{\sqrt{{x^2 + R}}}}\Big)",
        r"\| \bar z_j - s_{ij} \bar z_i \|_2^2": r"\sum_{k=1}^{d} \Big(\frac{c_k}{\sqrt C} "
        rf"- \Big({ALIKE.replace('k', 'j')}\Big) \frac{{a_k}}{{\sqrt A}}\Big)^2",
        r"s_{ij}^2": rf"\Big({ALIKE}\Big)^2",
    },
    "eq:info-nce-bound": {
        "I": r"\int p(t) \log \frac{p(t)}{q(t)} \, dt",
        r"\log n - \mathbb{E}[\ell]": r"\int p(t) \log \frac{g(t)}{q(t)} \, dt",
    },
    "eq:stopped-flow": LINEAR,
    "eq:toy-collapse": LINEAR,
    "eq:toy-average": {
        r"\chi(-b)": rf"\left. {POLYNOMIAL} \right|_{{\zeta = -b}}",
        r"\chi(0)": rf"\left. {POLYNOMIAL} \right|_{{\zeta = 0}}",
        r"\chi(\zeta)": POLYNOMIAL,
    },
    "eq:dino-push": {
        r"\ell": r"\big(-\varsigma(t) \log \varsigma(u / \tau) - (1 - \varsigma(t)) \log(1 - \varsigma(u / \tau))\big)",
        r"\varsigma(#1)": r"\frac{e^{#1}}{1 + e^{#1}}",
    },
    "eq:arcface-gradient": {
        r"\ell": r"\big(\log(e^{S \cos(\theta + m)} + R) - S \cos(\theta + m)\big)",
        r"p_y": r"\frac{e^{S \cos(\theta + m)}}{e^{S \cos(\theta + m)} + R}",
        r"\theta_y": r"\theta",
    },
}
