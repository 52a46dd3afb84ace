r"""What the displays of chapter 4 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

ALL_SAMPLES = {"N": "(B + R)"}
TOY = {
    r"\ell": r"\Big(\beta_3 + w_3 \cos\big(\beta_2 + w_2 e^{\beta_1 + w_1 \sin(\beta_0 + w_0 x_i)}\big) - y_i\Big)^2",
    "f - y": "f_3 - y",
    "y": "y_i",
    "x": "x_i",
}
RESIDUAL = {"r_i": r"(\phi_0 + \phi_1 x_i - y_i)"}
OF_TWO_DRAWS = r"\frac{1}{N^2} \sum_{i=1}^{N} \sum_{j=1}^{N} g_i g_j"
NEW_MOMENTUM = r"\big(\beta m_t + (1 - \beta) g_t\big)"
BELL = r"\frac{1}{\sigma_f \sqrt{2 \pi}} e^{-f^2 / (2 \sigma_f^2)}"
UNITS = {2: r"\cos(f_2)", 1: "e^{f_1}", 0: r"\sin(f_0)"}
LOSSES = {
    3: "(f_3 - y_i)^2",
    2: r"\big(\beta_3 + w_3 \cos(f_2) - y_i\big)^2",
    1: r"\big(\beta_3 + w_3 \cos(\beta_2 + w_2 e^{f_1}) - y_i\big)^2",
    0: r"\big(\beta_3 + w_3 \cos(\beta_2 + w_2 e^{\beta_1 + w_1 \sin(f_0)}) - y_i\big)^2",
}
LOSS_BY = {k: rf"\frac{{\partial}}{{\partial f_{k}}} {loss}" for k, loss in LOSSES.items()}
ACTIVE = r"\begin{cases} 1 & f > 0 \\ 0 & \text{otherwise} \end{cases}"
PRE_ACTIVATION = r"\Omega_{dj} h_j + \beta_d + z"

NOTATION: dict[str, dict[str, str]] = {
    "eq:contraction": {
        r"\phi_{t+1}": r"\Big(\phi_t - \alpha \frac{\partial}{\partial \phi_t} \frac{\lambda (\phi_t - "
        r"\phi^*)^2}{2}\Big)",
    },
    "eq:line-partials": RESIDUAL,
    "eq:inclusion": ALL_SAMPLES,
    "eq:unbiased": {
        r"\mathbb{E} g_t": r"\frac1B \sum_{i=1}^N \Pr(i \in \mathcal{B}_t) g_i",
        r"\Pr(i \in \mathcal{B}_t)": r"\frac{\binom{N - 1}{B - 1}}{\binom{N}{B}}",
        **ALL_SAMPLES,
    },
    "eq:variance-with": {
        r"\sum_{l \ne k} \mathbb{E}[g_k] \mathbb{E}[g_l]": rf"\sum_{{l=1}}^{{k-1}} {OF_TWO_DRAWS} "
        rf"+ \sum_{{l=k+1}}^{{B}} {OF_TWO_DRAWS}",
        r"\mathbb{E}[g_k^2]": r"\frac1N \sum_{i=1}^{N} g_i^2",
        r"\bar g": r"\Big(\frac1N \sum_{i=1}^{N} g_i\Big)",
    },
    "eq:variance-without": {
        r"\sum_{j \ne i} g_j": r"\Big(\sum_{j=1}^{N} g_j - g_i\Big)",
        r"\bar g": r"\Big(\frac1N \sum_{i=1}^{N} g_i\Big)",
        **ALL_SAMPLES,
    },
    "eq:resting-variance": {
        "Q_{t+1}": r"\big((1 - \omega)^2 Q_t + \alpha^2 \nu^2\big)",
        "Q_*": r"\frac{\alpha^2 \nu^2}{\omega (2 - \omega)}",
    },
    "eq:momentum-quadratic": {
        r"\phi_{t+1}": r"\Big(\phi_t - \alpha \Big(\beta m_t + (1 - \beta) \frac{\partial}{\partial \phi_t} "
        r"\frac{\lambda (\phi_t - \phi^*)^2}{2}\Big)\Big)",
    },
    "eq:tanh-power": {
        r"\mathbb{E}\big[f^2 - \tfrac23 f^4\big]": rf"\Big(\int_{{-\infty}}^0 \big(f^2 - \frac23 f^4\big) {BELL} \, "
        r"df + "
        rf"\int_0^\infty \big(f^2 - \frac23 f^4\big) {BELL} \, df\Big)",
    },
    "eq:newton-schulz-values": {"X": r"(U \Sigma V^\top)"},
    "eq:momentum-torch": {"t + 1": "t"},
    "eq:nesterov-velocity": {"m_{t+1}": r"\big(\beta m_t + (1 - \beta) g(\phi_t - \alpha \beta m_t)\big)"},
    "eq:nesterov-torch": {
        r"\psi_{t+1}": rf"\big(\phi_t - \alpha {NEW_MOMENTUM} - \alpha \beta {NEW_MOMENTUM}\big)",
        r"\psi_t": r"(\phi_t - \alpha \beta m_t)",
        "b_{t+1}": r"(\beta b_t + g_t)",
    },
    "eq:first-step-of-adam": {"g": "g_t"},
    "eq:matrix-gradients": {
        r"\frac{\partial \ell}{\partial h_j}": r"\Delta_n",
        r"\sum_d \Omega_{dj} G_d": r"\sum_{i=1}^{n} \Omega_i G_i",
        r"\frac{\partial \ell}{\partial \Omega_{dj}}": rf"\frac{{\partial}}{{\partial \Omega_{{dj}}}} "
        rf"\ell({PRE_ACTIVATION})",
        r"\frac{\partial \ell}{\partial \beta_d}": rf"\frac{{\partial}}{{\partial \beta_d}} \ell({PRE_ACTIVATION})",
        "G_d": rf"\left. \frac{{d}}{{d f_d}} \ell(f_d) \right|_{{f_d = {PRE_ACTIVATION}}}",
    },
    "eq:toy-weights": TOY,
    "eq:toy-biases": TOY,
    "eq:relu-power": {
        r"\mathbb{E}[\operatorname{ReLU}(f)^2]": r"\int_{-\infty}^0 \max(f, 0)^2 p(f) \, df + "
        r"\int_0^\infty \max(f, 0)^2 p(f) \, df",
        "p(f)": r"\frac{1}{\sigma_f \sqrt{2 \pi}} e^{-f^2 / (2 \sigma_f^2)}",
    },
    "eq:depth-power": {r"\mathbb{E} P_k": "P_k"},
    "eq:cosine-annealing": {
        r"\alpha_t": r"\Big(\alpha_T + \frac{\alpha_0 - \alpha_T}{2} \Big(1 + \cos \frac{\pi t}{T}\Big)\Big)",
    },
    "eq:normalized-bounce": {
        r"\phi'": r"\Big(\phi - \alpha \frac{\partial \ell / \partial \phi}{|\partial \ell / \partial \phi|}\Big)",
        r"\partial \ell / \partial \phi": r"\frac{\partial}{\partial \phi} \frac{\lambda \phi^2}{2}",
    },
    "eq:bias-correction": {
        r"\mathbb{E} m_t": r"\bar m_t",
        r"\mathbb{E} v_t": r"\bar v_t",
        r"\mathbb{E} g^2": r"\mathbb{E}_g[g^2]",
        r"\mathbb{E} g": r"\mathbb{E}_g[g]",
    },
    "eq:gabor-gradient": {
        r"f(x_i, \phi)": r"\sin(u_i) e^{-u_i^2 / 32}",
        "u_i": r"u(\phi_k)",
    },
    "eq:he-forward": {
        r"\mathbb{E}\big[\operatorname{ReLU}(f)^2\big]": rf"\Big(\int_{{-\infty}}^0 \max(f, 0)^2 {BELL} \, df + "
        rf"\int_0^\infty \max(f, 0)^2 {BELL} \, df\Big)",
    },
    "eq:he-backward": {
        r"\Pr(f > 0)": rf"\Big(\int_{{-\infty}}^0 {ACTIVE} {BELL} \, df + \int_0^\infty {ACTIVE} {BELL} \, df\Big)",
    },
    "eq:compromise": {r"\sigma_\Omega^2": r"\frac{4}{D_h + D_{h'}}"},
    "eq:graph-backward": {
        rf"\frac{{\partial f_{k}}}{{\partial h_{k}}} \frac{{\partial \ell}}{{\partial f_{k}}}": rf"w_{k} "
        rf"\left. {LOSS_BY[k]} \right|_{{f_{k} = \beta_{k} + w_{k} {UNITS[k - 1]}}}"
        for k in (3, 2, 1)
    }
    | {
        rf"\frac{{\partial h_{k + 1}}}{{\partial f_{k}}}": rf"\Big(\frac{{\partial}}{{\partial f_{k}}} {unit}\Big)"
        for k, unit in UNITS.items()
    }
    | {rf"\frac{{\partial \ell}}{{\partial f_{k}}}": slope for k, slope in LOSS_BY.items()},
}
