"""Every public function of the covered chapters under every kind of input: a right value, or an error of its own.

The table says how to call a function. Each of its arguments is replaced by what a user might pass by mistake, and all
numbers by those of another precision. Right is what the function gives in double precision for the same numbers; an
error must name an argument of the function that was called. NaN is right only where the function works entry by entry
and the entry was NaN.
"""

import dataclasses
import enum
import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from jaxtyping import TypeCheckError
from torch import Tensor

from notes.chapters import CHAPTERS
from notes.introduction import gaussian_classifier, separability
from notes.losses import calibration

NOT_YET_COVERED = {
    "losses.heteroscedastic.fitted",
    "losses.inference",
    "losses.likelihood",
    "losses.recipe",
    "networks",
    "training",
    "generalization",
    "convolution",
    "self_supervision",
    "transformers",
    "generative",
    "graphs",
    "geometric",
    "compression",
    "meta_learning",
    "retrieval",
    "noisy_labels",
}
COVERED = [chapter.slug for chapter in CHAPTERS if chapter.slug not in NOT_YET_COVERED]
MACHINERY = {"proofs", "checks", "experiments", "errata", "exercises", "figures", "formulas", "notation"}
TOLERANCE = {torch.float64: 1e-9, torch.float32: 2e-2, torch.float16: 5e-2, torch.bfloat16: 2e-1}


@dataclasses.dataclass(frozen=True)
class Case:
    """How to call a function.

    Attributes:
        arguments: good arguments, made anew for every call, real numbers in single precision.
        call: what to call, if not the function of that name: the method of a class.
        entrywise: whether NaN may stay in its place.
        drawn: whether the values depend on random numbers, which differ between precisions.
    """

    arguments: Callable[[], dict[str, Any]]
    call: Callable[..., Any] | None = None
    entrywise: bool = False
    drawn: bool = False


def with_first(value: float) -> Callable[[Tensor], Tensor | None]:
    def change(x: Tensor) -> Tensor | None:
        if x.numel() == 0:
            return None
        return torch.cat([torch.tensor([value]), x.flatten()[1:]]).reshape(x.shape)

    return change


def spread(x: Tensor) -> Tensor:
    """The same numbers, not side by side in memory."""
    return torch.stack([x, x], -1)[..., 0]


BY_REAL_TENSOR: dict[str, Callable[[Tensor], Any]] = {
    "NaN": with_first(math.nan),
    "infinity": with_first(math.inf),
    "minus infinity": with_first(-math.inf),
    "empty": lambda x: x[:0] if x.ndim else None,
    "one element": lambda x: x[:1] if x.ndim else None,
    "wrong rank": lambda x: x[None],
    "wrong size": lambda x: torch.cat([x, x], -1) if x.ndim else None,
    "offset": lambda x: x + 1e5,
    "small": lambda x: x * 1e-38,
    "large": lambda x: x / x.abs().max() * 1e38 if x.numel() and bool(x.any()) else None,
    "zero": torch.zeros_like,
    "negative": lambda x: -x,
    "integers": lambda x: x.long(),
    "non-contiguous": spread,
    "requires grad": lambda x: x.clone().requires_grad_(),
}
BY_WHOLE_TENSOR: dict[str, Callable[[Tensor], Any]] = {
    "empty": lambda x: x[:0] if x.ndim else None,
    "one element": lambda x: x[:1] if x.ndim else None,
    "wrong rank": lambda x: x[None],
    "wrong size": lambda x: torch.cat([x, x], -1) if x.ndim else None,
    "negative": lambda x: x - 1,
    "large": lambda x: x + 1000,
    "zero": torch.zeros_like,
    "reals": lambda x: x + 0.5,
}
BY_REAL: dict[str, Callable[[float], Any]] = {
    "NaN": lambda _: math.nan,
    "infinity": lambda _: math.inf,
    "minus infinity": lambda _: -math.inf,
    "zero": lambda _: 0.0,
    "negative": lambda x: -x,
    "int": lambda _: 1,
    "small": lambda _: 1e-38,
    "large": lambda _: 1e30,
}
BY_WHOLE: dict[str, Callable[[int], Any]] = {
    "zero": lambda _: 0,
    "negative": lambda x: -x,
    "one": lambda _: 1,
    "real": lambda x: x + 0.5,
}
PRECISIONS = {"half": torch.float16, "bfloat16": torch.bfloat16, "double": torch.float64}


def kinds(value: Any) -> dict[str, Callable[[Any], Any]]:
    """The changes that make sense of an argument."""
    if isinstance(value, Tensor) and value.dtype != torch.bool:
        return BY_REAL_TENSOR if value.is_floating_point() else BY_WHOLE_TENSOR
    if isinstance(value, float):
        return BY_REAL
    return BY_WHOLE if isinstance(value, int) and not isinstance(value, bool) else {}


