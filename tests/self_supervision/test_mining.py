import pytest
import torch

from notes.self_supervision.mining import batch_hard, partners, semi_hard, squared_distances


def batch(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(12, 3, generator=generator, dtype=torch.float64), torch.arange(12) % 3


def test_squared_distances_equal_torch_cdist() -> None:
    embeddings, _ = batch(0)
    torch.testing.assert_close(squared_distances(embeddings), torch.cdist(embeddings, embeddings).square())


@pytest.mark.parametrize("seed", range(3))
def test_batch_hard_equals_a_search(seed: int) -> None:
    embeddings, labels = batch(seed)
    positives, negatives = batch_hard(embeddings, labels)
    table = torch.cdist(embeddings, embeddings)
    for anchor in range(12):
        like = [k for k in range(12) if labels[k] == labels[anchor] and k != anchor]
        unlike = [k for k in range(12) if labels[k] != labels[anchor]]
        assert positives[anchor] == max(like, key=lambda k: table[anchor, k].item())
        assert negatives[anchor] == min(unlike, key=lambda k: table[anchor, k].item())


@pytest.mark.parametrize("seed", range(3))
def test_semi_hard_equals_a_search(seed: int) -> None:
    embeddings, labels = batch(seed)
    table = torch.cdist(embeddings, embeddings).square()
    expected = []
    for a in range(12):
        for p in range(12):
            if p == a or labels[p] != labels[a]:
                continue
            band = [n for n in range(12) if labels[n] != labels[a] and 0 < table[a, n] - table[a, p] < 1.5]
            if band:
                expected.append([a, p, min(band, key=lambda n: table[a, n].item())])
    assert semi_hard(embeddings, labels, margin=1.5).tolist() == expected != []


def test_semi_hard_refuses_no_margin() -> None:
    with pytest.raises(ValueError, match="`margin` must be positive, got 0"):
        semi_hard(*batch(0), margin=0.0)


@pytest.mark.parametrize(("labels", "rule"), [([0, 0, 1], "each class twice"), ([0, 0, 0], "two classes")])
def test_partners_refuse_labels_without(labels: list[int], rule: str) -> None:
    with pytest.raises(ValueError, match=f"`labels` must hold {rule} at least"):
        partners(torch.tensor(labels))


def test_semi_hard_leaves_out_ties_and_what_keeps_the_margin() -> None:
    labels = torch.tensor([0, 0, 1, 1])
    for place, found in ((-1.0, []), (-1.25, [[0, 1, 2]]), (-1.5, [])):  # as far squared as 1, 1.5625 and 2.25
        line = torch.tensor([[0.0], [1.0], [place], [-100.0]])
        assert semi_hard(line, labels, margin=1.25).tolist() == found


def test_squared_distances_are_never_below_zero() -> None:
    vectors = torch.randn(50, 3, generator=torch.Generator().manual_seed(0)).repeat(2, 1)
    assert squared_distances(vectors).min() == 0
