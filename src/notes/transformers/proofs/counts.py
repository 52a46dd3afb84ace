r"""Parameters of BERT and of the Vision Transformer, counted part by part."""

from sympy import Expr, Subs, Sum, UnevaluatedExpr

from notes.proof import Proof, chain, equal, index, natural

V, P, S, d, L = natural("V"), natural("P"), natural("S"), natural("d"), natural("L")
N, C, K = natural("N"), natural("C"), natural("K")
layer_number = index("l")


def affine(inputs: Expr, outputs: Expr) -> Expr:
    """Parameters of a dense map: a weight for each pair, a bias for each output."""
    return UnevaluatedExpr(inputs * outputs + outputs)


def encoder_layer() -> Expr:
    """Parameters of an encoder layer: four projections, two maps of the feed-forward network, two normalisations."""
    return 4 * affine(d, d) + affine(d, 4 * d) + affine(4 * d, d) + 2 * UnevaluatedExpr(2 * d)


def bert_count() -> Proof:
    """Embeddings, layers and pooler add up to the closed formula, and to the two published sizes."""
    embeddings = V * d + P * d + S * d + 2 * d
    stack = Sum(encoder_layer(), (layer_number, 1, L))
    closed = (V + P + S + 2) * d + L * (12 * d**2 + 13 * d) + d**2 + d
    names = (V, P, S, d, L)
    total = equal(
        embeddings + stack + affine(d, d),
        closed,
        "all layers are alike: queries, keys, values and output, up to four times the width and back, a scale and a "
        "shift for each of two normalisations; the pooler is one more dense map",
    )
    steps = [
        total,
        chain(Subs(closed, names, (30_522, 512, 2, 768, 12))).equals(109_482_240, "base"),
        chain(Subs(closed, names, (30_522, 512, 2, 1024, 24))).equals(335_141_888, "large"),
    ]
    return Proof(
        "BERT has 109,482,240 parameters in its base size and 335,141,888 in its large one",
        claim=steps,
        steps=steps,
        equation="eq:bert-count",
    )


def vision_count() -> Proof:
    """Patches, class token, positions, layers, last normalisation and head add up, and to the published size."""
    parts = affine(P**2 * C, d) + d + (N + 1) * d + Sum(12 * d**2 + 13 * d, (layer_number, 1, L)) + 2 * d + affine(d, K)
    closed = (P**2 * C + N + 5) * d + L * (12 * d**2 + 13 * d) + K * (d + 1)
    steps = [
        equal(
            parts,
            closed,
            "the map of a patch, the class token, a position for it and for each patch, the layers, one normalisation, "
            "and the head",
        ),
        chain(Subs(closed, (P, C, N, d, L, K), (16, 3, 196, 768, 12, 1000))).equals(
            86_567_656, "base, for images of 224 by 224 pixels in patches of 16 by 16, and a thousand classes"
        ),
    ]
    return Proof(
        "The base Vision Transformer has 86,567,656 parameters",
        claim=steps,
        steps=steps,
        equation="eq:vision-count",
    )