def converted(arguments: dict[str, Any], dtype: torch.dtype) -> dict[str, Any]:
    real = {name: isinstance(value, Tensor) and value.is_floating_point() for name, value in arguments.items()}
    return {name: value.detach().to(dtype) if real[name] else value for name, value in arguments.items()}


def inputs(case: Case) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """Every way to call the function, in words and as arguments made anew."""
    yield "as it is", case.arguments
    for name, value in case.arguments().items():
        for kind, change in kinds(value).items():
            if change(value) is not None:
                yield f"{name}: {kind}", lambda name=name, change=change: _changed(case.arguments(), name, change)
    for kind, dtype in PRECISIONS.items():
        yield kind, lambda dtype=dtype: converted(case.arguments(), dtype)


def _changed(arguments: dict[str, Any], name: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    return arguments | {name: change(arguments[name])}


def numbers(value: Any) -> Iterator[Tensor]:
    """All the numbers of a result."""
    if isinstance(value, Tensor):
        yield value.detach()
    elif isinstance(value, int | float):
        yield torch.tensor(value, dtype=torch.float64)
    elif isinstance(value, torch.nn.Module):
        yield from (parameter.detach() for parameter in value.parameters())
    elif dataclasses.is_dataclass(value):
        yield from numbers([getattr(value, field.name) for field in dataclasses.fields(value)])
    elif isinstance(value, tuple | list):
        for one in value:
            yield from numbers(one)


def fault_of_error(error: Exception, names: list[str]) -> str:
    """What is wrong with an error; nothing, if it names an argument of the function that was called."""
    told = str(error)
    if isinstance(error, TypeCheckError):
        return "" if any(f"parameter '{name}'" in told for name in names) else f"shapes do not tell: {told[:200]}"
    if isinstance(error, ValueError) and any(f"`{name}`" in told for name in names):
        return ""
    return f"{type(error).__name__}: {told[:200]}"


def fault_of_value(found: Any, exact: Any, case: Case, dtype: torch.dtype, *, spoilt: bool) -> str:
    """What is wrong with a value; nothing, if it is that of double precision, and of that no worse than its numbers."""
    for one, other in zip(numbers(found), numbers(exact), strict=True):
        if one.shape != other.shape:
            return f"shape {tuple(one.shape)} for {tuple(other.shape)}"
        one, other = one.double(), other.double()
        if bool(one.isnan().any()) and not (spoilt and case.entrywise):
            return f"NaN for {other.tolist()}"
        if case.drawn:
            continue
        signed = torch.full_like(other, math.inf).copysign(other)
        largest = torch.finfo(dtype).max  # within a factor of ten of it a step on the way may overflow
        other = signed.where((other.abs() > largest) | (one.isinf() & (other.abs() > largest / 10)), other)
        size = other[other.isfinite()].abs().max().item() if bool(other.isfinite().any()) else 0.0
        allowed = TOLERANCE[dtype] * size + torch.finfo(dtype).eps
        if not torch.allclose(one, other, rtol=TOLERANCE[dtype], atol=allowed, equal_nan=True):
            return f"{one.flatten()[:6].tolist()} for {other.flatten()[:6].tolist()}"
    return ""


def outcome(name: str, case: Case, kind: str, arguments: Callable[[], dict[str, Any]]) -> tuple[str, str]:
    """What came of a call, `value`, `refused` or `fault`, and the fault in words."""
    call, given = case.call or function(name), arguments()
    names = [*inspect.signature(call).parameters, *given]
    dtype = PRECISIONS.get(kind, torch.float32)
    try:
        found = call(**given)
    except Exception as error:
        fault = fault_of_error(error, names)
        return ("fault", fault) if fault else ("refused", "")
    try:
        exact = call(**converted(arguments(), torch.float64))
    except Exception as error:
        return "fault", f"a value in single precision, {type(error).__name__} in double: {str(error)[:200]}"
    fault = fault_of_value(found, exact, case, dtype, spoilt=kind.endswith(("NaN", "infinity")))
    return ("fault", fault) if fault else ("value", "")


def function(name: str) -> Callable[..., Any]:
    module, _, last = f"notes.{name}".rpartition(".")
    return getattr(importlib.import_module(module), last)


def public(chapter: str) -> list[str]:
    """The public functions and classes of a chapter that compute: not records, names of choices, or types."""
    found = []
    for module in pkgutil.iter_modules(importlib.import_module(f"notes.{chapter}").__path__):
        if module.name in MACHINERY:
            continue
        for name, value in vars(importlib.import_module(f"notes.{chapter}.{module.name}")).items():
            own = getattr(value, "__module__", "") == f"notes.{chapter}.{module.name}" and not name.startswith("_")
            data = inspect.isclass(value) and issubclass(value, tuple | enum.Enum)
            if own and not data and (inspect.isfunction(value) or inspect.isclass(value)):
                found.append(f"{chapter}.{module.name}.{name}")
    return [name for name in found if not {name, name.rpartition(".")[0]} & NOT_YET_COVERED]


def seed() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def case(*, call: Callable[..., Any] | None = None, entrywise: bool = False, drawn: bool = False, **made: Any) -> Case:
    """A case from the makers of its arguments; a tensor, a number or a generator's seed is made by a function."""
    return Case(lambda: {name: make() for name, make in made.items()}, call, entrywise, drawn)


def given(value: Any) -> Callable[[], Any]:
    """A maker of a tensor from numbers, or of the value itself."""
    return (lambda: torch.tensor(value)) if isinstance(value, list) else (lambda: value)


FEATURES = given([[0.5, 1.0], [2.0, 0.25], [1.5, 3.0], [4.0, 2.0], [3.0, 0.5], [0.25, 2.5]])
LABELS = given([0, 0, 0, 1, 1, 1])
LINE, ANSWERS = given([0.5, 2.0, 1.5, 4.0]), given([1.0, 3.0, 2.5, 7.0])
BINARY, PAIR, WEIGHTS = given([0, 1, 1, 0]), given([0.5, -1.5]), given([0.25, -1.0, 0.5])
SHARES, OTHERS = given([[0.25, 0.75], [0.5, 0.5]]), given([[0.5, 0.5], [0.125, 0.875]])


def bowl(x: Tensor) -> Tensor:
    return 2 * (x - 1)


def gaussians(features: Tensor) -> gaussian_classifier.GaussianClassifier:
    return gaussian_classifier.shared_covariance_gaussians(FEATURES().to(features.dtype), LABELS())


def filled_bins(confidences: Tensor, correct: Tensor, bins: int) -> list[Tensor]:
    """The bins that hold examples: the means of the others are NaN, as is said of them."""
    found = calibration.reliability_diagram(confidences, correct, bins)
    return [found.confidence[found.counts > 0], found.accuracy[found.counts > 0], found.counts]


def introduction() -> dict[str, Case]:
    """The cases of chapter 1."""
    labelled = {"features": FEATURES, "labels": LABELS}
    sampled = {"inputs": LINE, "targets": ANSWERS}
    weighed = {"weights": WEIGHTS, "features": FEATURES}
    several = given([[0, 1, 3, 4], [1, 2, 4, 5]])
    return {
        "bayes_rule.bayes_posterior": case(prior=given([0.25, 0.75]), likelihood=given([[0.5, 0.25]])),
        "binary_cross_entropy.softplus": case(values=LINE, entrywise=True),
        "binary_cross_entropy.binary_cross_entropy": case(probabilities=given([0.25, 0.5]), targets=given([0, 1])),
        "binary_cross_entropy.binary_cross_entropy_from_logits": case(logits=LINE, targets=BINARY),
        "divisions.divisions": case(labels=LABELS, size=given(4), count=given(2), generator=seed),
        "divisions.naive_fits": case(**labelled, training=several),
        "divisions.logistic_fits": case(**labelled, training=several, steps=given(3), penalty=given(0.5)),
        "divisions.error_rates": case(
            weights=given([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]]), **labelled, test=given([[2, 5], [0, 3]])
        ),
        "gaussian_classifier.GaussianClassifier": case(
            features=FEATURES, call=lambda features: gaussians(features).posterior(features)
        ),
        "gaussian_classifier.class_covariance_gaussians": case(**labelled),
        "gaussian_classifier.shared_covariance_gaussians": case(**labelled),
        "gaussian_classifier.naive_gaussians": case(**labelled),
        "gaussian_classifier.sigmoid_weights": case(model=lambda: gaussians(FEATURES())),
        "gradient_descent.gradient_descent_update": case(
            parameters=PAIR, gradient=PAIR, learning_rate=given(0.5), entrywise=True
        ),
        "gradient_descent.descent_path": case(
            gradient=given(bowl), start=PAIR, learning_rate=given(0.25), steps=given(3)
        ),
        "gradient_descent.guaranteed_decrease": case(gradient=PAIR, learning_rate=given(0.5), smoothness=given(1.0)),
        "line.line": case(parameters=PAIR, inputs=LINE),
        "line.design_matrix": case(inputs=LINE),
        "line.line_gradient": case(parameters=PAIR, **sampled),
        "line.line_hessian": case(inputs=LINE),
        "line.normal_equations_fit": case(**sampled),
        "line.least_squares_fit": case(**sampled),
        "logistic_regression.with_ones": case(features=FEATURES),
        "logistic_regression.logits": case(**weighed),
        "logistic_regression.logistic_loss": case(**weighed, targets=LABELS),
        "logistic_regression.logistic_gradient": case(**weighed, targets=LABELS),
        "logistic_regression.logistic_hessian": case(**weighed),
        "logistic_regression.logistic_smoothness": case(features=FEATURES),
        "logistic_regression.logistic_descent": case(features=FEATURES, targets=LABELS, steps=given(3)),
        "scaling.standardised": case(features=FEATURES),
        "scaling.whitened": case(features=FEATURES),
        "separability.Hyperplane": case(
            **labelled, call=lambda features, labels: separability.widest_hyperplane(features, labels)
        ),
        "separability.widest_hyperplane": case(**labelled),
        "separability.separability": case(**labelled),
        "squared_error.sum_of_squared_errors": case(predictions=LINE, targets=ANSWERS),
        "squared_error.mean_squared_error": case(predictions=LINE, targets=ANSWERS),
    }


