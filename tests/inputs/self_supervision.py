"""How to call what chapter 7 teaches."""

import torch
from tests.inputs.case import case, given, on, ramp, seed, used
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.self_supervision import (
    distillation,
    masking,
    methods,
    metric_training,
    planar,
    recommendation,
    siamese,
    study,
    two_towers,
)

DIGITS = ramp(4, 1, 14, 14)
LABELS = given([0, 1, 0, 1])
FIRST = given([0, 0])
VANISH = "squares of numbers as small as 1e-38 are zero in single precision"
NETWORK = "what a network takes is for the network to say"


def encoder() -> nn.Module:
    return siamese.digit_encoder(seed(), 8)


def linear() -> nn.Module:
    return he_initialized(nn.Sequential(nn.Flatten(), nn.Linear(196, 8)), seed())


def model() -> planar.PlanarClassifier:
    return planar.PlanarClassifier(2, seed()).eval()


def choices() -> recommendation.Choices:
    return recommendation.seeded_choices(3, 6, seed(), each=3)


def digits() -> study.Digits:
    return study.Digits(DIGITS(), LABELS(), DIGITS().flip(0), LABELS())


def with_losses(steps: int, batch: int, strength: float) -> Tensor:
    settings = {"steps": steps, "batch": batch, "strength": strength}
    return study.pretrained(methods.SimCLR(seed()), DIGITS(), seed(), **settings).losses


def accuracy(each: int, strength: float, steps: int) -> float:
    encoder = siamese.digit_encoder(seed())
    return study.supervised_accuracy(encoder, digits(), each, seed(), strength=strength, steps=steps)


def towers_after(generator: torch.Generator, steps: int) -> nn.Module:
    return two_towers.trained_towers(two_towers.Numbers(PICTURES(), LABELS()), generator, steps=steps)


METHODS = [
    methods.SimCLR,
    methods.BarlowTwins,
    methods.VICReg,
    methods.SimSiam,
    methods.WithoutPredictor,
    methods.WithoutStopGradient,
    methods.BYOL,
    methods.AverageWithoutPredictor,
    methods.RotationPrediction,
]
PICTURES = ramp(4, 1, 14, 28)


def hidden() -> Tensor:
    return masking.hidden_patches(DIGITS(), 0.5, seed())


UNFIT = dict.fromkeys(["images: wrong rank", "images: wrong size"], NETWORK)
SMALL = {"embeddings: small": VANISH}
GIVEN = {
    "embeddings": given([[0.5, 1.0, -1.0], [2.0, 0.25, 3.0], [1.5, -3.0, 0.5], [-1.0, 2.0, 0.75]]),
    "labels": LABELS,
    "images": DIGITS,
    "steps": given(2),
    "encoder": linear,
    "model": model,
    "choices": choices,
    "digits": digits,
    "method": lambda: methods.SimCLR(seed()).eval(),
    "permutations": given([[0, 1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2, 1, 0]]),
}
CASES = {
    "center.moved_centers": case(features=ramp(4, 3)),
    "linear_evaluation.frozen_features": case(
        known=dict.fromkeys(["images: wrong rank", "images: wrong size"], NETWORK)
    ),
    **dict.fromkeys(
        ["metric.overlap", "mining.batch_hard", "mining.semi_hard"], case(known={"embeddings: small": VANISH})
    ),
    "linear_evaluation.labelled_subset": case(each=given(2)),
    **{f"methods.{one.__name__}": case(call=used(one, on(DIGITS, DIGITS))) for one in METHODS},
    "metric_training.UnitLength": case(call=lambda vectors: metric_training.UnitLength()(vectors), vectors=ramp(4, 3)),
    "metric_training.metric_encoder": case(loss=given(metric_training.hard_triplet_loss)),
    "planar.planar_classifier": case(loss=given(planar.softmax_loss)),
    "proxy_tasks.patch_pairs": case(images=ramp(4, 1, 9, 9)),
    "proxy_tasks.jigsaw": case(images=ramp(4, 1, 9, 9)),
    "proxy_tasks.distant_permutations": case(),
    "recommendation.seeded_choices": case(items=given(6), each=given(3)),
    "recommendation.GMF": case(call=used(recommendation.GMF, on(FIRST, FIRST))),
    "recommendation.recommender": case(
        model=lambda: recommendation.GMF(3, 6, 2, seed()),
        chosen=lambda: choices().chosen,
        negatives=given(2),
        known={"chosen: wrong size": NETWORK, "half": "what Adam divides by is zero in half precision"},
    ),
    "recommendation.all_scores": case(model=lambda: recommendation.GMF(3, 3, 2, seed())),
    "recommendation.held_out_ranks": case(scores=ramp(3, 6)),
    **dict.fromkeys(["recommendation.hit_rate", "recommendation.ndcg"], case(ranks=given([1, 3, 2]), k=given(2))),
    "study.accuracies": case(shots=given((2, 0))),
    "study.pretrained": case(call=with_losses, steps=given(2), batch=given(2), strength=given(1.0)),
    "study.supervised_accuracy": case(call=accuracy, each=given(1), strength=given(1.0), steps=given(2)),
    "distillation.DINO": case(call=used(distillation.DINO, on(DIGITS, DIGITS))),
    "distillation.teacher_answers": case(method=lambda: distillation.DINO(seed()).eval()),
    "info_nce.enqueued": case(queue=ramp(4, 3), keys=ramp(2, 3)),
    "info_nce.mutual_information": case(joint=given([[0.125, 0.25], [0.5, 0.125]])),
    "info_nce.information_bound": case(joint=given([[0.125, 0.25], [0.5, 0.125]]), scores=ramp(2, 2)),
    "masking.masked_loss": case(predicted=ramp(4, 1, 14, 14), hidden=hidden),
    "masking.MaskedAutoencoder": case(call=used(masking.MaskedAutoencoder, on(DIGITS, hidden))),
    "two_towers.clip_loss": case(images=ramp(4, 3), texts=ramp(4, 3)),
    "two_towers.TwoTowers": case(call=used(two_towers.TwoTowers, on(PICTURES, LABELS))),
    "two_towers.written_numbers": case(
        digits=ramp(10, 1, 14, 14), labels=given([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), names=given([0, 5])
    ),
    "two_towers.trained_towers": case(call=towers_after),
    "two_towers.nearest_names": case(
        towers=lambda: two_towers.TwoTowers(seed()).eval(), images=PICTURES, names=given([0, 5, 7])
    ),
}
