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


def test_recommender_refuses_no_negatives() -> None:
    with pytest.raises(ValueError, match="`negatives` must be at least 1, got 0"):
        recommender(GMF(2, 3, 2, generator()), torch.eye(2, 3, dtype=torch.bool), generator(), negatives=0)
