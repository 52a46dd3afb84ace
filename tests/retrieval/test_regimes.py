"""What each regime trains and leaves alone, what its loss is, and what becomes of an index."""

import pytest
import torch

from notes.retrieval.dense import DualEncoder
from notes.retrieval.rag import log_prior, score_gradient
from notes.retrieval.reader import Reader, greedy_answers, token_log_probabilities
from notes.retrieval.regimes import Refresh, index_agreement, trained_as_dpr, trained_as_rag, trained_as_realm
from notes.retrieval.system import System, marginal_loss, reindexed, retrieved, scores, shares
from notes.retrieval.task import Questions, Task, asked


@pytest.fixture
def questions(drawn: Task) -> Questions:
    return asked(drawn, drawn.trained, range(4))


def parts(system: System) -> dict[str, list[torch.Tensor]]:
    encoder = system.encoder
    return {
        "question encoder": [encoder.question_words],
        "passage encoder": [encoder.passage_words],
        "reader": list(system.reader.parameters()),
        "index": [system.vectors],
    }


def moved(before: System, after: System) -> set[str]:
    was, now = parts(before), parts(after)
    return {name for name in was if not all(map(torch.equal, was[name], now[name]))}


def test_each_regime_moves_its_own_parts(start: System, drawn: Task, questions: Questions, generator: torch.Generator):
    dpr = trained_as_dpr(start, drawn, questions, generator, steps=2)
    assert moved(start, dpr) == {"question encoder", "passage encoder", "index"}
    rag = trained_as_rag(start, drawn, questions, generator, steps=2)
    assert moved(start, rag) == {"question encoder", "reader"}
    realm = trained_as_realm(start, drawn, questions, generator, refresh=Refresh(1, 0), steps=2).system
    assert moved(start, realm) == {"question encoder", "passage encoder", "reader", "index"}
    stale = trained_as_realm(start, drawn, questions, generator, refresh=Refresh(9, 0), steps=2).system
    assert moved(start, stale) == {"question encoder", "passage encoder", "reader"}


def test_marginal_loss_is_a_sum_over_documents_in_plain_loops(start: System, drawn: Task):
    questions = Questions(*(part[:3] for part in asked(drawn, drawn.held, [0])))
    places = retrieved(start, questions, 4)
    total = 0.0
    with torch.no_grad():
        found = marginal_loss(start, drawn, questions, places, start.vectors[places])
        vectors = start.encoder.questions(questions.counts)
        for i in range(3):
            prior = (start.vectors[places[i]] @ vectors[i]).softmax(-1)
            counts, answer = questions.counts[i : i + 1], questions.answers[i : i + 1]
            mixture = sum(
                p * token_log_probabilities(start.reader, counts, drawn.passages[place][None, None], answer).sum().exp()
                for p, place in zip(prior, places[i], strict=True)
            )
            total -= mixture.log() / 3
    torch.testing.assert_close(found, total)


def test_document_gradient_is_posterior_minus_prior_times_the_question(drawn: Task, start: System):
    questions = Questions(*(part[:1] for part in asked(drawn, drawn.held, [0])))
    places = retrieved(start, questions, 4)
    documents = start.vectors[places].clone().requires_grad_()
    (slope,) = torch.autograd.grad(-marginal_loss(start, drawn, questions, places, documents), documents)
    with torch.no_grad():
        f = start.encoder.questions(questions.counts)
        prior = log_prior((documents @ f[..., None]).squeeze(-1))
        tokens = token_log_probabilities(start.reader, questions.counts, drawn.passages[places], questions.answers)
        expected = score_gradient(prior, tokens)[..., None] * f[:, None]
    torch.testing.assert_close(slope, expected, rtol=1e-4, atol=1e-5)


def test_retrieved_are_the_largest_inner_products(start: System, drawn: Task):
    questions = asked(drawn, drawn.held, [1])
    products = start.encoder.questions(questions.counts).detach() @ start.vectors.mT
    assert torch.equal(retrieved(start, questions, 3).sort(-1)[0], products.topk(3)[1].sort(-1)[0])


def test_index_agreement_is_one_for_a_fresh_index_and_the_overlap_otherwise(drawn: Task, generator: torch.Generator):
    size = len(drawn.columns)
    system = reindexed(System(DualEncoder(size, 4, generator), Reader(size, generator), torch.empty(0, 4)), drawn)
    questions = asked(drawn, drawn.held, [0])
    assert index_agreement(system, drawn, questions) == 1
    old = system._replace(vectors=system.vectors + 0.3 * torch.randn(system.vectors.shape, generator=generator))
    pairs = zip(retrieved(old, questions).tolist(), retrieved(system, questions).tolist(), strict=True)
    overlap = [len(set(a) & set(b)) / 8 for a, b in pairs]
    assert index_agreement(old, drawn, questions) == pytest.approx(sum(overlap) / len(overlap))
    assert 0.1 < sum(overlap) / len(overlap) < 1


