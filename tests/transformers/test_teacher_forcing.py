"""The two ways to feed a writer, and the shares of right words."""

import torch

from notes.transformers.teacher_forcing import (
    PLACES,
    Walks,
    Writer,
    random_walks,
    shares_after_training,
    shares_right,
    trained_writer,
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


def test_writers_learn_from_64_walks_by_steps_of_their_rate(generator: torch.Generator) -> None:
    sizes = []

    def feeding(writer: Writer, walks: Walks) -> torch.Tensor:
        sizes.append(tuple(walks.steps.shape))
        return writer.teacher_forced(walks)

    writer = trained_writer(feeding, generator, length=4, hidden=3, steps=1)
    assert sizes == [(64, 4)]
    torch.testing.assert_close(writer.output.bias.abs(), torch.full((PLACES,), 0.02), rtol=1e-3, atol=0)
    told, alone = shares_after_training(feeding, generator, length=3, hidden=2, steps=1)
    assert told.shape == alone.shape == (3,)
    assert not told.requires_grad
