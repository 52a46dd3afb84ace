r"""Vectors of words: the gradients of their softmax losses, the optimum of negative sampling, ELMo's mixture."""

from sympy import Derivative, Eq, Expr, Sum, UnevaluatedExpr, exp, log

from notes.proof import Proof, equal, index, indexed, minimum, natural, positive, ratio, real

m, j = natural("m"), index("j")
output, rest, share = indexed("v"), indexed("e"), indexed("p")
u, rows = real("u"), positive("C")


def over_words(term: Expr) -> Expr:
    """A sum over the m words of the vocabulary."""
    return Sum(term, (j, 1, m))


def cbow_gradient() -> Proof:
    """By a context vector: the expected output vector minus the right one, divided among the context."""
    others, target = real("r"), index("t")
    scores = (u + others) / rows * output[j] + rest[j]
    right = (u + others) / rows * output[target] + rest[target]
    loss = log(over_words(exp(scores))) - right
    expected = ratio(over_words(output[j] * exp(scores)), over_words(exp(scores)))
    own, remaining, mean, hit, elsewhere = real("v"), positive("R"), real(r"\bar u"), real(r"\delta"), real("c")
    by_output = log(exp(mean * own) + remaining) - hit * mean * own - elsewhere
    return Proof(
        "The gradients of the continuous bag of words",
        claim=[
            equal(Derivative(loss, u), (expected - output[target]) / rows),
            equal(Derivative(by_output, own), (ratio(exp(mean * own), exp(mean * own) + remaining) - hit) * mean),
        ],
        steps=[
            equal(
                Derivative(loss, u),
                (expected - output[target]) / rows,
                "u is one coordinate of one of the C words around, r that of the others; v are the output vectors in "
                "this coordinate, e what the other coordinates add to each score, t the word in the middle",
            ),
            equal(
                Derivative(by_output, own),
                (ratio(exp(mean * own), exp(mean * own) + remaining) - hit) * mean,
                "likewise by an output vector: delta is one for the word in the middle and zero for any other, R the "
                "exponentials of the other scores, c what does not depend on this vector",
            ),
        ],
        equation="eq:cbow-gradient",
    )


def skip_gram_gradient() -> Proof:
    """By the word's vector: the mean output vector that is predicted minus the mean one that is observed."""
    scores = u * output[j] + rest[j]
    loss = -over_words(share[j] * log(exp(scores) / over_words(exp(scores))))
    predicted = ratio(over_words(output[j] * exp(scores)), over_words(exp(scores)))
    observed = over_words(share[j] * output[j])
    own, remaining, part, elsewhere = real("s"), positive("R"), real("p_c"), real("c")
    by_score = log(exp(own) + remaining) - part * own - elsewhere
    return Proof(
        "The gradients of the skip-gram, with all neighbours of a word at once",
        claim=[
            equal(Derivative(loss, u), predicted - observed),
            equal(Derivative(by_score, own), ratio(exp(own), exp(own) + remaining) - part),
        ],
        steps=[
            equal(
                Derivative(loss, u),
                predicted - observed,
                "p are the shares of the words among the neighbours, which sum to one; u is one coordinate of the "
                "word's vector, v the output vectors in it, e what the other coordinates add to each score",
            ),
            equal(
                Derivative(by_score, own),
                ratio(exp(own), exp(own) + remaining) - part,
                "by one score: the predicted probability minus the share observed",
            ),
        ],
        given=(Eq(over_words(share[j]), 1),),
        equation="eq:skip-gram-gradient",
    )


def pair_loss(score: Expr, right: Expr, wrong: Expr) -> Expr:
    """What one pair of words contributes to the expected loss of negative sampling."""
    return right * log(1 + exp(-score)) + wrong * log(1 + exp(score))


def negative_sampling_optimum() -> Proof:
    """The score of a pair is best, in negative sampling, at its pointwise mutual information minus log k."""
    score, draws = real("s"), positive("k")
    joint, word, noise = positive("p_{wc}"), positive("p_w"), positive("q_c")
    wrong = draws * word * noise
    loss = pair_loss(score, joint, wrong)
    best = log(joint / wrong)
    return Proof(
        "Negative sampling is best, for every pair that meets, at the shifted pointwise mutual information",
        claim=[minimum(loss, {score: best}), equal(best, log(joint / (word * noise)) - log(draws))],
        steps=[
            minimum(loss, {score: best}, "where the slope vanishes nothing else is as good"),
            equal(best, log(joint / (word * noise)) - log(draws), "the number of draws is a shift"),
        ],
        equation="eq:shifted-pmi",
    )


def sense_mixture() -> Proof:
    """The company of a word is the mean of its senses' companies, weighted by their shares, however many there are."""
    S, s, c = natural("S"), index("s"), index("c")
    counts = indexed("a", positive=True)

    def over_senses(term: Expr) -> Expr:
        return Sum(term, (s, 1, S))

    of_sense = over_words(counts[s, j])
    share, company = ratio(of_sense, over_senses(of_sense)), ratio(counts[s, c], of_sense)
    merged = ratio(over_senses(counts[s, c]), over_words(over_senses(counts[s, j])))
    return Proof(
        "One word with several senses keeps the mean company of all",
        claim=equal(merged, over_senses(UnevaluatedExpr(share) * company)),
        steps=[
            equal(
                merged,
                over_senses(UnevaluatedExpr(share) * company),
                "a counts the neighbours of each of the S senses, which the text does not tell apart; multiply and "
                "divide each count by the total of its sense",
            )
        ],
        equation="eq:two-senses",
    )


def layer_mixture_gradient() -> Proof:
    """A layer's weight grows where the layer says more, in the direction of the gradient, than the mixture."""
    own, layer, scale = real("a_j"), real("h_j"), real(r"\gamma")
    exponentials, others = positive("R"), real("J")
    weight = ratio(exp(own), exp(own) + exponentials)
    mixture = (exp(own) * layer + others) / (exp(own) + exponentials)
    return Proof(
        "The slope of ELMo's mixture by the logit of a layer",
        claim=equal(Derivative(scale * mixture, own), scale * weight * (layer - mixture)),
        steps=[
            equal(
                Derivative(scale * mixture, own),
                scale * weight * (layer - mixture),
                "R is the sum of the other layers' exponentials, J the same sum weighted with their values",
            )
        ],
        equation="eq:elmo-gradient",
    )
