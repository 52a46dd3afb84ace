"""What came of a call: a right value, a refusal in the function's own words, or a fault."""

import dataclasses
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from beartype.roar import BeartypeCallHintParamViolation
from jaxtyping import TypeCheckError
from tests.inputs.case import Case, is_array
from tests.inputs.kinds import PRECISIONS, converted, holds_reals
from torch import Tensor

TOLERANCE = {torch.float64: 1e-9, torch.float32: 2e-2, torch.float16: 5e-2, torch.bfloat16: 2e-1}
FIRST_OF_ENDLESS = 5


def outcome(case: Case, kind: str, arguments: Callable[[], dict[str, Any]]) -> tuple[str, str]:
    """What came of a call, `value`, `refused` or `fault`, and the fault in words."""
    assert case.call is not None
    dtype = PRECISIONS.get(kind, torch.float32)
    try:
        found = called(case.call, arguments())
    except Exception as error:
        fault = fault_of_error(error, case.call, [*case.made])
        return ("fault", fault) if fault else ("refused", "")
    try:
        exact = found if is_exact(case) else called(case.call, converted(arguments(), torch.float64))
    except Exception as error:
        return "fault", f"a value in single precision, {type(error).__name__} in double: {str(error)[:200]}"
    fault = fault_of_value(found, exact, case, dtype, kind)
    return ("fault", fault) if fault else ("value", "")


def is_exact(case: Case) -> bool:
    """Whether a value has no better one: no precision matters, or an argument is said to be single precision alone."""
    arrays = [kind for kind in getattr(case.call, "__annotations__", {}).values() if is_array(kind)]
    is_single = any("float32" in kind.dtypes and "float64" not in kind.dtypes for kind in arrays)
    return is_single or not holds_reals(case.arguments())


def called(call: Callable[..., Any], arguments: dict[str, Any]) -> list[Tensor]:
    """All the numbers that the call gives, where layers are made with the same weights each time."""
    torch.manual_seed(0)
    return list(numbers(call(**arguments)))


def numbers(value: Any) -> Iterator[Tensor]:
    """All the numbers of a result."""
    if isinstance(value, Tensor):
        yield torch.view_as_real(value.detach()) if value.is_complex() else value.detach()
    elif isinstance(value, int | float | Fraction):
        yield torch.tensor(float(value), dtype=torch.float64)
    elif isinstance(value, np.ndarray):
        yield torch.as_tensor(value)
    elif isinstance(value, torch.nn.Module):
        yield from (parameter.detach() for parameter in value.parameters())
    elif dataclasses.is_dataclass(value):
        yield from numbers([getattr(value, field.name) for field in dataclasses.fields(value)])
    elif isinstance(value, Mapping):
        yield from numbers(list(value.values()))
    elif isinstance(value, tuple | list | Iterator):
        for one in itertools.islice(value, FIRST_OF_ENDLESS) if isinstance(value, Iterator) else value:
            yield from numbers(one)


def fault_of_error(error: Exception, call: Callable[..., Any], names: list[str]) -> str:
    """What is wrong with an error; nothing, if it names an argument of the function that was called.

    An error of shapes shows all arguments of its function.
    """
    told = str(error)
    own = f"parameters of {call.__module__}.{call.__qualname__}"
    if isinstance(error, TypeCheckError) and (own in told or any(f"parameter '{name}'" in told for name in names)):
        return ""
    if isinstance(error, BeartypeCallHintParamViolation) and any(f"parameter {name}=" in told for name in names):
        return ""
    if isinstance(error, ValueError) and any(f"`{name}`" in told for name in names):
        return ""
    return f"{type(error).__name__}: {told[:200]}"


def fault_of_value(found: list[Tensor], exact: list[Tensor], case: Case, dtype: torch.dtype, kind: str) -> str:
    """What is wrong with a value; nothing, if it is that of double precision, and of that no worse than its numbers."""
    if [one.shape for one in found] != [one.shape for one in exact]:
        return f"shapes {[tuple(one.shape) for one in found]} for {[tuple(one.shape) for one in exact]}"
    for one, other in zip(found, exact, strict=True):
        if bool(one.isnan().any()) and not (case.entrywise and is_spoilt_at_first(one, kind)):
            return f"NaN for {other.flatten()[:6].tolist()}"
        if not case.drawn and not is_close(one, other, dtype):
            return f"{one.flatten()[:6].tolist()} for {other.flatten()[:6].tolist()}"
    return ""


def is_spoilt_at_first(values: Tensor, kind: str) -> bool:
    """Whether only the first entry is NaN, where the first entry of an argument was NaN or infinite."""
    return kind.endswith(("NaN", "infinity")) and not bool(values.flatten()[1:].isnan().any())


def is_close(one: Tensor, other: Tensor, dtype: torch.dtype) -> bool:
    """Whether a value in a precision is that of double precision, overflow included."""
    other = other.double()
    signed = torch.full_like(other, math.inf).copysign(other)
    nearly_largest = torch.finfo(dtype).max / 10  # near the largest number a step on the way may overflow
    other = signed.where(one.isinf() & (other.abs() > nearly_largest), other)
    size = other[other.isfinite()].abs().max().item() if bool(other.isfinite().any()) else 0.0
    allowed = TOLERANCE[dtype] * size + 4 * torch.finfo(dtype).eps
    return torch.allclose(one.double(), other, rtol=TOLERANCE[dtype], atol=allowed, equal_nan=True)
