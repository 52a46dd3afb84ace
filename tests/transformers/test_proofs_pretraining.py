"""Where the proofs on BERT, the Vision Transformer and transfer end is what the code computes."""

import pytest
import torch

from notes.transformers.counts import bert_parameters, vision_parameters
from notes.transformers.masked_language import MASKED, RANDOM
from notes.transformers.packing import sentence_pairs
from notes.transformers.proofs import counts, masking, transfer


def put(expression, **values):
    return expression.subs({s: values[str(s)] for s in expression.free_symbols if str(s) in values}).doit()


@pytest.mark.parametrize(("d", "layers", "words"), [(768, 12, 30_522), (1024, 24, 30_522), (8, 3, 50)])
def test_bert_count_equals_the_code(d: int, layers: int, words: int) -> None:
    total = counts.bert_count().steps[0].last
    assert int(put(total, d=d, L=layers, V=words, P=512, S=2)) == bert_parameters(d, layers, words=words)


def test_vision_count_equals_the_code() -> None:
    total = counts.vision_count().steps[0].last
    assert int(put(total, P=4, C=3, N=9, d=16, L=5, K=7)) == vision_parameters(16, 5, pixels=48, patches=9, classes=7)


def test_shares_of_tokens_are_those_the_code_draws_by() -> None:
    hidden, other, kept, selected = (step.last for step in masking.shares_of_tokens().steps)
    assert float(hidden / selected) == pytest.approx(MASKED)
    assert float((put(other, V=20) + put(kept, V=20)) / selected) == pytest.approx(1 - MASKED)
    assert float(put(other, V=20) / selected) == pytest.approx(RANDOM * (1 - 1 / 20))


def test_next_sentence_ceiling_is_reached_by_the_rule_of_one_topic() -> None:
    generator = torch.Generator().manual_seed(2)
    topics = torch.randint(3, (400,), generator=generator)
    documents = [[[10 + int(topic)]] * 3 for topic in topics]
    pairs = sentence_pairs(documents, 6000, generator)
    right = [
        (first == second) == bool(label)
        for first, second, label in zip(pairs.first, pairs.second, pairs.follows, strict=True)
    ]
    proved = masking.next_sentence_ceiling().steps[-1].last
    ceiling = float(proved.subs(dict.fromkeys(proved.free_symbols, 2)))  # one topic, and two others
    assert sum(right) / 6000 == pytest.approx(ceiling, abs=0.015)


def test_fine_tuning_keeps_what_the_labels_do_not_determine() -> None:
    generator = torch.Generator().manual_seed(2)
    inputs = torch.randn(3, 5, dtype=torch.float64, generator=generator)
    targets = torch.randn(3, dtype=torch.float64, generator=generator)
    start = torch.randn(5, dtype=torch.float64, generator=generator)
    weights, eta, steps = start.clone().requires_grad_(), 0.05, 7
    for _ in range(steps):
        slope = torch.autograd.grad((inputs @ weights - targets).square().sum() / 2, weights)[0]
        weights = (weights - eta * slope).detach().requires_grad_()
    curvatures, directions = torch.linalg.eigh(inputs.T @ inputs)
    best = torch.linalg.pinv(inputs) @ targets
    proved = transfer.fine_tuning_keeps().claims[0].right
    for direction, curvature in zip(directions.T, curvatures.tolist(), strict=True):
        values = {r"\eta": eta, r"\lambda": max(curvature, 0.0), "t": steps}
        ends = {"w[0]": float(direction @ start), r"w_\star": float(direction @ best)}
        assert float(direction @ weights.detach()) == pytest.approx(float(put(proved, **values, **ends)))
    free = curvatures < 1e-9
    assert free.sum() == 2
    torch.testing.assert_close((directions.T @ weights.detach())[free], (directions.T @ start)[free])
