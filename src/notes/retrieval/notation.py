r"""What the displays of chapter 14 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in.

The gradients are shown for one score or one coordinate; `R`, `A` and `e` stand for what all others add.
"""

PRIOR, EVIDENCE = r"\frac{\exp(s_z)}{R + \exp(s_z)}", r"(q_z \exp(s_z) + A)"
IN_BATCH = r"\exp(f d_j + c_j)"
DOCUMENTS, SCORED = r"\exp(f d_z + c_z)", r"\exp(v + f u)"
SATURATION = r"\frac{(k_1 + 1) \xi}{\xi + K}"
LENGTH = r"\frac{(k_1 + 1) \xi}{\xi + k_1 (1 - b + b \lambda)}"

AT_ONE = r"\frac{h}{n}"
OVER_DOCUMENTS = {r"\sum_{z \in \operatorname{top}_k(x)} #1": r"\sum_{z=1}^{k} #1", r"p_\phi(z \mid x)": r"\pi_z"}

NOTATION: dict[str, dict[str, str]] = {
    "eq:chance": {r"\chi(v)": r"\chi_v"},
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
        "n_w": "n",
        "N": "(m + n)",
    },
    "eq:bilinear": {r"\sum_u \sum_v x_u M_{uv} z_v": r"x^\top M z", "M": r"A B^\top"},
    "eq:mrr-bounds": {
        r"\operatorname{recall@} 1": AT_ONE,
        r"\operatorname{MRR}": rf"\Big({AT_ONE} + \frac1n \sum_{{j=1}}^{{m}} \frac{{1}}{{s_j + 2}}\Big)",
    },
    "eq:mrr-recall": {
        r"\operatorname{recall@} k": r"\frac{g}{n}",
        r"\operatorname{MRR}": r"\Big(\frac1n \sum_{i=1}^{g} \frac{1}{k / (1 + e_i)} "
        r"+ \frac1n \sum_{j=1}^{m} \frac{1}{k + 1 + s_j}\Big)",
    },
    "eq:mean-below-maxima": {
        r"\max_j f_i^\top d_j": "M_i",
        r"f_i^\top d_j": "(M_i - e_{i,j})",
        r"\sum_i #1": r"\sum_{i=1}^{n} #1",
        r"\sum_j #1": r"\sum_{j=1}^{m} #1",
        r"\lvert z \rvert": "m",
    },
    "eq:agreement-bound": {
        r"\alpha": r"\frac{h + u}{n}",
        r"\alpha'": r"\frac{h + v}{n}",
        r"\rho": r"\frac{h + m}{n}",
    },
    "eq:rrf-convex": {r"\bar r": r"(u + \delta)", r"\delta": r"(v + \epsilon)"},
    "eq:in-batch": {
        r"e^{s(x, z^+)} + \sum_{j=1}^{m} e^{s(x, z_j^-)}": r"\sum_{j=1}^{m} e^{s_j}",
        r"\sum_{z} e^{s(x, z)}": r"\sum_{j=1}^{m} e^{s_j}",
        "s(x, z^+)": "s_i",
    },
    "eq:in-batch-gradient": {
        r"\frac{\partial L}{\partial s_j}": r"\frac{\partial}{\partial s_j} \big(\log(\exp(R) + "
        r"\exp(s_j)) - Q - s_j \psi_j\big)",
        r"p_j - \psi_j": r"\frac{\exp(s_j)}{\exp(R) + \exp(s_j)} - \psi_j",
        r"\frac{\partial L}{\partial f}": rf"\frac{{\partial}}{{\partial f}} \Big(\log \sum_{{j=1}}^{{m}} "
        rf"{IN_BATCH} - c_+ - d_+ f\Big)",
        r"\sum_j p_j d_j": rf"\frac{{\sum_{{j=1}}^{{m}} d_j {IN_BATCH}}}{{\sum_{{j=1}}^{{m}} {IN_BATCH}}}",
        "d^+": "d_+",
    },
    "eq:two-candidates": {
        "L": r"-\log \frac{e^{s^+}}{e^{s^+} + e^{s^-}}",
        r"\operatorname{sig}(#1)": r"\frac{1}{1 + e^{-(#1)}}",
        "s^+": "s_+",
        "s^-": "s_-",
    },
    "eq:mips": {
        r"\lVert f - d \rVert^2": r"\sum_{k=1}^{D} (f_k - d_k)^2",
        r"\lVert d \rVert^2": r"\sum_{k=1}^{D} d_k^2",
        r"\lVert f \rVert^2": r"\sum_{k=1}^{D} f_k^2",
        r"f^\top d": r"\sum_{k=1}^{D} f_k d_k",
    },
    "eq:rag-prior": {
        r"\sum_{z' \in \operatorname{top}_k(x)} #1": r"\sum_{y=1}^{k} \exp(s_y)",
        r"\exp(d(z)^\top f_\phi(x))": r"\exp(s_z)",
        r"p_\phi(z \mid x)": r"\frac{\exp(s_z)}{\sum_{y=1}^{k} \exp(s_y)}",
        r"\sum_{z \in \operatorname{top}_k(x)} #1": r"\sum_{z=1}^{k} (#1)",
    },
    "eq:rag-sequence": {
        r"\sum_y #1": r"\sum_{y=1}^{M} #1",
        r"p(y \mid x)": r"\sum_{z=1}^{k} \pi_z p_\theta(y \mid x, z)",
        r"p_\theta(y \mid x, z)": r"\frac{u_{z,y}}{\sum_{l=1}^{M} u_{z,l}}",
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
    "eq:rag-truncation": {"q_z": "(1 - e_z)"},
    "eq:rag-gradient": {
        r"\frac{\partial \log p(y \mid x)}{\partial s(z)}": rf"\frac{{\partial}}{{\partial s_z}} \big(\log "
        rf"{EVIDENCE} - \log(R + \exp(s_z))\big)",
        "r(z)": rf"\frac{{q_z \exp(s_z)}}{{{EVIDENCE}}}",
        r"p_\phi(z \mid x)": PRIOR,
    },
    "eq:rag-gradient-sign": {
        "r(z)": rf"\frac{{q_z \exp(s_z)}}{{{EVIDENCE}}}",
        r"p_\phi(z \mid x)": PRIOR,
        r"p_\theta(y \mid x, z)": "q_z",
        r"p(y \mid x)": rf"\frac{{{EVIDENCE}}}{{R + \exp(s_z)}}",
    },
    "eq:realm-gradients": {
        r"\frac{\partial \log p(y \mid x)}{\partial f}": rf"\frac{{\partial}}{{\partial f}} \Big(\log "
        rf"\sum_{{z=1}}^{{k}} q_z {DOCUMENTS} "
        rf"- \log \sum_{{z=1}}^{{k}} {DOCUMENTS}\Big)",
        r"\sum_z r(z) d(z)": rf"\frac{{\sum_{{z=1}}^{{k}} d_z q_z {DOCUMENTS}}}{{\sum_{{z=1}}^{{k}} q_z {DOCUMENTS}}}",
        r"\sum_z p_\phi(z \mid x) d(z)": rf"\frac{{\sum_{{z=1}}^{{k}} d_z "
        rf"{DOCUMENTS}}}{{\sum_{{z=1}}^{{k}} {DOCUMENTS}}}",
        r"\frac{\partial \log p(y \mid x)}{\partial d(z)}": rf"\frac{{\partial}}{{\partial u}} "
        rf"\big(\log(s {SCORED} + A) - \log(R + {SCORED})\big)",
        "r(z)": rf"\frac{{s {SCORED}}}{{s {SCORED} + A}}",
        r"p_\phi(z \mid x)": rf"\frac{{{SCORED}}}{{R + {SCORED}}}",
    },
    "eq:stale-change": {
        r"f^\top d' - f^\top d": r"\sum_{i=1}^{D} \delta_i f_i",
        r"\lVert f \rVert^2": r"\sum_{i=1}^{D} f_i^2",
        r"\lVert d' - d \rVert^2": r"\sum_{i=1}^{D} \delta_i^2",
    },
    "eq:perfect-reader": {"r(z^+)": r"\frac{\pi_+}{\pi_+ + \eta (1 - \pi_+)}"},
    "eq:coverage-bounds": {"c": r"\frac{F}{F + G + U}"},
}
