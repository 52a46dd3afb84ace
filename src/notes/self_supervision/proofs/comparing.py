r"""Losses of pairs, of triplets, and of one positive among the views of a batch."""

from sympy import Derivative, Eq, Expr, Gt, Integral, Max, Piecewise, Sum, exp, log

from notes.introduction.proofs.cross_entropy import logarithm_bound, u
from notes.proof import (
    Proof,
    cases,
    chain,
    density,
    equal,
    index,
    indexed,
    lemma,
    natural,
    nonnegative,
    positive,
    ratio,
    real,
    root,
)
from notes.proof.relations import Chain

a, b, rest = real("z_k"), real("z'_k"), nonnegative("r")
m, tau = positive("m"), positive(r"\tau")
N, j = natural("N"), index("j")
similarity = indexed("s")


def contrastive_gradients() -> Proof:
    """What both branches of the contrastive loss ask of one coordinate of an embedding."""
    distance = root((a - b) ** 2 + rest)
    like, unlike = distance**2, (m - distance) ** 2
    return Proof(
        "The gradient of the contrastive loss pulls like pairs and pushes unlike ones that are too near",
        claim=[
            equal(Derivative(like, a), 2 * (a - b)),
            equal(Derivative(unlike, a), -2 * (m - distance) * ratio(a - b, distance)),
        ],
        steps=[
            equal(
                Derivative(distance, a),
                ratio(a - b, distance),
                "r is the sum of the squares of the other coordinates: the distance grows along the unit vector from "
                "one embedding to the other",
            ),
            equal(Derivative(like, a), 2 * (a - b), "a like pair: the farther apart, the stronger the pull"),
            equal(
                Derivative(unlike, a),
                -2 * (m - distance) * ratio(a - b, distance),
                "an unlike pair nearer than the margin: away from each other, and the harder, the nearer they are; "
                "beyond the margin the loss is the constant zero",
            ),
        ],
        given=(Gt((a - b) ** 2 + rest, 0),),
        equation="eq:contrastive-gradient",
    )


def triplet_loss_vanishes() -> Proof:
    """A triplet costs nothing exactly when the negative is at least a margin farther than the positive."""
    near, far = nonnegative("D^{+}"), real("D^{-}")

    def at(distance: Expr) -> Chain:
        return equal(
            Max(near - distance + m, 0),
            Piecewise((0, distance >= near + m), (near + m - distance, True)),
            "from positive and margin together on the loss is zero, below it is what is missing, which is positive",
        )

    step = cases(at, far, near + m)
    return Proof(
        "The triplet loss is zero exactly when the negative is at least a margin farther",
        claim=step,
        steps=[step],
        equation="eq:triplet-zero",
    )


def triplet_gradients() -> Proof:
    """While a triplet costs something, its three embeddings are moved along two lines."""
    z, p, n = real("z_k"), real("z^{+}_k"), real("z^{-}_k")
    others = real("R")
    loss = (z - p) ** 2 - (z - n) ** 2 + others
    claim = [
        equal(Derivative(loss, z), 2 * (n - p)),
        equal(Derivative(loss, p), 2 * (p - z)),
        equal(Derivative(loss, n), 2 * (z - n)),
    ]
    return Proof(
        "The gradient of an active triplet",
        claim=claim,
        steps=[
            equal(
                Derivative(loss, z),
                2 * (n - p),
                "R holds the margin and the other coordinates. The anchor itself drops out: it is moved from the "
                "negative towards the positive, wherever it is",
            ),
            equal(Derivative(loss, p), 2 * (p - z), "the positive is pulled to the anchor"),
            equal(Derivative(loss, n), 2 * (z - n), "the negative is pushed away from it"),
        ],
        equation="eq:triplet-gradient",
    )


def over_candidates(term: Expr) -> Expr:
    """A sum over the other views of the batch."""
    return Sum(term, (j, 1, 2 * N - 1))


def nt_xent_is_cross_entropy() -> Proof:
    """NT-Xent is the cross entropy of a classification with the other views as classes."""
    own = index("p")
    total = over_candidates(exp(similarity[j] / tau))
    loss = -log(ratio(exp(similarity[own] / tau), total))
    alike = real("s")
    return Proof(
        "NT-Xent is a cross entropy over all other views, and costs the logarithm of their number if all are alike",
        claim=[
            equal(loss, log(total) - similarity[own] / tau),
            equal(log(over_candidates(exp(alike / tau))) - alike / tau, log(2 * N - 1)),
        ],
        steps=[
            equal(
                loss,
                log(total) - similarity[own] / tau,
                "the logits are the similarities over the temperature, the right class is the partner p",
            ),
            equal(
                log(over_candidates(exp(alike / tau))) - alike / tau,
                log(2 * N - 1),
                "if every similarity is the same, a guess among the other views is as good as any",
            ),
        ],
        equation="eq:nt-xent",
    )


