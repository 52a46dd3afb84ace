"""What the functions of the chapter refuse, the last thing that they take, and clamps where they bind."""

import math

import pytest
import torch

from notes.self_supervision.angular import sphereface_loss
from notes.self_supervision.collapse import agreement_loss, effective_rank, relative_spread
from notes.self_supervision.contrastive import nt_xent, triplet_loss
from notes.self_supervision.linear_evaluation import labelled_subset, linear_accuracy
from notes.self_supervision.methods import BYOL, BarlowTwins, SimCLR, SimSiam, VICReg, WithoutPredictor
from notes.self_supervision.metric import active_share, overlap, recall_at_k
from notes.self_supervision.metric_training import (
    UnitLength,
    hard_triplet_loss,
    metric_encoder,
    random_triplet_loss,
    unsquared_hard_triplet_loss,
)
from notes.self_supervision.mining import batch_hard, semi_hard, squared_distances
from notes.self_supervision.planar import (
    PlanarClassifier,
    angular_margin_loss,
    modified_softmax_loss,
    own_angles,
    scatter_ratio,
    softmax_and_center_loss,
    softmax_loss,
)
from notes.self_supervision.proxy_tasks import exemplars
from notes.self_supervision.recommendation import seeded_choices
from notes.self_supervision.redundancy import barlow_twins_loss, cross_correlation, vicreg_terms
from notes.self_supervision.study import frozen_projections

LINE, LABELS = torch.tensor([[0.0], [1.0], [3.0], [4.0]]), torch.tensor([0, 0, 1, 1])
F64 = torch.float64


@pytest.mark.parametrize("shift", [1e3, 1e5])
def test_distances_do_not_change_far_from_the_origin(shift: float):
    vectors = torch.randn(64, 8, generator=torch.Generator().manual_seed(0))
    moved = (vectors + shift).double()  # what is left of them in single precision
    exact = torch.cdist(moved, moved).square()
    torch.testing.assert_close(squared_distances(vectors + shift).double(), exact, rtol=1e-3, atol=1e-3)
    assert recall_at_k(LINE + shift, LABELS, 1) == recall_at_k(LINE, LABELS, 1) == 1.0
    assert torch.equal(batch_hard(LINE + shift, LABELS)[1], batch_hard(LINE, LABELS)[1])


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_no_measure_of_embeddings_takes_what_is_lost(bad: float):
    lost, generator = torch.full((4, 2), bad), torch.Generator()
    for measure in (
        lambda: recall_at_k(lost, LABELS, 1),
        lambda: overlap(lost, LABELS),
        lambda: active_share(lost, LABELS, generator, margin=1),
        lambda: batch_hard(lost, LABELS),
        lambda: semi_hard(lost, LABELS, margin=1),
        lambda: squared_distances(lost),
        lambda: effective_rank(lost),
    ):
        with pytest.raises(ValueError, match=f"^`embeddings` must be finite, got {bad}$"):
            measure()


@pytest.mark.parametrize("value", [0.1, 0.2, 0.3, 0.7, 3.3])
@pytest.mark.parametrize("n", [7, 13, 100])
def test_cross_correlation_refuses_a_unit_that_only_rounding_moves(value: float, n: int):
    constant = torch.stack([torch.full((n,), value), torch.arange(float(n))], 1)
    moving = torch.stack([torch.arange(float(n)), torch.arange(float(n))], 1)
    with pytest.raises(ValueError, match=r"^`first` must be different over the batch in every unit, got"):
        cross_correlation(constant, moving)
    with pytest.raises(ValueError, match=r"^`second` must be different over the batch in every unit, got"):
        cross_correlation(moving, constant)


def test_cross_correlation_takes_two_examples():
    view = torch.tensor([[0.0], [1.0]])
    torch.testing.assert_close(cross_correlation(view, -view), torch.tensor([[-1.0]]))


def test_variance_of_vicreg_is_zero_above_the_target():
    view = torch.randn(50, 4, generator=torch.Generator().manual_seed(0), dtype=F64)
    for target, zero in ((0.5, True), (2.0, False)):
        assert (vicreg_terms(view, view, target=target)[1].item() == 0) is zero


def test_methods_weigh_their_terms_as_published():
    generator = torch.Generator().manual_seed(0)
    first, second = torch.rand(2, 8, 1, 14, 14, generator=generator)
    vicreg = VICReg(generator)
    invariance, variance, covariance = vicreg_terms(*vicreg.projected(first, second))
    expected = 25 * invariance / 32 + 25 * variance / 2 + covariance
    torch.testing.assert_close(vicreg(first, second), expected, rtol=1e-3, atol=1e-4)
    twins = BarlowTwins(generator)
    table = cross_correlation(*twins.projected(first, second))
    weights = torch.full((32, 32), 0.1).fill_diagonal_(1.0)
    expected = (weights * (table - torch.eye(32)).square()).sum()
    torch.testing.assert_close(twins(first, second), expected, rtol=1e-3, atol=1e-4)
    siamese = SimSiam(generator)
    one, other = siamese.projected(first, second)
    cosines = [
        torch.nn.functional.cosine_similarity(siamese.predictor(a), b).mean() for a, b in ((one, other), (other, one))
    ]
    torch.testing.assert_close(siamese(first, second), 4 - 2 * sum(cosines), rtol=1e-3, atol=1e-4)


def test_exemplars_refuse_no_image():
    with pytest.raises(ValueError, match=r"^`images` must hold at least one entry, got shape \(0, 1, 14, 14\)$"):
        exemplars(torch.zeros(0, 1, 14, 14), 2, torch.Generator())


def test_nt_xent_takes_an_int():
    eye = torch.eye(2)
    assert torch.equal(nt_xent(eye, eye, temperature=1), nt_xent(eye, eye, temperature=1.0))


