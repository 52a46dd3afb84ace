"""Hard negatives, late interaction, learned sparse vectors and the cross-encoder, against sums that are written out."""

import pytest
import torch

from notes.retrieval import rankers
from notes.retrieval.cross_encoder import CrossEncoder, reranked, trained_cross_encoder
from notes.retrieval.late_interaction import WordVectors, sum_of_maxima, trained_word_vectors
from notes.retrieval.learned_sparse import (
    Expansion,
    expected_products,
    inverted_index,
    looked_up,
    trained_expansion,
)
from notes.retrieval.mining import hard_negatives
from notes.retrieval.sparse import bm25
from notes.retrieval.task import Task, asked

F64 = torch.float64
TEXTS = torch.tensor([[0, 1, 2], [2, 1, -1], [0, 2, 1]])


def test_hard_negatives_are_the_best_of_the_wrong_passages(generator: torch.Generator):
    scores, relevant = torch.randn(5, 7, generator=generator), torch.tensor([0, 6, 3, 3, 1])
    found = hard_negatives(scores, relevant, 3)
    for row, right, few in zip(scores, relevant, found, strict=True):
        wrong = [place for place in row.argsort(descending=True).tolist() if place != right]
        assert few.tolist() == wrong[:3]
    assert hard_negatives(torch.zeros(1, 4), torch.tensor([1]), 3).tolist() == [[0, 2, 3]]


def test_hard_negatives_refuse_more_than_there_are_wrong():
    for bad in (0, 4):
        with pytest.raises(ValueError, match=f"^`count` must be from 1 to 3, got {bad}$"):
            hard_negatives(torch.zeros(1, 4), torch.tensor([0]), bad)
    with pytest.raises(ValueError, match=r"^`relevant` must be from 0 to 3, got 4$"):
        hard_negatives(torch.zeros(1, 4), torch.tensor([4]), 1)


def test_sum_of_maxima_in_plain_loops_in_value_and_gradient(generator: torch.Generator):
    f = torch.randn(2, 3, 4, generator=generator, dtype=F64, requires_grad=True)
    d = torch.randn(3, 5, 4, generator=generator, dtype=F64, requires_grad=True)
    present = torch.rand(3, 5, generator=generator) < 0.6
    present[:, 0] = True
    plain = torch.stack([
        torch.stack([sum(max(u @ v for v in d[p][present[p]]) for u in f[q]) for p in range(3)]) for q in range(2)
    ])  # fmt: skip
    found, weights = sum_of_maxima(f, d, present), torch.randn(2, 3, generator=generator, dtype=F64)
    torch.testing.assert_close(found, plain)
    for ours, theirs in zip(
        torch.autograd.grad(found, (f, d), weights), torch.autograd.grad(plain, (f, d), weights), strict=True
    ):
        torch.testing.assert_close(ours, theirs)


def test_one_vector_scores_at_most_the_sum_of_maxima(generator: torch.Generator):
    f, d = (torch.randn(4, n, 3, generator=generator, dtype=F64) for n in (3, 5))
    single = torch.einsum("qs,ps->qp", f.sum(1), d.mean(1))
    assert bool((single <= sum_of_maxima(f, d, torch.ones(4, 5, dtype=torch.bool)) + 1e-12).all())


def test_sum_of_maxima_refuses_a_passage_without_words():
    with pytest.raises(ValueError, match=r"^`present` must be true somewhere in each passage"):
        sum_of_maxima(torch.ones(1, 1, 2), torch.ones(1, 1, 2), torch.zeros(1, 1, dtype=torch.bool))


def test_word_vectors_have_length_one_and_a_word_matches_itself_best(generator: torch.Generator):
    vectors = WordVectors(3, 8, generator)
    found = vectors(TEXTS)
    torch.testing.assert_close(found.norm(dim=-1), (TEXTS >= 0).float())
    torch.testing.assert_close(vectors.scores(TEXTS, TEXTS)[0, 0], torch.tensor(3.0))
    with pytest.raises(ValueError, match=r"^`numbers` must be from -1 to 2, got 3$"):
        vectors(torch.tensor([[3]]))


def test_expansion_is_the_largest_saturated_score_of_the_words_of_a_text(generator: torch.Generator):
    model = Expansion(3)
    model.table.data, model.offsets.data = torch.randn(3, 3, generator=generator), torch.tensor([0.1, -0.2, 0.3])
    for text, weights in zip(TEXTS, model(TEXTS), strict=True):
        rows = [(model.table[word] + model.offsets).clamp(min=0).log1p() for word in text if word >= 0]
        torch.testing.assert_close(weights, torch.stack(rows).amax(0))