def nt_xent_weights_hard_negatives() -> Proof:
    """The gradient by a similarity is the probability given to that view, less one for the partner."""
    own, others, target, elsewhere = real("s_j"), real("R"), real("t_j"), real("c")
    loss = log(exp(own / tau) + exp(others)) - target * own / tau - elsewhere
    share = ratio(exp(own / tau), exp(own / tau) + exp(others))
    hard, easy = real("s_i"), real("s_k")
    total = positive("S")
    quotient = ratio(ratio(exp(hard / tau), total), ratio(exp(easy / tau), total))
    return Proof(
        "The gradient of NT-Xent weighs negatives by a softmax: the hard ones more, the lower the temperature",
        claim=[
            equal(Derivative(loss, own), (share - target) / tau),
            equal(quotient, exp((hard - easy) / tau)),
        ],
        steps=[
            equal(
                Derivative(loss, own),
                (share - target) / tau,
                "t is one for the partner and zero for a negative; R is the log of the other exponentials' sum, c "
                "what the target gives to other similarities",
            ),
            equal(
                quotient,
                exp((hard - easy) / tau),
                "so of two negatives the more similar one is pushed harder, by the exponential of the lead over the "
                "temperature",
            ),
        ],
        equation="eq:nt-xent-gradient",
    )


def cosine_gradient() -> Proof:
    """The gradient of a cosine by one of its vectors, and its length."""
    own, other, product, rest = real("x"), real("y"), real("M"), nonnegative("R")
    k, d = index("k"), natural("d")
    first, second = indexed("a"), indexed("c")
    first_square, second_square = positive("A"), positive("C")

    def over_entries(term: Expr) -> Expr:
        return Sum(term, (k, 1, d))

    def cosine(products: Expr, square: Expr) -> Expr:
        return ratio(products, root(square) * root(second_square))

    alike = cosine(over_entries(first[k] * second[k]), first_square)
    apart = over_entries((second[k] / root(second_square) - alike * first[k] / root(first_square)) ** 2)
    total, square = own * other + product, own**2 + rest
    steps = [
        equal(
            Derivative(cosine(total, square), own),
            (other / root(second_square) - cosine(total, square) * own / root(square)) / root(square),
            "one coordinate x, where the other vector has y; M and R are what the other coordinates add",
        ),
        equal(
            apart,
            1 - alike**2,
            "multiply out; A and C are the squared lengths, which are positive, and the cosine does not depend on k",
        ),
    ]
    return Proof(
        "The gradient of a cosine is as long as the sine, divided by the length of the vector",
        claim=steps,
        steps=steps,
        given=(
            Eq(over_entries(first[k] ** 2), first_square),
            Eq(over_entries(second[k] ** 2), second_square),
            Gt(square, 0),
        ),
        equation="eq:cosine-gradient",
    )


def information_bound() -> Proof:
    """The logarithm of the number of candidates less the mean loss has two bounds, one of them if g is a density."""
    draw, n = real("t"), natural("n")
    joint, alone, scored = (density(name)(draw) for name in ("p", "q", "g"))
    own, others = positive("a"), positive("s")

    def over_pairs(term: Expr) -> Expr:
        return Integral(joint * term, draw)

    information, bound = over_pairs(log(joint / alone)), over_pairs(log(scored / alone))
    tangent = lemma(logarithm_bound, {u: scored / joint}, through=lambda gap: Integral(joint * gap, draw))
    share = n * ratio(own, own + others)
    steps = [
        chain(information - bound)
        .equals(
            over_pairs(log(joint / scored)),
            "t stands for a query with n candidates: q draws each alone, p the first with its query, and g is q times "
            "n times the share of the first candidate; log(g/q) is log n less the loss, see below",
        )
        .at_least(over_pairs(1 - scored / joint), "the logarithm lies below its tangent", tangent)
        .equals(Integral(joint, draw) - Integral(scored, draw), "multiply out")
        .equals(0, "both are densities: under q the shares of all candidates have one mean, and their sum is one"),
        chain(log(n) - log(share))
        .equals(
            -log(ratio(own, own + others)),
            "a is the exponential of the first candidate, s the sum of the others: log n less log(g/q) is the loss",
        )
        .equals(log(1 + others / own), "turned around")
        .at_least(0, "the logarithm of a number that is not below one"),
    ]
    return Proof(
        "If q times n times the share of the first candidate is a density, what InfoNCE says is at most the mutual "
        "information; it is always at most the logarithm of the number of candidates",
        claim=steps,
        steps=steps,
        given=(Eq(Integral(joint, draw), 1), Eq(Integral(scored, draw), 1)),
        equation="eq:info-nce-bound",
    )
