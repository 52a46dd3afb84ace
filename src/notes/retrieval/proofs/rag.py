r"""Marginals over the retrieved documents, and what reaches the retriever."""

from sympy import Derivative, Eq, Expr, Integer, Product, Subs, Sum, UnevaluatedExpr, exp, log

from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    index,
    indexed,
    instances,
    natural,
    positive,
    probability,
    ratio,
    real,
)
from notes.proof.relations import Chain

k, z, y, t = natural("k"), index("z"), index("y"), index("t")
prior, score = indexed(r"\pi", positive=True), indexed("s")


def over_documents(term: Expr) -> Expr:
    """A sum over the k documents that were retrieved."""
    return Sum(term, (z, 1, k))


normalized = Eq(over_documents(prior[z]), 1)
shares = ratio(exp(score[z]), Sum(exp(score[y]), (y, 1, k)))


def prior_over_retrieved() -> Proof:
    """The prior sums to one over the retrieved documents."""
    return Proof(
        "A softmax over the retrieved documents sums to one over them",
        claim=equal(over_documents(shares), 1),
        steps=[
            chain(over_documents(shares))
            .equals(
                ratio(over_documents(exp(score[z])), Sum(exp(score[y]), (y, 1, k))),
                "all have one denominator",
            )
            .equals(1, "a sum over itself")
        ],
        equation="eq:rag-prior",
    )


def weights(size: int) -> list[Expr]:
    """Positive weights over their sum: any distribution over so many documents."""
    raw = [positive(f"w_{{{i}}}") for i in range(1, size + 1)]
    return [weight / sum(raw) for weight in raw]


def sequence_is_a_distribution() -> Proof:
    """RAG-sequence sums to one over all answers, however many there are, for one to four documents."""
    M, answer = natural("M"), indexed("q", positive=True)

    def total(size: int) -> Chain:
        mixed = Sum(sum(p * answer[i, y] for i, p in enumerate(weights(size), start=1)), (y, 1, M))
        by_document = sum(p * Sum(answer[i, y], (y, 1, M)) for i, p in enumerate(weights(size), start=1))
        return (
            chain(mixed)
            .equals(UnevaluatedExpr(by_document), "sum over the answers first, document by document")
            .equals(1, "each document gives a distribution over answers, and the prior is one over documents")
        )

    return Proof(
        "RAG-sequence sums to one over all M answers",
        claim=instances(lambda size: equal(total(size).first, Integer(1)), range(1, 5)),
        steps=[instances(total, range(1, 5))],
        given=tuple(Eq(Sum(answer[i, y], (y, 1, M)), 1) for i in range(1, 5)),
        equation="eq:rag-sequence",
    )


def token_is_a_distribution() -> Proof:
    """RAG-token sums to one over all answers of two words, for two documents and a vocabulary of two."""

    def total(words: int) -> Chain:
        p = weights(2)
        first = [_row(f"a^{{{d}}}", words) for d in (1, 2)]
        second = [[_row(f"b^{{{d}}}_{{{v}}}", words) for v in range(words)] for d in (1, 2)]
        start = [p[0] * first[0][v] + p[1] * first[1][v] for v in range(words)]
        then = [[p[0] * second[0][v][u] + p[1] * second[1][v][u] for u in range(words)] for v in range(words)]
        return (
            chain(sum(UnevaluatedExpr(start[v]) * sum(then[v]) for v in range(words)))
            .equals(UnevaluatedExpr(sum(start)), "after every first word the second has a distribution")
            .equals(1, "and so has the first")
        )

    return Proof(
        "RAG-token sums to one over all answers of two words",
        claim=instances(lambda words: equal(total(words).first, Integer(1)), (2,)),
        steps=[instances(total, (2,))],
        equation="eq:rag-token",
    )