def test_a_new_index_is_searched_only_after_its_delay(
    start: System, drawn: Task, questions: Questions, generator: torch.Generator
):
    """After six steps with snapshots at 0 and 4 that take two steps, the index is that of the snapshot at 0 or 4."""
    early = trained_as_realm(start, drawn, questions, generator, refresh=Refresh(4, 2), steps=6).system
    assert torch.equal(early.vectors, start.vectors)
    late = trained_as_realm(start, drawn, questions, generator, refresh=Refresh(4, 2), steps=7).system
    assert not torch.equal(late.vectors, start.vectors)
    assert not torch.equal(late.vectors, reindexed(late, drawn).vectors)


def test_realm_refuses_a_delay_that_is_not_below_the_interval(
    start: System, drawn: Task, questions: Questions, generator: torch.Generator
):
    with pytest.raises(ValueError, match=r"`refresh` must have 0 <= delay < interval, got \(5, 5\)"):
        trained_as_realm(start, drawn, questions, generator, refresh=Refresh(5, 5), steps=1)


def test_shares_are_the_scores_of_each_system(start: System, drawn: Task):
    held = asked(drawn, drawn.held, [1])
    recall, exact = scores(start, drawn, held)
    assert shares({"start": start}, drawn, held) == {"start": {"recall at one": [recall], "exact answers": [exact]}}


def test_scores_are_shares_of_the_questions(start: System, drawn: Task):
    questions = asked(drawn, drawn.trained[:40], [0])
    recall, exact = scores(start, drawn, questions)
    places = retrieved(start, questions, 8)
    assert recall == pytest.approx((places[:, 0] == questions.relevant).float().mean().item())
    vectors = start.encoder.questions(questions.counts)
    prior = (start.vectors[places] @ vectors[..., None]).squeeze(-1).log_softmax(-1)
    answers = greedy_answers(start.reader, questions.counts, drawn.passages[places], prior.detach())
    assert exact == pytest.approx((answers == questions.answers).all(1).float().mean().item())
    assert 0 < exact <= 1


def test_a_step_is_one_of_adam_after_decay_on_32_questions(
    start: System, drawn: Task, questions: Questions, generator: torch.Generator
):
    sizes = []

    class Noting(Reader):
        def forward(self, asked: torch.Tensor, *others: torch.Tensor) -> torch.Tensor:
            sizes.append(len(asked))
            return super().forward(asked, *others)

    system = start._replace(reader=Noting(len(drawn.columns), generator, hidden=4))
    after = trained_as_rag(system, drawn, questions, generator, steps=1)
    assert set(sizes) == {32}
    moved = after.reader.output - system.reader.output * (1 - 0.01 * 0.1)
    torch.testing.assert_close(moved.abs().median(), torch.tensor(0.01), rtol=1e-2, atol=0)
    never = questions.counts.sum(0) == 0
    assert never.sum() > 10
    decayed = start.encoder.question_words[never] * (1 - 0.01 * 0.1)
    torch.testing.assert_close(after.encoder.question_words[never], decayed)


def test_marginal_loss_refuses_places_and_documents_that_are_none(start: System, drawn: Task):
    questions = Questions(*(part[:1] for part in asked(drawn, drawn.held, [0])))
    for bad in (-1, len(drawn.passages)):
        with pytest.raises(ValueError, match=f"^`places` must be from 0 to {len(drawn.passages) - 1}, got {bad}$"):
            marginal_loss(start, drawn, questions, torch.tensor([[bad]]), start.vectors[:1][None])
    with pytest.raises(ValueError, match=r"^`documents` must be of shape \(1, 1, 32\), got \(1, 1, 31\)$"):
        marginal_loss(start, drawn, questions, torch.tensor([[0]]), start.vectors[:1, 1:][None])
    with pytest.raises(ValueError, match=r"^`documents` must be finite, got nan$"):
        marginal_loss(start, drawn, questions, torch.tensor([[0]]), start.vectors[:1][None] * torch.nan)


def test_an_index_has_no_gradient_and_the_last_delay_is_one_below_the_interval(
    start: System, drawn: Task, questions: Questions, generator: torch.Generator
):
    assert not reindexed(start, drawn).vectors.requires_grad
    assert trained_as_realm(start, drawn, questions, generator, refresh=Refresh(2, 1), steps=1).agreement == [1.0]
    with pytest.raises(ValueError, match=r"`refresh` must have 0 <= delay < interval, got \(5, -1\)"):
        trained_as_realm(start, drawn, questions, generator, refresh=Refresh(5, -1), steps=1)