def test_a_word_begins_as_itself_and_a_little_of_all_others():
    torch.testing.assert_close(Expansion(3)(torch.tensor([[1, -1]])), torch.tensor([[0.05, 1.05, 0.05]]).log1p())


def test_expected_products_are_those_of_a_random_pair(generator: torch.Generator):
    weights = (torch.rand(6, 9, generator=generator, dtype=F64) < 0.4).double()
    torch.testing.assert_close(expected_products(weights), (weights @ weights.T).mean())
    with pytest.raises(ValueError, match=r"^`weights` must be not negative, got -1\.0$"):
        expected_products(torch.tensor([[0.0, -1.0]]))


def test_an_inverted_index_gives_the_inner_products_and_touches_shared_words_only(generator: torch.Generator):
    documents = torch.rand(6, 9, generator=generator) * (torch.rand(6, 9, generator=generator) < 0.4)
    question = torch.rand(9, generator=generator) * (torch.rand(9, generator=generator) < 0.5)
    scores, products = looked_up(question, inverted_index(documents))
    exact = documents @ question
    assert scores == pytest.approx({place: exact[place].item() for place in exact.nonzero()[:, 0].tolist()})
    assert products == int(((documents != 0) & (question != 0)).sum())
    with pytest.raises(ValueError, match=r"^`index` must have 9 lists, got 1$"):
        looked_up(question, [{}])


def test_cross_encoder_in_plain_loops(generator: torch.Generator):
    model, passages = CrossEncoder(3, 4, generator, 5), torch.stack([TEXTS, TEXTS.flip(0)])[:, :2]
    found = model(TEXTS[:2], passages)
    table = model.vectors(torch.tensor([[0, 1, 2]]))[0]
    for question in range(2):
        for place in range(2):
            total, read = 0.0, [table[word] for word in passages[question, place] if word >= 0]
            for word in TEXTS[question]:
                if word >= 0:
                    e = table[word]
                    shares = torch.stack([e @ d for d in read]).softmax(0)
                    c = sum(share * d for share, d in zip(shares, read, strict=True))
                    total += (torch.cat([e, c, e * c]) @ model.compared + model.offsets).clamp(min=0) @ model.output
            torch.testing.assert_close(found[question, place], total)


def test_reranked_are_the_candidates_in_the_order_of_their_scores(generator: torch.Generator):
    model, candidates = CrossEncoder(3, 4, generator, 5), torch.tensor([[0, 1, 2], [2, 0, 1], [1, 2, 0]])
    found, scores = reranked(model, TEXTS, TEXTS, candidates), model(TEXTS, TEXTS[candidates])
    for row, few, some in zip(found, candidates, scores, strict=True):
        assert row.tolist() == [few[place].item() for place in some.argsort(descending=True)]
    with pytest.raises(ValueError, match=r"^`candidates` must be from 0 to 2, got 3$"):
        reranked(model, TEXTS[:1], TEXTS, torch.tensor([[3]]))


def test_training_makes_the_right_passage_the_first(generator: torch.Generator):
    asked, answers = torch.tensor([[0], [1]]), torch.tensor([[2], [3]])
    vectors = trained_word_vectors(WordVectors(4, 4, generator), asked, answers, torch.tensor([1, 0]), generator)
    assert vectors.scores(asked, answers).argmax(1).tolist() == [1, 0]
    passages = TEXTS[torch.tensor([[0, 1], [1, 0], [2, 1]])]
    start = CrossEncoder(3, 8, generator)
    model = trained_cross_encoder(start, TEXTS, passages, generator, steps=30)
    after, before = (one(TEXTS, passages).softmax(1)[:, 0].log().mean() for one in (model, start))
    assert after > before


def test_the_regulariser_makes_products_fewer(generator: torch.Generator):
    texts = torch.arange(8)[:, None]
    dense, sparse = (
        trained_expansion(Expansion(8), texts, texts, torch.arange(8), generator, strength=strength, steps=50)(texts)
        for strength in (0.0, 1.0)
    )
    assert expected_products(sparse) < expected_products(dense)
    assert bool((sparse @ sparse.mT).argmax(1).eq(torch.arange(8)).all())
    with pytest.raises(ValueError, match=r"^`strength` must"):
        trained_expansion(Expansion(8), texts, texts, torch.arange(8), generator, strength=-0.1)