def one_word_makes_no_difference() -> Proof:
    """For an answer of one word, RAG-sequence and RAG-token are the same."""
    T, word = natural("T"), indexed("p", positive=True)
    sequence = over_documents(prior[z] * Product(word[z, t], (t, 1, T)))
    token = Product(over_documents(prior[z] * word[z, t]), (t, 1, T))
    return Proof(
        "For one word, RAG-sequence and RAG-token agree",
        claim=equal(Subs(sequence, T, 1), Subs(token, T, 1)),
        steps=[equal(Subs(sequence, T, 1), Subs(token, T, 1), "a product of one factor is that factor")],
        equation="eq:rag-one-word",
    )


def difference_is_a_covariance() -> Proof:
    """For two words the two differ by the covariance of the words' probabilities over the documents."""
    a, b = indexed("a", positive=True), indexed("b", positive=True)
    mean_a, mean_b = positive(r"\bar a"), positive(r"\bar b")
    difference = over_documents(prior[z] * a[z] * b[z]) - mean_a * mean_b
    covariance = over_documents(prior[z] * (a[z] - mean_a) * (b[z] - mean_b))
    return Proof(
        "For two words, RAG-sequence minus RAG-token is a covariance over the documents",
        claim=equal(covariance, difference),
        steps=[
            chain(covariance)
            .equals(
                over_documents(prior[z] * a[z] * b[z])
                - mean_b * over_documents(prior[z] * a[z])
                - mean_a * over_documents(prior[z] * b[z])
                + mean_a * mean_b * over_documents(prior[z]),
                "multiply out; a and b are the probabilities of the first and the second word",
            )
            .equals(difference, "the means, and the prior that sums to one")
        ],
        given=(
            normalized,
            Eq(over_documents(prior[z] * a[z]), mean_a),
            Eq(over_documents(prior[z] * b[z]), mean_b),
        ),
        equation="eq:rag-covariance",
    )


def retriever_gradient() -> Proof:
    """The gradient by a document's score is its posterior minus its prior."""
    own, help_, other, helped = real("s_z"), probability("q_z"), positive("R"), positive("A")
    likelihood = log(exp(own) * help_ + helped) - log(exp(own) + other)
    share = exp(own) / (exp(own) + other)
    posterior = exp(own) * help_ / (exp(own) * help_ + helped)
    marginal = (exp(own) * help_ + helped) / (exp(own) + other)
    return Proof(
        "The gradient by a document's score is its posterior minus its prior",
        claim=[
            equal(Derivative(likelihood, own), posterior - share),
            equal(posterior - share, share * (ratio(help_, marginal) - 1)),
        ],
        steps=[
            equal(
                Derivative(likelihood, own),
                posterior - share,
                "q is the likelihood of the answer given this document; R sums the other exponentials, A these "
                "times their likelihoods",
            ),
            equal(
                posterior - share,
                share * (ratio(help_, marginal) - 1),
                "the posterior is the prior times q over the marginal likelihood: positive if q is above it",
            ),
        ],
        equation=("eq:rag-gradient", "eq:rag-gradient-sign"),
    )


def left_out_mass() -> Proof:
    """What the top k leave out of the marginal is at most the probability of the documents left out."""
    rest, excess, N = indexed("p", positive=True), indexed("e", nonnegative=True), natural("N")
    return Proof(
        "What the top k leave out is at most the prior probability that they leave out",
        claim=at_least(Sum(rest[z], (z, 1, N)) - Sum(rest[z] * (1 - excess[z]), (z, 1, N)), 0),
        steps=[
            chain(Sum(rest[z], (z, 1, N)) - Sum(rest[z] * (1 - excess[z]), (z, 1, N)))
            .equals(
                Sum(rest[z] * excess[z], (z, 1, N)),
                "z runs over the N documents left out, whose likelihoods are 1 - e, none above one",
            )
            .at_least(0, "a sum of what is not negative")
        ],
        equation="eq:rag-truncation",
    )


def _row(name: str, words: int) -> list[Expr]:
    """Any distribution over so many words."""
    raw = [positive(f"{name[:-1]}{v}}}") if name.endswith("}") else positive(name) for v in range(1, words + 1)]
    return [weight / sum(raw) for weight in raw]
