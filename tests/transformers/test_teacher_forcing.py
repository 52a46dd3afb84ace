"""The two ways to feed a writer, and the shares of right words."""

import torch

from notes.transformers.teacher_forcing import (
    PLACES,
    Walks,
    Writer,
    random_walks,
    shares_right,
)


def test_random_walks_go_one_place_at_a_time(generator: torch.Generator) -> None:
    walks = random_walks(500, 7, generator)
    before = torch.cat([torch.zeros(500, 1, dtype=torch.long), walks.places[:, :-1]], dim=1)
    torch.testing.assert_close((before + walks.steps.long()) % PLACES, walks.places)
    assert abs(walks.steps.mean().item()) < 0.06


def test_free_running_is_teacher_forcing_with_what_it_wrote(generator: torch.Generator) -> None:
    writer, walks = Writer(6, 8), random_walks(20, 6, generator)
    free = writer.free_running(walks)
    torch.testing.assert_close(writer.teacher_forced(Walks(walks.steps, free.argmax(dim=-1))), free)


def test_teacher_forced_scores_do_not_depend_on_later_places(generator: torch.Generator) -> None:
    writer, walks = Writer(6, 8), random_walks(20, 6, generator)
    changed = walks.places.clone()
    changed[:, 3:] = 0
    forced, other = writer.teacher_forced(walks), writer.teacher_forced(Walks(walks.steps, changed))
    torch.testing.assert_close(forced[:, :4], other[:, :4])
    assert not torch.allclose(forced[:, 4:], other[:, 4:])


def test_shares_right_count_the_best_word() -> None:
    scores = torch.tensor([[[0.0, 2.0, 1.0], [3.0, 2.0, 1.0]], [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]])
    assert shares_right(scores, torch.tensor([[1, 1], [1, 1]])).tolist() == [0.5, 0.5]