def test_items_differ_in_popularity():
    affinity = seeded_choices(2000, 200, torch.Generator().manual_seed(0)).affinity
    assert affinity.mean(0).std().item() == pytest.approx(0.5, abs=0.1)


def test_methods_weigh_both_directions_of_the_pair_alike():
    first, second = torch.rand(2, 8, 1, 14, 14, generator=torch.Generator().manual_seed(0))
    byol = BYOL(torch.Generator().manual_seed(0))
    online = byol.projected(first, second)
    byol.move_target()
    targets = [byol.target(view) for view in (second, first)]
    expected = [agreement_loss(byol.predictor(one), target).mean() for one, target in zip(online, targets, strict=True)]
    torch.testing.assert_close(byol(first, second), sum(expected), rtol=1e-3, atol=1e-4)
    plain = WithoutPredictor(torch.Generator().manual_seed(0))
    one, other = plain.projected(first, second)
    torch.testing.assert_close(plain(first, second), 2 * agreement_loss(one, other).mean(), rtol=1e-3, atol=1e-4)


LARGE, GOOD = torch.full((4, 2), 1e20), torch.tensor([[0.5, 1.0], [2.0, 0.25], [1.5, -3.0], [-1.0, 2.0]])
IMAGES = torch.full((4, 1, 14, 14), 1e20)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("features", lambda: sphereface_loss(LARGE, GOOD[:2], LABELS, multiplier=1)),
        ("weights", lambda: sphereface_loss(GOOD, LARGE[:2], LABELS, multiplier=1)),
        ("prediction", lambda: agreement_loss(LARGE, GOOD)),
        ("target", lambda: agreement_loss(GOOD, LARGE)),
        ("embeddings", lambda: relative_spread(LARGE)),
        ("anchor", lambda: triplet_loss(LARGE, GOOD, GOOD, margin=1.0)),
        ("first", lambda: nt_xent(LARGE, GOOD, temperature=1.0)),
        ("second", lambda: nt_xent(GOOD, LARGE, temperature=1.0)),
        ("features", lambda: linear_accuracy(LARGE, LABELS, GOOD, LABELS)),
        ("test_features", lambda: linear_accuracy(GOOD, LABELS, LARGE, LABELS)),
        ("embeddings", lambda: overlap(LARGE, LABELS)),
        ("embeddings", lambda: random_triplet_loss(LARGE, LABELS, torch.Generator())),
        ("embeddings", lambda: hard_triplet_loss(LARGE, LABELS, torch.Generator())),
        ("embeddings", lambda: unsquared_hard_triplet_loss(LARGE, LABELS, torch.Generator())),
        ("vectors", lambda: UnitLength()(LARGE)),
        ("images", lambda: metric_encoder(IMAGES, LABELS, hard_triplet_loss, torch.Generator(), steps=1)),
        ("embeddings", lambda: squared_distances(LARGE)),
        ("embeddings", lambda: batch_hard(LARGE, LABELS)),
        *(
            ("images", lambda loss=loss: loss(PlanarClassifier(2, torch.Generator()), IMAGES, LABELS))
            for loss in (softmax_loss, softmax_and_center_loss, modified_softmax_loss, angular_margin_loss)
        ),
        ("features", lambda: own_angles(LARGE, GOOD[:2], LABELS)),
        ("weights", lambda: own_angles(GOOD, LARGE[:2], LABELS)),
        ("features", lambda: scatter_ratio(LARGE, LABELS)),
        ("first", lambda: cross_correlation(LARGE, GOOD)),
        ("second", lambda: cross_correlation(GOOD, LARGE)),
        ("correlation", lambda: barlow_twins_loss(LARGE[:2], redundancy=0.1)),
        ("first", lambda: vicreg_terms(LARGE, GOOD)),
        ("second", lambda: vicreg_terms(GOOD, LARGE)),
        ("images", lambda: frozen_projections(SimCLR(torch.Generator()), IMAGES)),
    ],
)
def test_what_is_squared_must_have_a_finite_sum_of_squares(name: str, call):
    with pytest.raises(ValueError, match=f"^`{name}` must be small enough for a finite sum of squares, got inf$"):
        call()


@pytest.mark.parametrize("bad", [-1, 2])
def test_labels_name_a_class(bad: int):
    labels = torch.tensor([0, 1, 0, bad])
    for call in (
        lambda: sphereface_loss(GOOD, GOOD[:2], labels, multiplier=1),
        lambda: own_angles(GOOD, GOOD[:2], labels),
        lambda: softmax_loss(PlanarClassifier(2, torch.Generator()), torch.zeros(4, 1, 14, 14), labels),
    ):
        with pytest.raises(ValueError, match=f"^`labels` must be from 0 to 1, got {bad}$"):
            call()


def test_labelled_subset_takes_one_of_each_and_all_of_the_smallest_class():
    labels = torch.tensor([1, 0, 1, 1, 0])
    assert labelled_subset(labels, 1).tolist() == [1, 0]
    assert labelled_subset(labels, 2).tolist() == [1, 4, 0, 2]
    for bad in (0, 3):
        with pytest.raises(
            ValueError, match=f"^`each` must be from 1 to 2, the size of the smallest class, got {bad}$"
        ):
            labelled_subset(labels, bad)


def test_vicreg_terms_name_a_batch_of_none():
    with pytest.raises(ValueError, match=r"^`first` must hold at least one entry, got shape \(0, 2\)$"):
        vicreg_terms(torch.zeros(0, 2), torch.zeros(0, 2))
    assert vicreg_terms(GOOD[:2], GOOD[:2])[0].item() == 0.0
