r"""Marginals over the retrieved documents, and what reaches the retriever."""

from sympy import Derivative, Eq, Expr, Product, Subs, Sum, Symbol, exp, log

from notes.proof import (
    Proof,
    at_least,
    chain,
    count,
    equal,
    index,
    indexed,
    natural,
    positive,
    probability,
    ratio,
    real,
)

k, z, y, t, j = natural("k"), index("z"), index("y"), index("t"), index("j")
prior, score = indexed(r"\pi", positive=True), indexed("s")


def over_documents(term: Expr) -> Expr:
    """A sum over the k documents that were retrieved."""
    return Sum(term, (z, 1, k))


normalized = Eq(over_documents(prior[z]), 1)
shares = ratio(exp(score[z]), Sum(exp(score[j]), (j, 1, k)))


def prior_over_retrieved() -> Proof:
    """The prior sums to one over the retrieved documents."""
    return Proof(
        "A softmax over the retrieved documents sums to one over them",
        claim=equal(over_documents(shares), 1),
        steps=[
            chain(over_documents(shares))
            .equals(
                ratio(over_documents(exp(score[z])), Sum(exp(score[j]), (j, 1, k))),
                "all have one denominator",
            )
            .equals(1, "a sum over itself")
        ],
        equation="eq:rag-prior",
    )


def given_by(raw: Expr, label: Symbol, number: Expr) -> Expr:
    """Any distribution: a positive number over the sum of all of them."""
    other = index("l")
    return raw / Sum(raw.subs(label, other), (other, 1, number))


def sequence_is_a_distribution() -> Proof:
    """RAG-sequence sums to one over all answers, however many they are, for any number of documents."""
    Y, raw = natural("Y"), indexed("u", positive=True)
    answers = Sum(over_documents(prior[z] * given_by(raw[z, y], y, Y)), (y, 1, Y))
    return Proof(
        "RAG-sequence sums to one over all Y answers",
        claim=equal(answers, 1),
        steps=[
            chain(answers)
            .equals(
                over_documents(prior[z]),
                "sum over the answers first: given a document they have a distribution, positive numbers u over their "
                "sum",
            )
            .equals(1, "and so have the documents")
        ],
        given=(normalized,),
        equation="eq:rag-sequence",
    )


def token_is_a_distribution() -> Proof:
    """RAG-token hands the probability of an answer on to its continuations, so answers of one length sum to one."""
    V, T, word = natural("V"), count("T"), index("w")
    raw, written = indexed("u", positive=True), indexed("p", positive=True)
    before = Product(over_documents(prior[z] * written[t, z]), (t, 1, T))
    following = over_documents(prior[z] * given_by(raw[z, word], word, V))
    continued = Sum(before * following, (word, 1, V))
    return Proof(
        "RAG-token hands the whole probability of an answer on to those that are one word longer",
        claim=equal(continued, before),
        steps=[
            chain(continued)
            .equals(before * Sum(following, (word, 1, V)), "the probability of the T words so far is a common factor")
            .equals(
                before * over_documents(prior[z]),
                "u over its sum is the distribution of the next of V words, given those so far and a document: sum "
                "over the next word first",
            )
            .equals(before, "the documents have a distribution; the empty answer has probability one")
        ],
        given=(normalized,),
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
    first, second = indexed(r"\mu", positive=True), indexed(r"\nu", positive=True)
    mean_first, mean_second = positive(r"\bar \mu"), positive(r"\bar \nu")
    difference = over_documents(prior[z] * first[z] * second[z]) - mean_first * mean_second
    covariance = over_documents(prior[z] * (first[z] - mean_first) * (second[z] - mean_second))
    return Proof(
        "For two words, RAG-sequence minus RAG-token is a covariance over the documents",
        claim=equal(covariance, difference),
        steps=[
            chain(covariance)
            .equals(
                over_documents(prior[z] * first[z] * second[z])
                - mean_second * over_documents(prior[z] * first[z])
                - mean_first * over_documents(prior[z] * second[z])
                + mean_first * mean_second * over_documents(prior[z]),
                "multiply out; mu and nu are the probabilities of the first and the second word",
            )
            .equals(difference, "the means, and the prior that sums to one")
        ],
        given=(
            normalized,
            Eq(over_documents(prior[z] * first[z]), mean_first),
            Eq(over_documents(prior[z] * second[z]), mean_second),
        ),
        equation="eq:rag-covariance",
    )


def retriever_gradient() -> Proof:
    """The gradient by a document's score is its posterior minus its prior."""
    own, help_, other, helped = real("s_z"), probability("q_z"), positive("Z"), positive("Z_q")
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
                "q is the likelihood of the answer given this document; Z sums the other exponentials, Zq these "
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
    rest, excess, H = indexed("p", positive=True), indexed("E", nonnegative=True), natural("H")
    return Proof(
        "What the top k leave out is at most the prior probability that they leave out",
        claim=at_least(Sum(rest[z], (z, 1, H)) - Sum(rest[z] * (1 - excess[z]), (z, 1, H)), 0),
        steps=[
            chain(Sum(rest[z], (z, 1, H)) - Sum(rest[z] * (1 - excess[z]), (z, 1, H)))
            .equals(
                Sum(rest[z] * excess[z], (z, 1, H)),
                "z runs over the H documents left out, whose likelihoods are 1 - E, none above one",
            )
            .at_least(0, "a sum of what is not negative")
        ],
        equation="eq:rag-truncation",
    )
