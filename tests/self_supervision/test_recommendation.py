import numpy as np
import pytest
import torch
from sklearn.metrics import ndcg_score

from notes.self_supervision.recommendation import (
    GMF,
    MLP,
    Choices,
    NeuMF,
    all_scores,
    held_out_ranks,
    hit_rate,
    ndcg,
    recommender,
    seeded_choices,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_seeded_choices_hold_out_one_more_item_than_they_show() -> None:
    choices = seeded_choices(30, 20, generator(), each=5)
    assert (choices.chosen.sum(1) == 4).all()
    assert not choices.chosen.gather(1, choices.held_out[:, None]).any()
    liked = choices.affinity[choices.chosen].mean()
    assert liked > choices.affinity[~choices.chosen].mean() + 0.5


def test_seeded_choices_refuse_too_many() -> None:
    with pytest.raises(ValueError, match="`each` must be from 2 to 9, got 10"):
        seeded_choices(5, 10, generator(), each=10)


def test_gmf_with_unit_weights_is_matrix_factorisation() -> None:
    model = GMF(6, 5, 3, generator())
    torch.testing.assert_close(all_scores(model, 6, 5), (model.users @ model.items.T).detach())


def test_neumf_weighs_the_features_of_both_parts_together() -> None:
    model = NeuMF(6, 5, 4, generator())
    users, items = torch.tensor([0, 5, 2]), torch.tensor([1, 1, 4])
    features = torch.cat([model.linear.features(users, items), model.deep.features(users, items)], dim=1)
    weights = torch.cat([model.linear.weights, model.deep.weights])
    torch.testing.assert_close(model(users, items), features @ weights)


def test_mlp_equals_its_layers_written_out() -> None:
    model = MLP(6, 5, 4, generator())
    row = torch.cat([model.users[3], model.items[2]])
    first, second = model.layers[0], model.layers[2]
    hidden = (second.weight @ (first.weight @ row + first.bias).relu() + second.bias).relu()
    torch.testing.assert_close(model(torch.tensor([3]), torch.tensor([2]))[0], hidden @ model.weights)


def test_held_out_ranks_leave_out_what_was_chosen() -> None:
    chosen = torch.tensor([[True, False, False, False], [False, True, False, True]])
    choices = Choices(chosen, torch.tensor([2, 0]), torch.zeros(2, 4))
    scores = torch.tensor([[9.0, 3.0, 2.0, 1.0], [1.0, 9.0, 1.0, 8.0]])
    assert held_out_ranks(scores, choices).tolist() == [2, 2]


def test_ndcg_equals_scikit_learn_and_hit_rate_counts() -> None:
    scores = torch.rand(50, 30, generator=generator())
    held = torch.randint(30, (50,), generator=generator(1))
    choices = Choices(torch.zeros(50, 30, dtype=torch.bool), held, scores)
    ranks = held_out_ranks(scores, choices)
    truth = np.eye(30)[held.numpy()]
    assert ndcg(ranks, 10) == pytest.approx(ndcg_score(truth, scores.numpy(), k=10))
    assert hit_rate(ranks, 10) == pytest.approx((ranks <= 10).float().mean().item())
    with pytest.raises(ValueError, match="`k` must be at least 1, got 0"):
        hit_rate(ranks, 0)


def test_seeded_choices_follow_the_taste_of_each_user() -> None:
    """The first choice is drawn in proportion to the exponential of twice the affinity."""
    choices = seeded_choices(4000, 10, generator(), factors=9, each=2)
    scores = (2 * choices.affinity).log_softmax(1)
    wanted = (scores.exp() * scores).sum(1).mean().item()
    assert scores[choices.chosen].mean().item() == pytest.approx(wanted, abs=0.05)
    assert seeded_choices(0, 3, generator(), each=2).chosen.shape == (0, 3)
    for each in (1, 3):
        with pytest.raises(ValueError, match=f"^`each` must be from 2 to 2, got {each}$"):
            seeded_choices(5, 3, generator(), each=each)


def test_affinity_has_the_variance_of_taste_and_popularity() -> None:
    affinity = seeded_choices(300, 500, generator(), factors=9, each=2).affinity
    assert affinity.var().item() == pytest.approx(1 + 1 / 4, abs=0.1)


def test_tables_and_weights_start_at_their_sizes() -> None:
    for model in (GMF(50, 60, 400, generator()), MLP(50, 60, 400, generator())):
        for table in (model.users, model.items):
            assert table.std().item() == pytest.approx(0.3, rel=0.02)
    assert GMF(1, 1, 3, generator()).weights.tolist() == [1.0, 1.0, 1.0]
    assert MLP(1, 1, 400, generator()).weights.std().item() == pytest.approx(0.05, rel=0.1)


@pytest.mark.parametrize(
    ("name", "least", "call"),
    [
        ("users", 0, lambda size: seeded_choices(size, 3, generator(), each=2)),
        ("factors", 1, lambda size: seeded_choices(1, 3, generator(), factors=size, each=2)),
        ("users", 1, lambda size: GMF(size, 1, 1, generator())),
        ("items", 1, lambda size: GMF(1, size, 1, generator())),
        ("width", 0, lambda size: GMF(1, 1, size, generator())),
        *(
            (
                name,
                least,
                lambda size, of=of, name=name: of(
                    **({"users": 1, "items": 1, "width": 1} | {name: size}), generator=generator()
                ),
            )
            for of in (MLP, NeuMF)
            for name, least in (("users", int(of is NeuMF)), ("items", int(of is NeuMF)), ("width", 1))
        ),
        ("users", 0, lambda size: all_scores(GMF(1, 1, 1, generator()), size, 1)),
        ("items", 0, lambda size: all_scores(GMF(1, 1, 1, generator()), 1, size)),
    ],
)
def test_recommenders_refuse_sizes_that_are_too_small_and_take_the_smallest(name: str, least: int, call) -> None:
    assert call(least) is not None
    with pytest.raises(ValueError, match=f"^`{name}` must be at least {least}, got {least - 1}$"):
        call(least - 1)


class Noting(torch.nn.Module):
    """Scores that only tell apart what was chosen and what was not."""

    def __init__(self, chosen: torch.Tensor) -> None:
        super().__init__()
        self.chosen, self.seen = chosen, []
        self.level, self.liking = (torch.nn.Parameter(torch.zeros(())) for _ in range(2))

    def forward(self, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        liked = self.chosen[users, items]
        self.seen.append(liked.view(512, -1))
        return self.level + self.liking * liked

    def __deepcopy__(self, _: object) -> "Noting":
        return self


def test_recommender_sets_each_choice_against_as_many_that_were_not_made() -> None:
    chosen = torch.tensor([[True, False, False, True], [False, True, False, False]])
    model = Noting(chosen)
    recommender(model, chosen, generator(), negatives=2, steps=1)
    (liked,) = model.seen
    assert liked.shape == (512, 3)
    assert liked[:, 0].all()
    assert not liked[:, 1:].any()
    assert model.level.item() == pytest.approx(-0.02, rel=1e-4)  # fewer than half were chosen
    assert model.liking.item() == pytest.approx(0.02, rel=1e-4)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[False, False], [False, False]], r"^`chosen` must be true somewhere, got 0$"),
        ([[True, True], [True, False]], r"^`chosen` must be false somewhere for each user, got \[True, True\]$"),
    ],
)
def test_recommender_refuses_a_user_who_chose_everything_and_that_nobody_chose(
    rows: list[list[bool]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        recommender(GMF(2, 2, 2, generator()), torch.tensor(rows), generator())


@pytest.mark.parametrize("measure", [hit_rate, ndcg])
def test_measures_of_ranks_refuse_none_and_the_rank_zero(measure) -> None:
    with pytest.raises(ValueError, match=r"^`ranks` must hold at least one entry, got shape \(0,\)$"):
        measure(torch.zeros(0, dtype=torch.int64), 1)
    with pytest.raises(ValueError, match=r"^`ranks` must be at least 1, got 0$"):
        measure(torch.tensor([1, 0]), 1)
    assert measure(torch.tensor([1, 2]), 1) == 0.5


def test_scores_of_all_have_no_gradient() -> None:
    assert not all_scores(GMF(2, 3, 2, generator()), 2, 3).requires_grad


def test_recommender_takes_one_negative() -> None:
    chosen = torch.eye(2, 3, dtype=torch.bool)
    assert recommender(GMF(2, 3, 2, generator()), chosen, generator(), negatives=1, steps=1) is not None


def test_recommender_refuses_no_negatives() -> None:
    with pytest.raises(ValueError, match="`negatives` must be at least 1, got 0"):
        recommender(GMF(2, 3, 2, generator()), torch.eye(2, 3, dtype=torch.bool), generator(), negatives=0)