def losses() -> dict[str, Case]:
    """The cases of chapter 3."""
    real = {"targets": ANSWERS}
    network = given(torch.nn.Linear(1, 1))
    column = given([[0.25], [0.5], [0.75]])
    diagram = {"confidences": given([0.25, 0.5, 0.75, 1.0]), "correct": given([True, False, True, True])}
    return {
        "bernoulli.bernoulli_mass": case(probability=given([0.0, 0.25, 0.5, 1.0]), targets=BINARY),
        "bernoulli.bernoulli_nll": case(logits=LINE, targets=BINARY),
        "calibration.reliability_diagram": case(**diagram, bins=given(5), call=filled_bins),
        "calibration.expected_calibration_error": case(
            diagram=lambda: calibration.reliability_diagram(**{name: make() for name, make in diagram.items()})
        ),
        "calibration.band_coverage": case(mean=LINE, standard_deviation=LINE, **real, width=given(2.0)),
        "calibration.gaussian_coverage": case(width=given(2.0)),
        "categorical.log_softmax": case(logits=FEATURES),
        "categorical.softmax": case(logits=FEATURES),
        "categorical.categorical_nll": case(logits=FEATURES, targets=LABELS),
        "circular.log_bessel_i0": case(values=LINE),
        "circular.von_mises_nll": case(direction=LINE, concentration=LINE, **real),
        "counts.poisson_nll": case(log_rate=LINE, targets=BINARY),
        "gaussian.gaussian_nll": case(mean=LINE, variance=lambda: torch.tensor(2.0), **real),
        "gaussian.optimal_variance": case(mean=LINE, **real),
        "gaussian.heteroscedastic_nll": case(mean=LINE, log_variance=LINE, **real),
        "heteroscedastic.true_mean": case(inputs=column, entrywise=True),
        "heteroscedastic.true_standard_deviation": case(inputs=column, entrywise=True),
        "heteroscedastic.noisy_sine": case(examples=given(3), generator=seed),
        "heteroscedastic.HomoscedasticNetwork": case(generator=seed, width=given(4)),
        "heteroscedastic.HeteroscedasticNetwork": case(generator=seed, width=given(4)),
        "information.entropy": case(p=SHARES),
        "information.cross_entropy": case(p=SHARES, q=OTHERS),
        "information.kl_divergence": case(p=SHARES, q=OTHERS),
        "robust.laplace_nll": case(location=LINE, scale=lambda: torch.tensor(2.0), **real),
        "training.empirical_risk": case(mismatch=given(lambda f, y: (f - y) ** 2), predictions=LINE, **real),
        "training.minimiser": case(loss=given(lambda x: (x - 1).square().sum()), start=PAIR),
        "training.trained": case(
            model=network, loss=given(lambda m: m.weight.square().sum()), steps=given(2), learning_rate=given(0.5)
        ),
    }


TABLE = {f"{chapter.__name__}.{name}": one for chapter in (introduction, losses) for name, one in chapter().items()}


def test_the_table_has_every_public_function_of_the_covered_chapters() -> None:
    assert sorted(TABLE) == sorted(name for chapter in COVERED for name in public(chapter))


@pytest.mark.filterwarnings("ignore:torch.searchsorted")  # says that a copy costs time
@pytest.mark.parametrize("name", TABLE)
def test_every_input_gives_a_right_value_or_an_error_of_its_own(name: str) -> None:
    outcomes = {kind: outcome(name, TABLE[name], kind, make) for kind, make in inputs(TABLE[name])}
    assert outcomes["as it is"][0] == "value"
    assert {kind: fault for kind, (which, fault) in outcomes.items() if which == "fault"} == {}
