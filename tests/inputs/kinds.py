"""What a user may pass by mistake in place of a good argument, by the type of the argument."""

import copy
import dataclasses
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from tests.inputs.case import Case
from torch import Tensor

PRECISIONS = {"half": torch.float16, "bfloat16": torch.bfloat16, "double": torch.float64}


def with_first(value: float) -> Callable[[Tensor], Tensor | None]:
    def change(x: Tensor) -> Tensor | None:
        if x.numel() == 0:
            return None
        return torch.cat([torch.tensor([value], dtype=x.dtype), x.flatten()[1:]]).reshape(x.shape)

    return change


def spread(x: Tensor) -> Tensor:
    """The same numbers, not side by side in memory."""
    return torch.stack([x, x], -1)[..., 0]


BY_SHAPE: dict[str, Callable[[Tensor], Any]] = {
    "empty": lambda x: x[:0] if x.ndim else None,
    "one element": lambda x: x[:1] if x.ndim else None,
    "wrong rank": lambda x: x[None],
    "wrong size": lambda x: torch.cat([x, x], -1) if x.ndim else None,
    "zero": torch.zeros_like,
}
BY_REAL_TENSOR: dict[str, Callable[[Tensor], Any]] = BY_SHAPE | {
    "NaN": with_first(math.nan),
    "infinity": with_first(math.inf),
    "minus infinity": with_first(-math.inf),
    "offset": lambda x: x + 1e5,
    "small": lambda x: x * 1e-38,
    "large": lambda x: x / x.abs().max() * 1e38 if x.numel() and bool(x.any()) else None,
    "negative": lambda x: -x,
    "ones": torch.ones_like,
    "just above one": with_first(1 + 1e-3),
    "integers": lambda x: x.long(),
    "non-contiguous": spread,
    "requires grad": lambda x: x.clone().requires_grad_(),
}
BY_WHOLE_TENSOR: dict[str, Callable[[Tensor], Any]] = BY_SHAPE | {
    "negative": lambda x: x - 1,
    "large": lambda x: x + 1000,
    "reals": lambda x: x + 0.5,
}
BY_TRUTH: dict[str, Callable[[Tensor], Any]] = BY_SHAPE | {
    "all true": torch.ones_like,
    "whole numbers": lambda x: x.long(),
}
BY_REAL: dict[str, Callable[[float], Any]] = {
    "NaN": lambda _: math.nan,
    "infinity": lambda _: math.inf,
    "minus infinity": lambda _: -math.inf,
    "zero": lambda _: 0.0,
    "negative": lambda x: -x,
    "one": lambda _: 1.0,
    "just above one": lambda _: 1 + 1e-3,
    "int": lambda _: 1,
    "small": lambda _: 1e-38,
    "large": lambda _: 1e30,
}
BY_WHOLE: dict[str, Callable[[int], Any]] = {
    "zero": lambda _: 0,
    "negative": lambda x: -x or -1,
    "one": lambda _: 1,
    "real": lambda x: x + 0.5,
}
BY_LIST: dict[str, Callable[[Any], Any]] = {
    "no tensor": lambda x: x[:0],
    "one tensor": lambda x: x[:1],
    **{f"first {kind}": lambda x, change=change: _replaced(x, change(x[0])) for kind, change in BY_REAL_TENSOR.items()},
}
BY_SIZES: dict[str, Callable[[tuple[int, ...]], Any]] = {
    "empty": lambda _: (),
    "one element": lambda x: x[:1],
    "zero": lambda x: (0, *x[1:]),
    "negative": lambda x: (-1, *x[1:]),
}
BY_REALS: dict[str, Callable[[Any], Any]] = {
    "no number": lambda x: x[:0],
    "one number": lambda x: x[:1],
    **{f"first {kind}": lambda x, change=change: _replaced(x, change(x[0])) for kind, change in BY_REAL.items()},
}


def _of_array(change: Callable[[Tensor], Any]) -> Callable[[np.ndarray], Any]:
    """The change of an array of NumPy that a change of a tensor is; nothing, where a tensor alone can be changed so."""

    def change_of_array(x: np.ndarray) -> Any:
        changed = change(torch.tensor(x))
        return None if changed is None or changed.requires_grad else changed.numpy()

    return change_of_array


def _replaced(x: Any, first: Any) -> Any:
    """A list or tuple with another first entry; nothing, where that makes no sense."""
    return None if first is None else type(x)([first, *x[1:]])


def kinds(value: Any) -> dict[str, Callable[[Any], Any]]:
    """The changes that make sense of an argument."""
    if isinstance(value, Tensor):
        if value.dtype == torch.bool:
            return BY_TRUTH
        return BY_REAL_TENSOR if value.is_floating_point() else BY_WHOLE_TENSOR
    if isinstance(value, np.ndarray):
        return {kind: _of_array(change) for kind, change in kinds(torch.tensor(value)).items()}
    if isinstance(value, float):
        return BY_REAL
    if type(value) in (tuple, list) and value:
        if all(type(one) is float for one in value):
            return BY_REALS
        if all(type(one) is int for one in value):
            return BY_SIZES
        if all(isinstance(one, Tensor) and one.is_floating_point() for one in value):
            return BY_LIST
    return BY_WHOLE if isinstance(value, int) and not isinstance(value, bool) else {}


def converted(value: Any, dtype: torch.dtype) -> Any:
    """The same in another precision, through the records, networks and lists that hold it."""
    if isinstance(value, Tensor):
        return value.detach().to(dtype) if value.is_floating_point() else value
    if isinstance(value, torch.nn.Module):
        return copy.deepcopy(value).to(dtype)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        return dataclasses.replace(value, **converted(parts, dtype))
    if isinstance(value, dict):
        return {name: converted(one, dtype) for name, one in value.items()}
    if isinstance(value, tuple | list):
        parts = [converted(one, dtype) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def holds_reals(value: Any) -> bool:
    """Whether the precision of a value matters, or of what it holds."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(holds_reals(getattr(value, field.name)) for field in dataclasses.fields(value) if field.init)
    if isinstance(value, dict | tuple | list):
        return any(map(holds_reals, value.values() if isinstance(value, dict) else value))
    return isinstance(value, torch.nn.Module) or (isinstance(value, Tensor) and value.is_floating_point())


def inputs(case: Case) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """Every way to call the function, in words and as arguments made anew."""
    yield "as it is", case.arguments
    for name, value in case.arguments().items():
        for kind, change in kinds(value).items():
            if change(value) is not None:
                yield f"{name}: {kind}", lambda name=name, change=change: _changed(case.arguments(), name, change)
    for kind, dtype in PRECISIONS.items() if holds_reals(case.arguments()) else ():
        yield kind, lambda dtype=dtype: converted(case.arguments(), dtype)


def _changed(arguments: dict[str, Any], name: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    return arguments | {name: change(arguments[name])}
