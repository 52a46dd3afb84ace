"""How to call what chapter 12 teaches."""

import torch
from tests.inputs.case import case, given, ramp, seed, used
from torch import Tensor, nn

from notes.compression import distillation, low_bits, normal_float, pruning, quantization, regression, stacked, study
from notes.compression.straight_through import quantised_networks
from notes.data import Dataset
from notes.networks.mlp import MultilayerPerceptron
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model
from notes.transformers.low_rank import LowRankLinear

VALUES = given([0.55, -1.0, 2.0, 0.25])
ROWS, LABELS = given([0, 2]), given([0, 1, 1, 0])


def networks(count: int = 2) -> stacked.Networks:
    return stacked.random_networks((3, 4, 2), count, seed())


def masks() -> pruning.Masks:
    return pruning.layerwise_masks(pruning.magnitude_saliency(networks()), 0.5)


def data() -> Dataset:
    return Dataset(ramp(4, 3)(), LABELS())


def grid() -> quantization.Grid:
    return quantization.affine_grid(VALUES(), 4)


def small(start: stacked.Networks, masks: pruning.Masks) -> stacked.Networks:
    return pruning.masked(start, masks)


def squares(found: stacked.Networks, rows: Tensor) -> Tensor:
    return stacked.logits(found, data().inputs[rows % 4].to(found.weights[0])).square().mean((1, 2))


def distilled(teacher: Tensor, temperature: float, hard_share: float) -> Tensor:
    return distillation.distillation(data(), teacher, temperature, hard_share)(networks(), ROWS())


def entropies(rows: Tensor) -> Tensor:
    return stacked.cross_entropies(data())(networks(), rows)


def by_bits(bits: tuple[int, ...]) -> Tensor:
    return study.accuracies_by_bits(lambda number: quantised_networks(networks(), number), bits, data())


def after_training(steps: int) -> stacked.Networks:
    return study.masked_training(data(), seed(), steps=steps)(networks(), masks())


def whole_study() -> study.Study:
    one = data()
    wide = Dataset(ramp(4, 64)(), LABELS())
    start = stacked.random_networks((64, 4, 10), 1, seed())
    return study.Study(start, start, wide, wide, study.masked_training(one, seed(), steps=1))


def tuned(bits: int, steps: int) -> stacked.Networks:
    return study.quantisation_aware(whole_study(), bits, seed(), steps=steps)


def wide_squares(found: stacked.Networks, rows: Tensor) -> Tensor:
    return stacked.logits(found, torch.ones(len(rows), 64, device=rows.device)).square().mean((1, 2))


def height(loss: study.Loss) -> Tensor:
    return loss(ramp(39)().double())


def speaker() -> LanguageModel:
    return new_language_model(Sizes(5, width=8, layers=1, heads=2, groups=1, hidden=8), seed())


def map_inputs(model: LanguageModel, passages: Tensor) -> dict[str, Tensor]:
    return low_bits.map_inputs(model, model.blocks[0], passages)


def halved(model: LanguageModel, passages: Tensor) -> Tensor:
    return low_bits.rewritten(model, passages, lambda weights, _: weights / 2)(READ())[0]


def with_adapters(model: LanguageModel, rank: int) -> Tensor:
    return low_bits.adapted(model, LowRankLinear, rank, seed())(READ())[0]


def linear() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(8, 8)


def with_adapter(rank: int, alpha: float) -> Tensor:
    return normal_float.quantised_adapter(linear(), rank, seed(), alpha=alpha)(ramp(2, 8)())


