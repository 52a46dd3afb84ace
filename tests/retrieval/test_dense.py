"""The dual encoder, its loss and its search against PyTorch, scikit-learn and sums that are written out."""

import math

import pytest
import torch
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from notes.retrieval import comparison, dense
from notes.retrieval.comparison import places_by_retriever, standardised
from notes.retrieval.dense import DualEncoder, in_batch_loss, nearest, trained_dual_encoder, word_affinities
from notes.retrieval.ranking import ranks
from notes.retrieval.sparse import bm25, tf_idf
from notes.retrieval.task import Task, asked

F64 = torch.float64


def test_inner_products_are_sums_over_pairs_of_words(generator: torch.Generator):
    encoder = DualEncoder(5, 3, generator)
    x, z = torch.tensor([1.0, 0, 2, 0, 0]), torch.tensor([0, 1.0, 1, 0, 2])
    product = encoder.questions(x) @ encoder.passages(z)
    matrix = word_affinities(encoder)
    pairs = sum(x[u] * z[v] * matrix[u, v] for u in range(5) for v in range(5)) / math.sqrt(3 * 4)
    torch.testing.assert_close(product, pairs)


def test_in_batch_loss_is_pytorchs_cross_entropy_in_value_and_gradient(generator: torch.Generator):
    f = torch.randn(4, 3, generator=generator, dtype=F64).requires_grad_()
    d = torch.randn(6, 3, generator=generator, dtype=F64).requires_grad_()  # two hard negatives
    ours, reference = in_batch_loss(f, d), torch.nn.functional.cross_entropy(f @ d.mT, torch.arange(4))
    torch.testing.assert_close(ours, reference)
    for found, expected in zip(torch.autograd.grad(ours, (f, d)), torch.autograd.grad(reference, (f, d)), strict=True):
        torch.testing.assert_close(found, expected)


def test_gradient_by_the_question_is_mean_candidate_minus_the_right_one(generator: torch.Generator):
    f = torch.randn(1, 3, generator=generator, dtype=F64).requires_grad_()
    d = torch.randn(5, 3, generator=generator, dtype=F64)
    (slope,) = torch.autograd.grad(in_batch_loss(f, d), f)
    torch.testing.assert_close(slope, (f @ d.mT).softmax(-1).detach() @ d - d[:1])


def test_one_negative_makes_it_logistic_regression(generator: torch.Generator):
    f, d = torch.randn(1, 3, generator=generator, dtype=F64), torch.randn(2, 3, generator=generator, dtype=F64)
    difference = (f @ (d[0] - d[1]))[0]
    torch.testing.assert_close(in_batch_loss(f, d), torch.nn.functional.softplus(-difference))


def test_nearest_is_exact_and_agrees_with_the_search_by_distance(generator: torch.Generator):
    f = torch.randn(6, 3, generator=generator, dtype=F64)
    d = torch.randn(40, 3, generator=generator, dtype=F64)
    most = d.norm(dim=-1).max()
    padded = torch.cat([d, (most**2 - d.square().sum(-1, keepdim=True)).clamp(min=0).sqrt()], -1)
    question = torch.cat([f, torch.zeros(6, 1, dtype=F64)], -1)
    by_distance = NearestNeighbors(n_neighbors=5).fit(padded.numpy()).kneighbors(question.numpy())[1]
    assert nearest(f, d, 5).tolist() == by_distance.tolist()
    unpadded = NearestNeighbors(n_neighbors=5).fit(d.numpy()).kneighbors(f.numpy())[1]
    assert nearest(f, d, 5).tolist() != unpadded.tolist()


def test_dense_refuses_what_is_outside_its_domain(generator: torch.Generator):
    with pytest.raises(ValueError, match="`passages` must be 2 or more, got 1"):
        in_batch_loss(torch.zeros(2, 3), torch.zeros(1, 3))
    with pytest.raises(ValueError, match="`k` must be a number from 1 to 4, got 5"):
        nearest(torch.zeros(1, 2), torch.zeros(4, 2), 5)
    with pytest.raises(ValueError, match="`index` must be finite"):
        nearest(torch.zeros(1, 2), torch.full((4, 2), torch.inf), 1)
    with pytest.raises(ValueError, match="`relevant` must be from 0 to 2, got 3"):
        trained_dual_encoder(DualEncoder(3, 2, generator), torch.eye(3), torch.eye(3), torch.arange(1, 4), generator)


def test_training_leaves_the_start_as_it_is(generator: torch.Generator):
    start = DualEncoder(4, 2, generator)
    before = start.question_words.clone()
    trained = trained_dual_encoder(start, torch.eye(4), torch.eye(4), torch.arange(4), generator, steps=3)
    assert torch.equal(start.question_words, before)
    assert not torch.equal(trained.question_words, before)


def test_a_batch_holds_no_passage_twice():
    """Four questions have one passage: with it alone in every batch there is nothing to learn, and the loss is zero."""
    generator = torch.Generator().manual_seed(0)
    start = DualEncoder(4, 2, generator)
    one = torch.zeros(4, dtype=torch.int64)
    trained = trained_dual_encoder(start, torch.eye(4), torch.eye(4), one, generator, steps=1)
    decayed = start.passage_words * (1 - 0.02 * 0.5)
    torch.testing.assert_close(trained.passage_words, decayed)


