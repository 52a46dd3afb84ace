"""Nearest words and analogies, on vectors whose geometry is known."""

import pytest
import torch
from torch.nn import functional

from notes.transformers.neighbours import analogy_accuracy, cosines, nearest_words, principal_plane

WORDS = {"cat": 0, "cats": 1, "dog": 2, "dogs": 3}
SQUARE = torch.tensor([[1.0, 0.2], [1.0, 1.2], [3.0, 0.6], [2.0, 2.4]])


def test_cosines_are_those_of_pytorch(generator):
    first, second = torch.randn(3, 4, generator=generator), torch.randn(5, 4, generator=generator)
    torch.testing.assert_close(cosines(first, second), functional.cosine_similarity(first[:, None], second, dim=-1))


def test_cosines_refuses_a_zero_vector():
    with pytest.raises(ValueError, match="`second` must be without zero rows, got"):
        cosines(torch.ones(1, 2), torch.zeros(1, 2))


def test_nearest_words_are_in_the_order_of_the_angles():
    vectors = torch.tensor([[1.0, 0.0], [1.0, 0.1], [5.0, 2.0], [-1.0, 0.0]])
    assert nearest_words("cat", vectors, WORDS, 2) == ["cats", "dog"]
    assert nearest_words("cat", vectors, WORDS, 9) == ["cats", "dog", "dogs"]


def test_nearest_words_refuses_an_unknown_word():
    with pytest.raises(ValueError, match="`word` must be in the vocabulary, got 'cow'"):
        nearest_words("cow", SQUARE, WORDS, 1)


def test_analogy_accuracy_ignores_lengths_and_the_words_given():
    pairs = [("cat", "cats"), ("dog", "dogs")]
    assert analogy_accuracy(pairs, SQUARE, WORDS) == 1.0
    lengths = torch.tensor([[1.0], [7.0], [0.1], [3.0]])
    assert analogy_accuracy(pairs, lengths * SQUARE, WORDS) == 1.0


def test_analogy_accuracy_is_that_of_a_loop(generator):
    vectors, numbers = torch.randn(12, 2, generator=generator), {str(number): number for number in range(12)}
    pairs = [(str(number), str(number + 1)) for number in range(0, 12, 2)]
    unit, hits = functional.normalize(vectors, dim=1), []
    for a, b in pairs:
        for c, d in pairs:
            if a != c:
                aim = unit[int(b)] - unit[int(a)] + unit[int(c)]
                order = [str(w) for w in (unit @ aim).argsort(descending=True).tolist() if str(w) not in (a, b, c)]
                hits.append(order[0] == d)
    assert analogy_accuracy(pairs, vectors, numbers) == pytest.approx(sum(hits) / len(hits))


def test_analogy_accuracy_refuses_a_single_pair():
    with pytest.raises(ValueError, match="`pairs` must hold two pairs at least, got 1"):
        analogy_accuracy([("cat", "cats")], SQUARE, WORDS)


def test_principal_plane_keeps_distances_within_a_plane(generator):
    flat = torch.randn(6, 2, generator=generator, dtype=torch.float64)
    lifted = flat @ torch.linalg.qr(torch.randn(5, 2, generator=generator, dtype=torch.float64)).Q.T + 3
    torch.testing.assert_close(torch.cdist(principal_plane(lifted), principal_plane(lifted)), torch.cdist(flat, flat))


def test_principal_plane_keeps_the_most_variance(generator):
    data = torch.randn(30, 6, generator=generator, dtype=torch.float64)
    largest = torch.linalg.eigvalsh(torch.cov(data.T))[-2:].flip(0)
    torch.testing.assert_close(principal_plane(data).var(dim=0), largest)


def test_principal_plane_refuses_a_line():
    with pytest.raises(ValueError, match="`vectors` must have two rows and two columns at least, got"):
        principal_plane(torch.ones(3, 1))


@pytest.mark.parametrize(
    "call",
    [
        lambda vectors: nearest_words("cat", vectors, WORDS, 1),
        lambda vectors: analogy_accuracy([("cat", "cats"), ("dog", "dogs")], vectors, WORDS),
    ],
)
def test_words_need_vectors_of_their_own_that_are_not_zero(call):
    with pytest.raises(ValueError, match=r"^`vectors` must be without zero rows, got \[0\.0, 0\.0\]$"):
        call(SQUARE * torch.tensor([[1.0], [0.0], [1.0], [1.0]]))
    with pytest.raises(ValueError, match=r"^`numbers` must be from 0 to 2, got 3$"):
        call(SQUARE[:3])
    with pytest.raises(ValueError, match=r"^`vectors` must be small enough for a finite sum of squares, got inf$"):
        call(1e20 * SQUARE)
    with pytest.raises(ValueError, match=r"^`vectors` must hold at least one entry, got shape \(0, 2\)$"):
        call(SQUARE[:0])


def test_principal_plane_takes_two_rows():
    assert principal_plane(torch.tensor([[0.0, 0.0], [3.0, 4.0]])).abs()[:, 0].tolist() == pytest.approx([2.5, 2.5])
    with pytest.raises(ValueError, match="`vectors` must have two rows and two columns at least, got"):
        principal_plane(torch.ones(1, 3))
