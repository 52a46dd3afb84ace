"""Both marginals against enumeration of documents and answers, and the gradient to the retriever against autograd."""

import itertools
import math
from collections.abc import Callable

import pytest
import torch

from notes.retrieval.proofs import rag as proved
from notes.retrieval.rag import (
    document_posterior,
    log_prior,
    score_gradient,
    sequence_log_likelihood,
    token_log_likelihood,
)

F64 = torch.float64


def tables(generator: torch.Generator) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """A prior over three documents, and the words of an answer of three: each after all that came before."""
    prior = torch.randn(3, generator=generator, dtype=F64).softmax(-1)
    return prior, [torch.randn(3, *[4] * t, 4, generator=generator, dtype=F64).softmax(-1) for t in range(3)]


def answer_tokens(words: list[torch.Tensor], answer: tuple[int, ...]) -> torch.Tensor:
    return torch.stack([words[t][(slice(None), *answer[: t + 1])] for t in range(3)], -1)


def test_sequence_is_the_sum_over_documents_of_products(generator: torch.Generator):
    prior, words = tables(generator)
    for answer in itertools.product(range(4), repeat=3):
        tokens = answer_tokens(words, answer)
        expected = sum(prior[z] * math.prod(tokens[z].tolist()) for z in range(3))
        assert sequence_log_likelihood(prior.log(), tokens.log()).exp().item() == pytest.approx(expected.item())


def test_token_is_the_sum_over_all_assignments_of_documents_to_words(generator: torch.Generator):
    prior, words = tables(generator)
    for answer in itertools.product(range(4), repeat=3):
        tokens = answer_tokens(words, answer)
        expected = sum(
            math.prod(prior[z[t]].item() * tokens[z[t], t].item() for t in range(3))
            for z in itertools.product(range(3), repeat=3)
        )
        assert token_log_likelihood(prior.log(), tokens.log()).exp().item() == pytest.approx(expected)


@pytest.mark.parametrize("likelihood", [sequence_log_likelihood, token_log_likelihood])
def test_answers_sum_to_one(likelihood: Callable[..., torch.Tensor], generator: torch.Generator):
    prior, words = tables(generator)
    every = itertools.product(range(4), repeat=3)
    total = sum(likelihood(prior.log(), answer_tokens(words, answer).log()).exp() for answer in every)
    assert total.item() == pytest.approx(1)


def test_one_word_makes_no_difference_and_two_differ_by_a_covariance(generator: torch.Generator):
    prior, tokens = tables(generator)[0], torch.rand(3, 2, generator=generator, dtype=F64)
    one = tokens[:, :1].log()
    torch.testing.assert_close(sequence_log_likelihood(prior.log(), one), token_log_likelihood(prior.log(), one))
    difference = (
        sequence_log_likelihood(prior.log(), tokens.log()).exp() - token_log_likelihood(prior.log(), tokens.log()).exp()
    )
    a, b = tokens.T
    torch.testing.assert_close(difference, (prior * (a - prior @ a) * (b - prior @ b)).sum())


def test_score_gradient_is_autograds(generator: torch.Generator):
    scores = torch.randn(5, 4, generator=generator, dtype=F64).requires_grad_()
    tokens = torch.rand(5, 4, 3, generator=generator, dtype=F64).log()
    prior = log_prior(scores)
    (found,) = torch.autograd.grad(sequence_log_likelihood(prior, tokens).sum(), scores)
    slopes = score_gradient(prior.detach(), tokens)
    torch.testing.assert_close(slopes, found)
    torch.testing.assert_close(slopes.sum(-1), torch.zeros(5, dtype=F64))
    likelihoods = tokens.sum(-1).exp()
    marginal = (prior.detach().exp() * likelihoods).sum(-1, keepdim=True)
    assert ((slopes > 0) == (likelihoods > marginal)).all()


def test_score_gradient_is_the_proved_one():
    proof = proved.retriever_gradient()
    expression = proof.steps[1].links[0].right
    values = {"s_z": 0.3, "q_z": 0.2, "Z": 2.0, "Z_q": 0.9}
    found = float(expression.subs({symbol: values[symbol.name] for symbol in expression.free_symbols}))
    scores, tokens = torch.tensor([0.3, math.log(2.0)], dtype=F64), torch.tensor([[0.2], [0.45]], dtype=F64)
    assert score_gradient(log_prior(scores), tokens.log())[0].item() == pytest.approx(found)


def test_document_posterior_is_the_rule_of_bayes(generator: torch.Generator):
    prior, tokens = tables(generator)[0], torch.rand(3, 2, generator=generator, dtype=F64)
    joint = prior * tokens.prod(-1)
    torch.testing.assert_close(document_posterior(prior.log(), tokens.log()), joint / joint.sum())


def test_log_prior_is_pytorchs_softmax_over_the_retrieved(generator: torch.Generator):
    scores = torch.randn(3, 5, generator=generator, dtype=F64)
    torch.testing.assert_close(log_prior(scores), scores.log_softmax(-1))


@pytest.mark.parametrize(
    "function", [sequence_log_likelihood, token_log_likelihood, document_posterior, score_gradient]
)
def test_what_is_no_log_probability_is_refused(function: Callable[..., torch.Tensor]):
    half = torch.tensor([0.5, 0.5]).log()
    with pytest.raises(ValueError, match=r"`prior` must be log probabilities that sum to one, got 2\.0"):
        function(torch.zeros(2), -torch.ones(2, 1))
    with pytest.raises(ValueError, match="`tokens` must be log probabilities, not positive, got"):
        function(half, torch.ones(2, 1))
    with pytest.raises(ValueError, match="`tokens` must be finite, got -inf"):
        function(half, torch.full((2, 1), -torch.inf))
