r"""What the displays of chapter 14 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one score or one coordinate; `Z`, `Z_q` and `\tilde s` stand for what all others add.
"""

PRIOR, EVIDENCE = r"\frac{\exp(s_z)}{Z + \exp(s_z)}", r"(q_z \exp(s_z) + Z_q)"
IN_BATCH = r"\exp(f d_j + \tilde s_j)"
DOCUMENTS, SCORED = r"\exp(f d_z + \tilde s_z)", r"\exp(f d + \tilde s)"
SATURATION = r"\frac{(k_1 + 1) \xi}{\xi + K}"
LENGTH = r"\frac{(k_1 + 1) \xi}{\xi + k_1 (1 - b + b \lambda)}"

AT_ONE = r"\frac{C_1}{n}"
OVER_DOCUMENTS = {r"\sum_{z \in \operatorname{top}_k(x)} #1": r"\sum_{z=1}^{k} #1", r"p_\phi(z \mid x)": r"\pi_z"}

NOTATION: dict[str, dict[str, str]] = {
    "eq:chance": {r"\chi(y)": r"\chi_y"},
    "eq:bm25-saturation": {
        r"h''(\xi)": rf"\frac{{\partial^2}}{{\partial \xi^2}} {SATURATION}",
        r"h'(\xi)": rf"\frac{{\partial}}{{\partial \xi}} {SATURATION}",
        r"h(\xi)": SATURATION,
    },
    "eq:bm25-length": {
        r"h(g\,\xi, g\lambda)": r"\frac{(k_1 + 1) g \xi}{g \xi + k_1 g \lambda}",
        r"h(\xi, \lambda)": r"\frac{(k_1 + 1) \xi}{\xi + k_1 \lambda}",
        "h": LENGTH,
    },
    "eq:bm25-idf": {
        r"\operatorname{idf}(w)": r"\log \Big( 1 + \frac{N - n_w + \frac12}{n_w + \frac12} \Big)",
        "N": "(n'_w + n_w)",
    },
    "eq:bilinear": {r"\sum_w \sum_{w'} x_w M_{ww'} z_{w'}": r"x^\top M z", "M": r"A B^\top"},
    "eq:mrr-bounds": {
        r"\operatorname{recall@} 1": AT_ONE,
        r"\operatorname{MRR}": rf"\Big({AT_ONE} + \frac1n \sum_{{j=1}}^{{C'}} \frac{{1}}{{E_j + 2}}\Big)",
    },
    "eq:mrr-recall": {
        r"\operatorname{recall@} k": r"\frac{C_k}{n}",
        r"\operatorname{MRR}": r"\Big(\frac1n \sum_{i=1}^{C_k} \frac{1}{k / (1 + E'_i)} "
        r"+ \frac1n \sum_{j=1}^{C'} \frac{1}{k + 1 + E_j}\Big)",
    },
    "eq:mean-below-maxima": {
        r"\max_j f_i^\top d_j": "s_i",
        r"f_i^\top d_j": "(s_i - E_{i,j})",
        r"\sum_i #1": r"\sum_{i=1}^{\lvert x \rvert} #1",
        r"\sum_j #1": r"\sum_{j=1}^{\lvert z \rvert} #1",
    },
    "eq:agreement-bound": {
        r"\alpha": r"\frac{C_{11} + C_{10}}{n}",
        r"\alpha'": r"\frac{C_{11} + C_{01}}{n}",
        r"\rho": r"\frac{C_{11} + C_0}{n}",
    },
    "eq:rrf-convex": {r"\bar r": r"(E + \Delta)", r"\Delta": r"(E' + \Delta')"},
    "eq:in-batch": {
        r"e^{s(x, z^+)} + \sum_{j=1}^{m} e^{s(x, z_j^-)}": r"\sum_{j=1}^{m+1} e^{s_j}",
        r"\sum_{z} e^{s(x, z)}": r"\sum_{j=1}^{m+1} e^{s_j}",
        "s(x, z^+)": "s_i",
    },
    "eq:in-batch-gradient": {
        r"\frac{\partial L}{\partial s_j}": r"\frac{\partial}{\partial s_j} \big(\log(Z + "
        r"\exp(s_j)) - Q - s_j \psi_j\big)",
        r"p_j - \psi_j": r"\frac{\exp(s_j)}{Z + \exp(s_j)} - \psi_j",
        r"\frac{\partial L}{\partial f}": rf"\frac{{\partial}}{{\partial f}} \Big(\log \sum_{{j=1}}^{{m+1}} "
        rf"{IN_BATCH} - \tilde s_+ - d_+ f\Big)",
        r"\sum_j p_j d_j": rf"\frac{{\sum_{{j=1}}^{{m+1}} d_j {IN_BATCH}}}{{\sum_{{j=1}}^{{m+1}} {IN_BATCH}}}",
        "d^+": "d_+",
    },
    "eq:two-candidates": {
        "L": r"-\log \frac{e^{s^+}}{e^{s^+} + e^{s^-}}",
        r"\operatorname{sig}(#1)": r"\frac{1}{1 + e^{-(#1)}}",
        "s^+": "s_+",
        "s^-": "s_-",
    },
    "eq:mips": {
        r"\lVert f - d \rVert^2": r"\sum_{i=1}^{D} (f_i - d_i)^2",
        r"\lVert d \rVert^2": r"\sum_{i=1}^{D} d_i^2",
        r"\lVert f \rVert^2": r"\sum_{i=1}^{D} f_i^2",
        r"f^\top d": r"\sum_{i=1}^{D} f_i d_i",
    },
    "eq:rag-prior": {
        r"\sum_{z' \in \operatorname{top}_k(x)} #1": r"\sum_{j=1}^{k} \exp(s_j)",
        r"\exp(d(z)^\top f_\phi(x))": r"\exp(s_z)",
        r"p_\phi(z \mid x)": r"\frac{\exp(s_z)}{\sum_{j=1}^{k} \exp(s_j)}",
        r"\sum_{z \in \operatorname{top}_k(x)} #1": r"\sum_{z=1}^{k} (#1)",
    },
    "eq:rag-sequence": {
        r"\sum_y #1": r"\sum_{y=1}^{Y} #1",
        r"p(y \mid x)": r"\sum_{z=1}^{k} \pi_z p_\theta(y \mid x, z)",
        r"p_\theta(y \mid x, z)": r"\frac{u_{z,y}}{\sum_{l=1}^{Y} u_{z,l}}",
        **OVER_DOCUMENTS,
    },
    "eq:rag-token": {
        r"p(y w \mid x)": r"p(y \mid x) \sum_{z=1}^{k} \pi_z p_\theta(w \mid x, z, y)",
        r"p(y \mid x)": r"\prod_{t=1}^{T} \sum_{z=1}^{k} \pi_z p_{t,z}",
        r"\prod_t #1": r"\prod_{t=1}^{T} #1",
        r"\sum_w #1": r"\sum_{w=1}^{V} #1",
        r"p_\theta(y_t \mid x, z, y_{<t})": "p_{t,z}",
        r"p_\theta(w \mid x, z, y)": r"\frac{u_{z,w}}{\sum_{l=1}^{V} u_{z,l}}",
        **OVER_DOCUMENTS,
    },
    "eq:rag-one-word": {r"p_\phi(z \mid x)": r"\pi_z", r"p_\theta(y_t \mid x, z)": "p_{z,t}"},
    "eq:rag-truncation": {"q_z": "(1 - E_z)"},
    "eq:rag-gradient": {
        r"\frac{\partial \log p(y \mid x)}{\partial s(z)}": rf"\frac{{\partial}}{{\partial s_z}} \big(\log "
        rf"{EVIDENCE} - \log(Z + \exp(s_z))\big)",
        r"p(z \mid x, y)": rf"\frac{{q_z \exp(s_z)}}{{{EVIDENCE}}}",
        r"p_\phi(z \mid x)": PRIOR,
    },
    "eq:rag-gradient-sign": {
        r"p(z \mid x, y)": rf"\frac{{q_z \exp(s_z)}}{{{EVIDENCE}}}",
        r"p_\phi(z \mid x)": PRIOR,
        r"p_\theta(y \mid x, z)": "q_z",
        r"p(y \mid x)": rf"\frac{{{EVIDENCE}}}{{Z + \exp(s_z)}}",
    },
    "eq:realm-gradients": {
        r"\frac{\partial \log p(y \mid x)}{\partial f}": rf"\frac{{\partial}}{{\partial f}} \Big(\log "
        rf"\sum_{{z=1}}^{{k}} q_z {DOCUMENTS} "
        rf"- \log \sum_{{z=1}}^{{k}} {DOCUMENTS}\Big)",
        r"\sum_z p(z \mid x, y) d(z)": rf"\frac{{\sum_{{z=1}}^{{k}} d_z q_z "
        rf"{DOCUMENTS}}}{{\sum_{{z=1}}^{{k}} q_z {DOCUMENTS}}}",
        r"\sum_z p_\phi(z \mid x) d(z)": rf"\frac{{\sum_{{z=1}}^{{k}} d_z "
        rf"{DOCUMENTS}}}{{\sum_{{z=1}}^{{k}} {DOCUMENTS}}}",
        r"\frac{\partial \log p(y \mid x)}{\partial d(z)}": rf"\frac{{\partial}}{{\partial d}} "
        rf"\big(\log(q {SCORED} + Z_q) - \log(Z + {SCORED})\big)",
        r"p(z \mid x, y)": rf"\frac{{q {SCORED}}}{{q {SCORED} + Z_q}}",
        r"p_\phi(z \mid x)": rf"\frac{{{SCORED}}}{{Z + {SCORED}}}",
    },
    "eq:stale-change": {
        r"f^\top d' - f^\top d": r"\sum_{i=1}^{D} \delta_i f_i",
        r"\lVert f \rVert^2": r"\sum_{i=1}^{D} f_i^2",
        r"\lVert d' - d \rVert^2": r"\sum_{i=1}^{D} \delta_i^2",
    },
    "eq:perfect-reader": {r"p(z^+ \mid x, y)": r"\frac{\pi_+}{\pi_+ + \eta (1 - \pi_+)}"},
    "eq:coverage-bounds": {"c": r"\frac{F}{F + G + U}"},
}