READ = given([[0, 1, 4], [2, 2, 3]])
HESSIAN = given([[2.0, 0.5], [0.5, 1.0]])
FOUR = given([[2.0, 0.5, 0.0, 0.0], [0.5, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -0.25], [0.0, 0.0, -0.25, 2.0]])
VANISH = "squares of numbers as small as 1e-38 are zero in single precision"
GIVEN = {
    "networks": networks,
    "start": networks,
    "training": given(small),
    "masks": masks,
    "data": data,
    "grid": grid,
    "loss": given(squares),
    "rows": ROWS,
    "saliencies": lambda: pruning.magnitude_saliency(networks()),
    "widths": given((3, 4, 2)),
}
CASES = {
    "activation_aware.scaled_rounding": case(weights=ramp(2, 3), scales=given([0.5, 1.2, 2.0]), bits=given(4)),
    "activation_aware.activation_aware": case(weights=ramp(2, 3), inputs=ramp(4, 3), bits=given(4)),
    "calibration.percentile_grid": case(values=VALUES, bits=given(4), share=given(0.9)),
    "calibration.least_error_grid": case(values=VALUES, bits=given(4)),
    "calibration.layer_inputs": case(inputs=ramp(4, 3)),
    "calibration.rounded_logits": case(grids=lambda: [grid(), grid()], inputs=ramp(4, 3)),
    "curvature.require_positive_definite": case(hessian=HESSIAN),
    "curvature.surgeon_removals": case(weights=given([0.5, -1.0]), hessian=HESSIAN, number=given(1)),
    "curvature.surgeon_removal": case(
        weights=given([0.5, -1.0]), hessian=given([[2.0, 0.5], [0.5, 1.0]]), index=given(1)
    ),
    "distillation.distillation": case(
        call=distilled, teacher=ramp(2, 4, 2), temperature=given(2.0), hard_share=given(0.5)
    ),
    "hints.hint_loss": case(student=ramp(4, 2), teacher=ramp(4, 3), regressor=ramp(3, 2)),
    "layerwise.output_hessian": case(inputs=given([[1.0, 0.5], [-0.5, 2.0], [0.25, 1.0]]), damping=given(0.5)),
    "layerwise.inverse_factor": case(hessian=HESSIAN),
    "layerwise.settled": case(
        weights=given([[0.5, -1.0], [2.0, 1.0]]),
        column=given(0),
        values=given([1.0, 2.0]),
        factor=given([[1.0, 0.5], [0.0, 2.0]]),
    ),
    "layerwise.gptq": case(weights=given([[0.55, -1.0], [2.0, 0.25]]), hessian=HESSIAN),
    "low_bits.map_inputs": case(call=map_inputs, model=speaker, passages=READ),
    "low_bits.rewritten": case(call=halved, model=speaker, passages=READ),
    "low_bits.adapted": case(call=with_adapters, model=speaker, rank=given(2)),
    "normal_float.normal_float": case(weights=ramp(2, 4), block=given(4)),
    "normal_float.quantised_adapter": case(call=with_adapter, rank=given(2), alpha=given(2.0)),
    "pruning.kept": case(saliency=ramp(2, 6)),
    "quantization.affine_grid": case(bits=given(4)),
    "quantization.symmetric_grid": case(bits=given(4)),
    "quantization.codes": case(values=VALUES),
    "quantization.rounded": case(values=VALUES),
    "quantization.decoded": case(quantised=given([0, 5, 15])),
    "quantization.integer_products": case(
        weights=given([[0, 5, 15], [3, 2, 1]]), weight_grid=grid, inputs=given([1, 7, 2]), input_grid=grid
    ),
    "regression.penalised_regression_on_wine": case(call=used(regression.penalised_regression_on_wine, height)),
    "semi_structured.two_of_four": case(saliency=given([[0.5, 0.25, 2.0, 1.0], [3.0, 2.0, 1.0, 0.5]])),
    "semi_structured.surgeon_two_of_four": case(
        weights=given([[0.5, 0.25, 2.0, 1.0], [3.0, 2.0, 1.0, 0.5]]), hessian=FOUR
    ),
    "stacked.cross_entropies": case(call=entropies),
    "stacked.trained_networks": case(examples=given(4), steps=given(2), batch=given(2)),
    "stacked.joined": case(stacks=lambda: [networks(), networks(1)]),
    "stacked.chosen": case(indices=given([1, 0, 1])),
    "storage.packed": case(codes=given([1, 7, 2])),
    "storage.unpacked": case(stored=lambda: torch.tensor([17, 3], dtype=torch.uint8), bits=given(4), number=given(4)),
    "straight_through.straight_through": case(values=VALUES),
    "straight_through.quantised_networks": case(bits=given(4)),
    "structure.unit_saliency": case(incoming=ramp(3, 2), outgoing=ramp(2, 3)),
    "structure.most_salient": case(number=given(2)),
    "structure.narrowed": case(
        network=lambda: MultilayerPerceptron([ramp(3, 2)(), ramp(1, 3)()], [ramp(3)(), ramp(1)()]), widths=given((2,))
    ),
    "structure.narrowed_channels": case(number=given(2), known={"first: small": VANISH, "second: small": VANISH}),
    "study.masked_training": case(call=after_training, steps=given(2)),
    "study.study": case(seeds=given(1), steps=given(1)),
    "study.joined_masks": case(masks=lambda: [masks(), masks()]),
    "study.masked_accuracies": case(masks=lambda: [masks(), masks()]),
    "study.accuracy_curves": case(
        saliencies=lambda: {"size": pruning.magnitude_saliency(networks())},
        sparsities=given((0.25, 0.5)),
        training=given(small),
    ),
    "study.quantisation_aware": case(call=tuned, bits=given(4), steps=given(1)),
    "study.accuracies_by_bits": case(call=by_bits, bits=given((2, 4))),
    "study.quantised_bytes": case(bits=given(4)),
    "study.students": case(loss=given(wide_squares), width=given(2), seeds=given(1), examples=given(3), steps=given(1)),
    "study.first_examples": case(number=given(2)),
    "study.without_class": case(label=given(1)),
    "study.only_class": case(label=given(1)),
}
