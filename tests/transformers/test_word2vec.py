"""Word2vec against PyTorch's losses, against single pairs and single draws, and against the mutual information."""

import itertools

import pytest
import torch
from torch.nn import functional

from notes.transformers.word2vec import (
    WordVectors,
    cbow_scores,
    drawn_negative_sampling_loss,
    negative_sampling_loss,
    noise_distribution,
    shares,
    shifted_pmi,
    skip_gram_loss,
    trained_on_counts,
    trained_vectors,
)

F64 = torch.float64
COUNTS = torch.tensor([[2.0, 1.0, 3.0], [1.0, 0.0, 2.0], [4.0, 2.0, 1.0]], dtype=F64)


@pytest.fixture
def vectors(generator):
    return WordVectors(*(torch.randn(3, 2, generator=generator, dtype=F64).requires_grad_() for _ in range(2)))


def test_cbow_scores_are_those_of_an_embedding_bag(vectors, generator):
    contexts = torch.randint(3, (5, 4), generator=generator)
    expected = functional.linear(functional.embedding_bag(contexts, vectors.inputs, mode="mean"), vectors.outputs)
    found = cbow_scores(contexts, vectors)
    torch.testing.assert_close(found, expected)
    targets = torch.tensor([0, 1, 2, 0, 1])
    ours, theirs = (
        torch.autograd.grad(functional.cross_entropy(scores, targets), vectors) for scores in (found, expected)
    )
    torch.testing.assert_close(ours, theirs)


def test_cbow_scores_do_not_see_the_word_in_the_middle(vectors):
    contexts = torch.tensor([[0, 2]])
    (slope,) = torch.autograd.grad(cbow_scores(contexts, vectors).sum(), vectors.inputs)
    assert torch.equal(slope[1], torch.zeros(2, dtype=F64))


def test_cbow_scores_refuses_windows_without_context(vectors):
    with pytest.raises(ValueError, match="`contexts` must hold at least one word a window, got 0"):
        cbow_scores(torch.zeros(1, 0, dtype=torch.int64), vectors)


def test_skip_gram_loss_is_the_cross_entropy_of_single_pairs(vectors):
    words, neighbours = (torch.cat([one.repeat(int(COUNTS[tuple(one)]), 1) for one in COUNTS.nonzero()])).T
    found = skip_gram_loss(vectors.scores, COUNTS)
    expected = functional.cross_entropy(vectors.scores[words], neighbours)
    torch.testing.assert_close(found, expected)
    ours, theirs = (torch.autograd.grad(loss, vectors, retain_graph=True) for loss in (found, expected))
    torch.testing.assert_close(ours, theirs)


def test_skip_gram_loss_is_least_at_the_conditional_distribution():
    best = skip_gram_loss((COUNTS + 1).log(), COUNTS + 1)
    conditional = torch.distributions.Categorical(probs=COUNTS + 1).entropy()
    torch.testing.assert_close(best, (shares(COUNTS + 1).sum(1) * conditional).sum())


def test_negative_sampling_loss_is_the_mean_over_all_draws(vectors):
    noise, total = noise_distribution(COUNTS, 0.75), torch.zeros((), dtype=F64)
    for word, neighbour, *drawn in itertools.product(range(3), repeat=4):
        chance = shares(COUNTS)[word, neighbour] * noise[drawn].prod()
        loss = drawn_negative_sampling_loss(
            vectors, torch.tensor([word]), torch.tensor([neighbour]), torch.tensor([drawn])
        )
        total = total + chance * loss[0]
    found = negative_sampling_loss(vectors.scores, COUNTS, noise, negatives=2)
    torch.testing.assert_close(found, total)
    ours, theirs = (torch.autograd.grad(loss, vectors, retain_graph=True) for loss in (found, total))
    torch.testing.assert_close(ours, theirs)


def test_drawn_negative_sampling_loss_is_binary_cross_entropy(vectors):
    words, neighbours, drawn = torch.tensor([0, 2]), torch.tensor([1, 1]), torch.tensor([[0, 2, 2], [1, 0, 0]])
    scores = torch.stack([vectors.scores[word, [c, *d]] for word, c, d in zip(words, neighbours, drawn, strict=True)])
    labels = functional.one_hot(torch.zeros(2, dtype=torch.int64), 4).double()
    expected = functional.binary_cross_entropy_with_logits(scores, labels, reduction="none").sum(1)
    torch.testing.assert_close(drawn_negative_sampling_loss(vectors, words, neighbours, drawn), expected)


def test_shifted_pmi_makes_the_gradient_vanish_and_is_better_than_its_surroundings(generator):
    counts, noise = COUNTS + 1, noise_distribution(COUNTS, 0.75)
    best = shifted_pmi(counts, noise, negatives=3).requires_grad_()
    loss = negative_sampling_loss(best, counts, noise, negatives=3)
    (slope,) = torch.autograd.grad(loss, best)
    torch.testing.assert_close(slope, torch.zeros_like(slope), atol=1e-12, rtol=0)
    for size in (0.01, 1.0, 10.0):
        moved = best.detach() + size * torch.randn(3, 3, generator=generator, dtype=F64)
        assert negative_sampling_loss(moved, counts, noise, negatives=3) > loss


def test_shifted_pmi_is_minus_infinity_without_a_pair():
    found = shifted_pmi(COUNTS, noise_distribution(COUNTS), negatives=1)
    assert torch.equal(found.isneginf(), COUNTS == 0)


def test_noise_distribution_flattens_with_the_power():
    torch.testing.assert_close(noise_distribution(COUNTS), COUNTS.sum(0) / COUNTS.sum())
    torch.testing.assert_close(noise_distribution(COUNTS, 0.0), torch.full((3,), 1 / 3, dtype=F64))


