r"""What the displays of chapter 6 write otherwise than their proofs, LaTeX for LaTeX, in the order it is put in."""

from itertools import pairwise

BATCH = {"k": "(m + r)", r"\hat h_i": r"\frac{h_i - \mu}{\sqrt v}"}
WAVE = r"e^{2 \pi i j k / n}"


def overlap(place: str, *ends: str) -> str:
    """The integral over the box from 0 to 1 of another one, turned around and moved, in parts.

    Args:
        place: LaTeX of where the other box ends.
        ends: LaTeX of the ends of the parts, in their order.

    Returns:
        LaTeX of the sum of the integrals over the parts.
    """
    box = rf"\begin{{cases}} 1 & 0 \le {place} - t \le 1 \\ 0 & \text{{otherwise}} \end{{cases}}"
    return " + ".join(rf"\int_{{{first}}}^{{{last}}} {box} \, dt" for first, last in pairwise(ends))


NOTATION: dict[str, dict[str, str]] = {
    "eq:convolution-theorem": {"C(w)": "C"},
    "eq:boxes-convolve": {
        r"\Lambda(x)": overlap("s", "0", "s", "1"),
        r"\Lambda(2 - x)": overlap("(2 - s)", "0", "1 - s", "1"),
        r"\Lambda(1)": overlap("1", "0", "1"),
        r"\Lambda(-u)": overlap("(-u)", "0", "1"),
        r"\Lambda(2 + u)": overlap("(2 + u)", "0", "1"),
        "x": "s",
    },
    "eq:circulant-commutes": {
        r"(\Pi C)_{i+1,j}": r"\sum_k \Pi_{i+1,k} C_{kj}",
        r"(C \Pi)_{i+1,j}": r"\sum_k C_{i+1,k} \Pi_{kj}",
        r"\sum_k \Pi_{i+1,k} C_{kj}": r"\sum_{k=0}^{i+r} \mathbb{1}[i = k] C_{kj}",
        r"\sum_k C_{i+1,k} \Pi_{kj}": r"\sum_{k=0}^{j+q} C_{i+1,k} \mathbb{1}[k = j+1]",
    },
    "eq:output-places": {"S": "(r + s + 1)", r"W_{\text{in}}": "W"},
    "eq:copies": {"j": "(p S + r)", "F": "(a S + b)"},
    "eq:path-expansion": {r"\sum_{J \subseteq \{1, \dots, n\}} \prod_{k \in J} w_k": "Q_n"},
    "eq:gaussians-convolve": {
        r"\mathcal{N}(\mu, \sigma^2) * \mathcal{N}(\nu, \tau^2)": r"\int_{-\infty}^{\infty} "
        r"\frac{e^{-(t - \mu)^2 / (2 \sigma^2)}}{\sqrt{2 \pi \sigma^2}} "
        r"\frac{e^{-(x - t - \nu)^2 / (2 \tau^2)}}{\sqrt{2 \pi \tau^2}} \, dt",
        r"\mathcal{N}(\mu + \nu, \sigma^2 + \tau^2)": r"\frac{e^{-(x - \mu - \nu)^2 / (2 (\sigma^2 + \tau^2))}}"
        r"{\sqrt{2 \pi (\sigma^2 + \tau^2)}}",
    },
    "eq:circulant-eigenvalues": {
        r"C(w) v^{(j)}": r"\sum_{m=0}^{n-1} w_m e^{2 \pi i j (k - m) / n}",
        r"v^{(j)}": WAVE,
        r"\lambda_j": r"\sum_{m=0}^{n-1} w_m e^{-2 \pi i j m / n}",
    },
    "eq:convolution-cost": {r"\log_2 n": "p"},
    "eq:linear-chain": {"i": "j", "h_L": r"x \prod_{j=1}^{L} w_j"},
    "eq:batch-norm-moments": {"y_i": r"(\gamma \hat h_i + \beta)", **BATCH},
    "eq:batch-norm-invariance": {r"\sigma": r"\sqrt v"},
    "eq:variance-doubling": {
        r"\operatorname{Var}(x + f(x))": r"\mathbb{E}_{w \sim q}\Big[\mathbb{E}_{x \sim p}\Big[\Big(x + "
        r"\frac{\sqrt v \, h(x) (w - \omega)}{\sqrt G \sqrt V} - \mu\Big)^2\Big]\Big]",
        r"\operatorname{Var}(x)": "v",
    },
    "eq:variance-grows": {
        r"\operatorname{Var}(x + f(\hat x))": r"\mathbb{E}_{w \sim q}\Big[\mathbb{E}_{x \sim p}\Big[\Big(x + "
        r"\frac{h(x) (w - \omega)}{\sqrt G \sqrt V} - \mu\Big)^2\Big]\Big]",
        r"\operatorname{Var}(x)": "v",
    },
    "eq:zero-branch": {"y": "(x + w_2 a(w_1 x))"},
    "eq:highway-slope": {
        "T'": "T'(x)",
        "f'": "f'(x)",
        "T": "T(x)",
        "f": "f(x)",
        r"\frac{dy}{dx}": r"\frac{d}{dx} \big(T(x) f(x) + (1 - T(x)) x\big)",
    },
    "eq:highway": {"T(x)": "t", "y": r"(f(x) t + x (1 - t))"},
}