def test_learned_vectors_are_sparse_where_they_were_trained_only(drawn: Task, generator: torch.Generator):
    words, passages = rankers.asked_words(drawn, drawn.trained, range(4)), rankers.passage_words(drawn)
    relevant = asked(drawn, drawn.trained, range(4)).relevant
    model = trained_expansion(Expansion(len(drawn.columns)), words, passages, relevant, generator)
    new = torch.tensor(drawn.new)
    with torch.no_grad():
        shares = (model(passages) > 0).float().mean(1)
        asked_new = (model(rankers.asked_words(drawn, drawn.new, [1, 2, 3])) > 0).float().mean()
    assert shares[torch.isin(torch.arange(len(shares)), new, invert=True)].mean() < 0.15
    assert min(shares[new].mean(), asked_new) > 0.5


def test_found_first_is_the_best_by_each_model(
    drawn: Task, generator: torch.Generator, monkeypatch: pytest.MonkeyPatch
):
    for name in ("trained_cross_encoder", "trained_word_vectors", "trained_expansion", "trained_dual_encoder"):
        monkeypatch.setattr(rankers, name, lambda model, *_, **__: model)
    models = rankers.trained_models(drawn, generator, 8)
    found, questions = rankers.found_first(models, drawn, drawn.new, [1, 2]), asked(drawn, drawn.new, [1, 2])
    words = rankers.asked_words(drawn, drawn.new, [1, 2])
    first = bm25(questions.counts, drawn.passages).sort(descending=True, stable=True)[1][:, :8]
    products = models.dense.questions(questions.counts) @ models.dense.passages(drawn.passages).mT
    assert torch.equal(found["DPR"], products.argmax(1))
    for row, (few, best) in enumerate(zip(first, found["BM25 then DPR"], strict=True)):
        assert best == few[products[row, few].argmax()]
    passages = rankers.passage_words(drawn)
    assert torch.equal(found["late interaction"], models.late.scores(words, passages).argmax(1))
    assert torch.equal(found["learned sparse"], (models.sparse(words) @ models.sparse(passages).mT).argmax(1))
    assert torch.equal(found["BM25 then cross-encoder"], reranked(models.cross, words, passages, first)[:, 0])


def test_words_in_their_order_are_those_that_are_counted(drawn: Task):
    words, counts = rankers.asked_words(drawn, drawn.held, [0, 2]), asked(drawn, drawn.held, [0, 2]).counts
    for numbers, row in ((words, counts), (rankers.passage_words(drawn), drawn.passages)):
        again = torch.zeros_like(row).scatter_add(1, numbers.clamp(min=0), (numbers >= 0).float())
        assert torch.equal(again, row)


def test_a_cross_encoder_begins_with_units_of_the_size_of_its_vectors():
    model = CrossEncoder(3, 200, torch.Generator().manual_seed(0), hidden=100)
    assert model.compared.std().item() == pytest.approx(600**-0.5, rel=0.02)
    assert model.output.std().item() == pytest.approx(0.1, rel=0.3)


def test_reranking_keeps_no_graph():
    model, kept = CrossEncoder(3, 4, torch.Generator().manual_seed(0)), []
    model.register_forward_hook(lambda _model, _read, scores: kept.append(scores.requires_grad))
    reranked(model, TEXTS[:1], TEXTS, torch.tensor([[2, 0]]))
    assert kept == [False]


@pytest.mark.parametrize("bad", [torch.nan, torch.inf, -torch.inf])
@pytest.mark.parametrize("name", ["questions", "passages"])
def test_a_sum_of_maxima_refuses_what_is_not_finite(name: str, bad: float):
    texts = {"questions": torch.ones(1, 1, 2), "passages": torch.ones(1, 1, 2)}
    texts[name][0, 0, 1] = bad
    with pytest.raises(ValueError, match=f"^`{name}` must be finite"):
        sum_of_maxima(texts["questions"], texts["passages"], torch.tensor([[True]]))


def test_an_expansion_reads_minus_one_as_an_end_and_nothing_below_it():
    expansion = Expansion(3)
    assert torch.equal(expansion(torch.tensor([[-1]])), torch.zeros(1, 3))
    with pytest.raises(ValueError, match=r"^`numbers` must be"):
        expansion(torch.tensor([[-2]]))


@pytest.mark.parametrize("name", ["questions", "passages"])
def test_a_trained_expansion_names_the_text_with_a_number_that_is_no_word(name: str):
    texts = {"questions": TEXTS.clone(), "passages": TEXTS.clone()}
    texts[name][0, 0] = 3
    with pytest.raises(ValueError, match=f"^`{name}` must be"):
        trained_expansion(Expansion(3), **texts, relevant=torch.arange(3), generator=torch.Generator(), steps=1)


def test_one_hard_negative_is_the_hardest():
    assert hard_negatives(torch.tensor([[3.0, 2.0, 0.0, 1.0]]), torch.tensor([0]), 1).tolist() == [[1]]