def test_trained_vectors_of_full_width_reach_the_shifted_pmi(generator):
    counts = torch.randint(1, 9, (6, 6), generator=generator).float()
    noise = noise_distribution(counts)
    trained = trained_vectors(
        lambda vectors: negative_sampling_loss(vectors.scores, counts, noise, 2), 6, 6, 800, generator
    )
    torch.testing.assert_close(trained.scores, shifted_pmi(counts, noise, 2), atol=0.01, rtol=0)
    assert not trained.inputs.requires_grad


def test_trained_vectors_of_one_coordinate_cannot_reach_it(generator):
    counts = 1 + 8 * torch.eye(6)
    noise = noise_distribution(counts)
    trained = trained_vectors(
        lambda vectors: negative_sampling_loss(vectors.scores, counts, noise, 2), 6, 1, 300, generator
    )
    assert (trained.scores - shifted_pmi(counts, noise, 2)).abs().max() > 0.5


def test_losses_refuse_what_is_no_count_or_no_number():
    scores = torch.zeros(2, 2)
    with pytest.raises(ValueError, match="`counts` must be at least 0, got -1"):
        skip_gram_loss(scores, -torch.ones(2, 2))
    with pytest.raises(ValueError, match="`counts` must be of at least one pair, got 0"):
        shares(torch.zeros(2, 2))
    with pytest.raises(ValueError, match="`scores` must be finite, got nan"):
        skip_gram_loss(scores / 0, torch.ones(2, 2))
    for negatives in (0, -1):
        with pytest.raises(ValueError, match=f"`negatives` must be at least 1, got {negatives}"):
            negative_sampling_loss(scores, torch.ones(2, 2), torch.ones(2) / 2, negatives)
        with pytest.raises(ValueError, match=f"`negatives` must be at least 1, got {negatives}"):
            shifted_pmi(torch.ones(2, 2), torch.ones(2) / 2, negatives)
    with pytest.raises(ValueError, match="`counts` must be positive in some row of every column, got 0"):
        noise_distribution(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    with pytest.raises(ValueError, match="`counts` must be positive in some column of every row, got"):
        shifted_pmi(torch.tensor([[1.0, 1.0], [0.0, 0.0]]), torch.ones(2) / 2, 1)


def test_trained_on_counts_brings_words_of_one_company_together(generator):
    company = torch.tensor([[0.0, 0, 9, 9, 1, 1], [0, 0, 9, 9, 1, 1], [9, 9, 0, 0, 1, 1], [9, 9, 0, 0, 1, 1]])
    counts = torch.cat([company, torch.ones(2, 6)])
    vectors = trained_on_counts(counts, 4, 150, generator).inputs
    cosine = functional.cosine_similarity
    assert cosine(vectors[0], vectors[1], dim=0) > 0.95
    assert cosine(vectors[0], vectors[2], dim=0) < 0.5


def test_trained_vectors_start_with_vectors_of_length_one_on_average_and_step_by_their_rate():
    start, after = (
        trained_vectors(lambda vectors: vectors.scores.sum(), 300, 25, steps, torch.Generator().manual_seed(0))
        for steps in (0, 1)
    )
    for old, new in zip(start, after, strict=True):
        assert old.std().item() == pytest.approx(1 / 5, rel=0.03)
        torch.testing.assert_close((new - old).abs(), torch.full((300, 25), 0.05), rtol=1e-3, atol=0)


def test_words_and_contexts_exist(vectors):
    for bad in (-1, 3):
        with pytest.raises(ValueError, match=f"^`contexts` must be from 0 to 2, got {bad}$"):
            cbow_scores(torch.tensor([[0, bad]]), vectors)


@pytest.mark.parametrize(
    "call",
    [
        lambda counts: shares(counts),
        lambda counts: skip_gram_loss(torch.zeros(1, 2), counts),
        lambda counts: negative_sampling_loss(torch.zeros(1, 2), counts, torch.ones(2) / 2, 1),
    ],
)
def test_counts_have_a_finite_sum_of_squares(call):
    assert call(torch.tensor([[0.0, 1.0]])).isfinite().all()
    with pytest.raises(ValueError, match=r"^`counts` must be small enough for a finite sum of squares, got inf$"):
        call(torch.tensor([[1e20, 1.0]]))


def test_noise_and_scores_are_numbers():
    counts, nan = torch.ones(1, 2), torch.full((2,), torch.nan)
    with pytest.raises(ValueError, match=r"^`noise` must be finite, got nan$"):
        negative_sampling_loss(torch.zeros(1, 2), counts, nan, 1)
    with pytest.raises(ValueError, match=r"^`scores` must be finite, got nan$"):
        negative_sampling_loss(nan[None], counts, nan.nan_to_num() + 0.5, 1)
    with pytest.raises(ValueError, match=r"^`noise` must be positive, got 0\.0$"):
        shifted_pmi(counts, torch.zeros(2), 1)
    with pytest.raises(ValueError, match=r"^`vectors` must be finite, got nan$"):
        drawn_negative_sampling_loss(
            WordVectors(torch.zeros(1, 2), nan[None]), torch.tensor([0]), torch.tensor([0]), torch.tensor([[0]])
        )
    with pytest.raises(ValueError, match=r"^`power` must be small enough for shares above zero, got 1000\.0$"):
        noise_distribution(counts, 1000.0)


def test_shifted_pmi_may_be_negative_for_a_pair_that_meets_more_than_by_chance():
    counts, noise = torch.tensor([[6.0, 14.0], [4.0, 76.0]], dtype=F64), torch.tensor([0.1, 0.9], dtype=F64)
    found = [shifted_pmi(counts, noise, negatives)[0, 0].item() for negatives in (1, 5)]
    assert found == pytest.approx([1.0986, -0.5108], abs=1e-4)
