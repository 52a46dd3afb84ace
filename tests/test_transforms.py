"""What PyTorch's transforms make of the code that is taught: it compiles, exports, maps and differentiates.

Subjects are the losses and layers of the benchmarks, and all functions of the chapters that make real numbers of
tensors without drawing any. Where a transform does not work, `UNSUPPORTED` says which and why; it must fail there.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
import torch
from benchmarks.pair import Pair
from benchmarks.table import pairs
from tests.inputs.case import Case
from tests.inputs.table import table
from torch import Tensor, nn
from torch.func import grad, vmap

from notes.chapters import CHAPTERS
from notes.proof.checking import TimeLimitError, time_limit

SECONDS = 20  # of processor time
Call = Callable[..., Tensor]


class Subject(NamedTuple):
    """A function of tensors, and tensors that it takes."""

    call: Call
    inputs: Sequence[Tensor]


BRANCHES = "what is done next depends on values"
SIZES = "the size of what is made depends on values"
GRADIENTS = "takes gradients itself, by `torch.autograd`"
STATE = "the same call changes what it is given, or makes a network"
RECURRENT = "has PyTorch's own recurrent network"
TRACED = "compile export vmap"
ALL = "compile export vmap grad"
UNSUPPORTED: dict[str, tuple[str, str]] = {
    "introduction.divisions.naive_fits": (TRACED, SIZES),
    "introduction.gaussian_classifier.GaussianClassifier": ("compile export", SIZES),
    "introduction.linear_probe.linear_probe": (TRACED, BRANCHES),
    "introduction.line.normal_equations_fit": (TRACED, SIZES),
    "introduction.line.least_squares_fit": (TRACED, SIZES),
    "introduction.logistic_regression.logistic_descent": (TRACED, BRANCHES),
    "losses.training.minimiser": (ALL, GRADIENTS),
    "training.descent.gradient_of": ("compile vmap grad", GRADIENTS),
    "training.descent.optimizer_path": (TRACED, BRANCHES),
    "training.descent.torch_path": ("compile vmap grad", GRADIENTS),
    "generalization.benign_overfitting.interpolating_weights": (TRACED, BRANCHES),
    "generalization.cross_validation.cross_validation_error": (TRACED, SIZES),
    "generalization.double_descent.random_features": ("compile vmap", STATE),
    "generalization.dropout.dropout_regression_weights": (TRACED, BRANCHES),
    "generalization.early_stopping.descent_filter": (TRACED, BRANCHES),
    "generalization.early_stopping.descent_iterate": (TRACED, BRANCHES),
    "generalization.weight_decay.WeightDecay": (TRACED, BRANCHES),
    "convolution.receptive_field.gradient_footprint": ("compile vmap grad", GRADIENTS),
    "convolution.resnet.gradient_norms": (ALL, GRADIENTS),
    "convolution.shapes.intersection_over_union": (TRACED, BRANCHES),
    "convolution.shattering.input_gradients": (ALL, GRADIENTS),
    "self_supervision.masking.masked_loss": ("vmap", SIZES),
    "self_supervision.metric_training.UnitLength": ("compile", STATE),
    "self_supervision.planar.softmax_and_center_loss": (ALL, STATE),
    "transformers.elmo.language_loss": ("compile vmap", RECURRENT),
    "transformers.language_model.token_losses": ("compile export", BRANCHES),
    "transformers.masked_language.masked_cross_entropy": (TRACED, SIZES),
    "transformers.transformer.cross_attention": ("compile export", STATE),
    "generative.judging.frechet_distance": ("compile export", BRANCHES),
    "generative.reparameterization.pathwise_gradients": (ALL, GRADIENTS),
    "generative.transport.earth_movers_distance": (TRACED, BRANCHES),
    "graphs.aggregation.heard": ("vmap", SIZES),
    "graphs.batching.graph_means": ("export", SIZES),
    "graphs.convolution.layer_by_nodes": ("vmap", SIZES),
    "graphs.graph.permutation_matrix": (TRACED, BRANCHES),
    "graphs.graph.distances": ("vmap", SIZES),
    "geometric.group_convolution.moved": ("export", SIZES),
    "geometric.group_convolution.group_convolution": ("export", SIZES),
    "compression.activation_aware.activation_aware": (TRACED, BRANCHES),
    "compression.curvature.surgeon_removals": ("compile", BRANCHES),
    "compression.distillation.distillation": ("compile vmap", STATE),
    "compression.low_bits.rewritten": ("compile export", STATE),
    "compression.stacked.cross_entropies": ("compile vmap", STATE),
    "meta_learning.in_context.least_squares_answers": ("compile export", SIZES),
    "meta_learning.learned_optimizer.baseline_losses": ("compile vmap grad", GRADIENTS),
    "retrieval.nearest_neighbour_lm.context_vectors": ("compile export", BRANCHES),
    "retrieval.prompts.next_scores": ("compile export", BRANCHES),
    "noisy_labels.estimation.confident_joint": ("vmap", SIZES),
    "noisy_labels.estimation.confident_learning_estimate": ("vmap", SIZES),
    "noisy_labels.instance.doubtful_readings": (TRACED, BRANCHES),
    "noisy_labels.loss_mixture.clean_probabilities": ("compile", BRANCHES),
}


def of_pair(pair: Pair) -> Subject:
    """What a benchmark measures, at the small size."""
    call = pair.ours.eval() if isinstance(pair.ours, nn.Module) else pair.ours
    return Subject(call, pair.inputs(pair.sizes[0]))


def of_case(case: Case) -> Subject:
    """A case as a function of its tensors alone, with all else made anew."""
    arguments = case.arguments()
    tensors = {name: value for name, value in arguments.items() if isinstance(value, Tensor)}

    def call(*values: Tensor) -> Any:
        assert case.call is not None
        return case.call(**arguments | dict(zip(tensors, values, strict=True)))

    return Subject(call, list(tensors.values()))


def is_of_reals(case: Case) -> bool:
    """Whether a case gives one tensor of real numbers, from tensors and without drawing any."""
    subject = of_case(case)
    if not subject.inputs or any(isinstance(one, torch.Generator) for one in case.arguments().values()):
        return False
    result = subject.call(*subject.inputs)
    return isinstance(result, Tensor) and result.is_floating_point()


CASES = {f"{chapter.slug}.{name}": case for chapter in CHAPTERS for name, case in table(chapter.slug).items()}
PAIRS = {pair.name: pair for pair in pairs() if pair.learns}


def subject(name: str) -> Subject | None:
    """What has a name, as a function of tensors; None where there is nothing to transform."""
    if name in PAIRS:
        return of_pair(PAIRS[name])
    return of_case(CASES[name]) if is_of_reals(CASES[name]) else None


class Wrapped(nn.Module):
    """A function as a module, which is what can be exported."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.call(*inputs)


