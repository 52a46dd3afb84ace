"""A case: how a function is called. What its shapes and types tell is made from its signature."""

import dataclasses
import functools
import inspect
import itertools
import math
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import jaxtyping
import torch
from torch import Tensor

Maker = Callable[[], Any]


@dataclasses.dataclass(frozen=True)
class Case:
    """How to call a function.

    Attributes:
        made: a maker of each argument that neither the chapter nor the signature tells how to make.
        call: what to call, if not the function of that name: the method of a class.
        entrywise: whether NaN may stay in its place; otherwise as the signature says.
        drawn: whether the values depend on random numbers, which differ between precisions.
        known: faults that stand, by the kinds of input, each with the reason why.
    """

    made: Mapping[str, Maker]
    call: Callable[..., Any] | None = None
    entrywise: bool = False
    drawn: bool = False
    known: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Good arguments, made anew, real numbers in single precision."""
        return {name: make() for name, make in self.made.items()}


def case(
    *,
    call: Callable[..., Any] | None = None,
    entrywise: bool = False,
    drawn: bool = False,
    known: Mapping[str, str] | None = None,
    **made: Maker,
) -> Case:
    """A case from the makers of its arguments."""
    return Case(made, call, entrywise, drawn, known or {})


def given(value: Any) -> Maker:
    """A maker of a tensor from a list of numbers, or of the value itself."""
    return (lambda: torch.tensor(value, device="cpu")) if isinstance(value, list) else (lambda: value)


def ramp(*shape: int) -> Maker:
    """A maker of numbers in even steps from -1 to 1."""
    return lambda: torch.linspace(-1, 1, math.prod(shape), device="cpu").reshape(shape)


def used(kind: Callable[..., Any], result: Callable[[Any], Any]) -> Callable[..., Any]:
    """A function with the arguments of a class or a function, that gives the result of what these make."""

    @functools.wraps(kind, updated=())
    def made_and_used(**arguments: Any) -> Any:
        return result(kind(**arguments))

    return made_and_used


def on(*inputs: Maker) -> Callable[[Any], Any]:
    """The outputs of a network on inputs that it takes."""
    return lambda network: network(*[make() for make in inputs])


def seed() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def completed(case: Case, function: Callable[..., Any], of_chapter: Mapping[str, Maker]) -> Case:
    """The case with a maker for every argument: its own, its chapter's, the default, or one for the shape and type."""
    call = case.call or function
    parameters = inspect.signature(call).parameters.values()
    sizes: dict[str, int] = {}
    made = {one.name: _maker(one, {**of_chapter, **case.made}, sizes) for one in parameters}
    return dataclasses.replace(
        case,
        made=made,
        call=call,
        entrywise=case.entrywise or is_entrywise(call),
        drawn=case.drawn or "generator" in made,
    )


def is_entrywise(function: Callable[..., Any]) -> bool:
    """Whether the signature says that entries do not meet: tensors of any shape, and a result of that shape."""
    tensors = [kind for kind in getattr(function, "__annotations__", {}).values() if is_array(kind)]
    return len(tensors) > 1 and all(kind.dim_str == "*shape" for kind in tensors)


def is_array(annotation: Any) -> bool:
    return inspect.isclass(annotation) and issubclass(annotation, jaxtyping.AbstractArray)


def _maker(parameter: inspect.Parameter, makers: Mapping[str, Maker], sizes: dict[str, int]) -> Maker:
    annotation = parameter.annotation
    if parameter.name in makers:
        return makers[parameter.name]
    if parameter.default is not inspect.Parameter.empty:
        return given(parameter.default)
    if is_array(annotation):
        shape = [size for dim in annotation.dim_str.split() for size in _lengths(dim, sizes)]
        return lambda: entries(parameter.name, shape, annotation.dtypes)
    simple = {int: given(3), float: given(0.5), bool: given(False), torch.Generator: seed}
    if annotation in simple:
        return simple[annotation]
    raise LookupError(f"`{parameter.name}` needs a maker, {annotation} does not tell how it is made")


def _lengths(dim: str, sizes: dict[str, int]) -> list[int]:
    """The lengths of a dimension by its name: none for several that may be left out, equal ones for equal names."""
    name = dim.lstrip("#*")
    if name.isdigit():
        return [int(name)]
    if dim.startswith("*") and name != "shape":
        return []
    return [sizes.setdefault(name, max(2, 4 - len(sizes)))]


def entries(name: str, shape: list[int], dtypes: tuple[str, ...]) -> Tensor:
    """Entries that differ between names and are none of the usual suspects: within (0, 1), 0 and 1, or truth values."""
    if not {"float32", "float64"} & set(dtypes):
        alternate = torch.tensor(list(itertools.islice(itertools.cycle([0, 1]), int(torch.tensor(shape).prod()))))
        return alternate.reshape(shape) if "int64" in dtypes else alternate.reshape(shape).bool()
    generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    dtype = torch.float32 if "float32" in dtypes else torch.float64
    return torch.rand(shape, generator=generator, dtype=dtype) * 0.875 + 0.0625