def test_standardised_scores_are_those_of_scikit_learn(generator: torch.Generator):
    scores = 5 + 3 * torch.randn(4, 7, generator=generator, dtype=torch.float32)
    reference = StandardScaler().fit_transform(scores.T.numpy()).T * math.sqrt(6 / 7)
    torch.testing.assert_close(standardised(scores), torch.tensor(reference))
    with pytest.raises(ValueError, match="`scores` must be such that each row has a spread"):
        standardised(torch.ones(1, 3))


def test_the_sum_of_two_retrievers_ranks_by_their_standardised_scores(drawn: Task, generator: torch.Generator):
    encoder, questions = DualEncoder(len(drawn.columns), 4, generator), asked(drawn, drawn.new, [0])
    with torch.no_grad():
        products = encoder.questions(questions.counts) @ encoder.passages(drawn.passages).mT
    total = standardised(products) + standardised(bm25(questions.counts, drawn.passages))
    found = places_by_retriever(drawn, encoder)["new, same words"]["sum"]
    own = total.gather(1, questions.relevant[:, None])
    assert torch.equal(found == 1, (total <= own).all(1))


def test_encoders_start_with_vectors_of_length_one_on_average(generator: torch.Generator):
    encoder = DualEncoder(300, 25, generator)
    for table in (encoder.question_words, encoder.passage_words):
        assert table.std().item() == pytest.approx(1 / 5, rel=0.03)
    assert not word_affinities(encoder).requires_grad


def test_a_step_of_training_is_one_of_adam_after_decay(generator: torch.Generator):
    start = DualEncoder(4, 2, generator)
    after = trained_dual_encoder(start, torch.eye(4), torch.eye(4), torch.arange(4), generator, steps=1)
    for old, new in zip(start.parameters(), after.parameters(), strict=True):
        torch.testing.assert_close((new - old * (1 - 0.02 * 0.5)).abs(), torch.full((4, 2), 0.02), rtol=1e-3, atol=0)


def test_dense_retriever_learns_from_all_wordings_of_the_trained_facts(
    drawn: Task, generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
):
    given = []
    monkeypatch.setattr(comparison, "trained_dual_encoder", lambda *arguments: given.extend(arguments) or arguments[0])
    start = comparison.dense_retriever(drawn, generator, 3)
    _, counts, passages, relevant, _ = given
    expected = asked(drawn, drawn.trained, [0, 1, 2, 3])
    assert start.question_words.shape == (len(drawn.columns), 3)
    assert torch.equal(passages, drawn.passages)
    assert torch.equal(counts, expected.counts)
    assert torch.equal(relevant, expected.relevant)


def test_places_are_given_for_known_and_new_facts_in_the_same_and_in_other_words(
    drawn: Task, generator: torch.Generator
):
    found = places_by_retriever(drawn, DualEncoder(len(drawn.columns), 4, generator))
    sizes = [len(places["BM25"]) for places in found.values()]
    assert sizes == [len(drawn.held), 3 * len(drawn.held), len(drawn.new), 3 * len(drawn.new)]
    for kind, facts, wordings in (("known, same words", drawn.held, [0]), ("new, other words", drawn.new, [1, 2, 3])):
        questions = asked(drawn, facts, wordings)
        assert torch.equal(found[kind]["BM25"], ranks(bm25(questions.counts, drawn.passages), questions.relevant))
        cosines = tf_idf(questions.counts, drawn.passages) @ tf_idf(drawn.passages, drawn.passages).T
        assert torch.equal(found[kind]["TF-IDF"], ranks(cosines, questions.relevant))


def test_a_batch_holds_every_passage_that_was_drawn_once(monkeypatch: pytest.MonkeyPatch):
    seen = []

    def noting(questions: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
        seen.append((len(questions), len(passages), len(passages.unique(dim=0))))
        return questions.sum()

    monkeypatch.setattr(dense, "in_batch_loss", noting)
    generator, relevant = torch.Generator().manual_seed(0), torch.tensor([0, 1, 2, 2, 0])
    trained_dual_encoder(DualEncoder(5, 2, generator), torch.eye(5), torch.eye(5), relevant, generator, steps=3)
    assert seen == [(3, 3, 3)] * 3
    seen.clear()
    encoder = DualEncoder(5, 2, generator)
    trained_dual_encoder(encoder, torch.eye(5), torch.eye(5), relevant, generator, steps=20, batch=2)
    assert {1, 2} == {questions for questions, _, _ in seen}


def test_a_hard_negative_is_a_passage():
    encoder, counts, one = (
        DualEncoder(3, 2, torch.Generator().manual_seed(0)),
        torch.eye(3),
        torch.tensor([[2], [0], [1]]),
    )
    arguments = (encoder, counts, counts, torch.arange(3), torch.Generator().manual_seed(0))
    trained_dual_encoder(*arguments, hard=one, steps=1)
    with pytest.raises(ValueError, match=r"^`hard` must be"):
        trained_dual_encoder(*arguments, hard=one + 1, steps=1)