def turned(subject: Subject) -> list[Tensor]:
    """Another example: all tensors read backwards, where the function takes them so."""
    other = [one.flip(list(range(one.ndim))) for one in subject.inputs]
    try:
        subject.call(*other)
    except ValueError:
        return list(subject.inputs)
    return other


def compiled(subject: Subject) -> None:
    torch._dynamo.reset()
    found = torch.compile(subject.call, backend="eager", fullgraph=True)(*subject.inputs)
    same(found, subject.call(*subject.inputs))


def exported(subject: Subject) -> None:
    found = torch.export.export(Wrapped(subject.call), tuple(subject.inputs)).module()(*subject.inputs)
    same(found, subject.call(*subject.inputs))


def mapped(subject: Subject) -> None:
    examples = [list(subject.inputs), turned(subject)]
    found = vmap(subject.call)(*(torch.stack(both) for both in zip(*examples, strict=True)))
    same(found, torch.stack([subject.call(*one) for one in examples]))


def differentiated(subject: Subject) -> None:
    reals = tuple(place for place, one in enumerate(subject.inputs) if one.is_floating_point())
    if not reals:
        return
    leaves = [one.clone().requires_grad_(place in reals) for place, one in enumerate(subject.inputs)]
    total = subject.call(*leaves).sum()
    wanted = [torch.zeros_like(subject.inputs[place]) for place in reals]
    if total.requires_grad:
        of = [leaves[place] for place in reals]
        wanted = list(torch.autograd.grad(total, of, allow_unused=True, materialize_grads=True))
    found = grad(lambda *inputs: subject.call(*inputs).sum(), argnums=reals)(*subject.inputs)
    same(list(found), wanted)


def same(found: Any, wanted: Any) -> None:
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5, equal_nan=True)


TRANSFORMS = {"compile": compiled, "export": exported, "vmap": mapped, "grad": differentiated}


def failure(transform: Callable[[Subject], None], subject: Subject) -> str:
    """The error in which a transform ends, if it does."""
    torch.manual_seed(0)
    try:
        with time_limit(SECONDS):
            transform(subject)
    except (Exception, TimeLimitError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.one_in(20)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [*CASES, *PAIRS])
def test_transforms_work_or_are_said_not_to(name: str) -> None:
    if subject(name) is None:
        return
    failures = {kind: failure(transform, subject(name)) for kind, transform in TRANSFORMS.items()}
    failed = {kind: told for kind, told in failures.items() if told}
    expected, _ = UNSUPPORTED.get(name, ("", ""))
    assert set(failed) == set(expected.split()), failed


def test_what_is_said_not_to_work_is_a_subject() -> None:
    assert [name for name in UNSUPPORTED if subject(name) is None] == []


@pytest.mark.parametrize("transform", TRANSFORMS.values(), ids=TRANSFORMS)
def test_another_value_is_a_failure(transform: Callable[[Subject], None]) -> None:
    calls = itertools.count(1)
    assert "not close" in failure(transform, Subject(lambda x: x * next(calls), [torch.ones(3)]))
    assert failure(transform, Subject(torch.exp, [torch.ones(3)])) == ""
