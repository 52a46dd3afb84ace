"""The domain of a function: the checker of its types, and what its arguments may be beyond what types can say.

The guards work in eager mode and, on all examples at once, under `torch.func.vmap` and `torch.func.grad`. What
`torch.compile` and `torch.export` make of a function is as fast as without guards, because it has none; nor do tensors
on the meta device, which have shapes and no values.
"""

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar, cast

import numpy as np
import torch
from beartype import BeartypeConf
from beartype import beartype as typechecker
from numpy.typing import NDArray
from torch import Tensor
from torch.func import debug_unwrap

Checked = TypeVar("Checked", bound=Callable[..., Any])
Numbers = Tensor | float | Sequence[float] | Sequence[Tensor] | NDArray[Any]


def beartype(function: Checked) -> Checked:
    """A function that checks the types of its arguments, by which an `int` is a `float`, unless it is being compiled.

    Args:
        function: with annotations.

    Returns:
        The function with its checks.
    """
    strict = typechecker(conf=BeartypeConf(is_pep484_tower=True))(function)

    @functools.wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        return (function if torch.compiler.is_compiling() else strict)(*arguments, **named)

    return cast(Checked, checked)


def require(holds: Tensor | bool, name: str, rule: str, values: Tensor | float) -> None:
    """Refuse an argument whose values break a rule, showing the first that does.

    Comparisons with NaN are false, so a rule such as `variance > 0` refuses NaN as well.

    Args:
        holds: where the rule holds, one truth value per entry of `values` (or per leading entry, for vectors).
        name: the argument's name in the caller's signature.
        rule: what the argument must be, in words that follow "must be".
        values: the argument.

    Raises:
        ValueError: if the rule fails anywhere.

    Example:
        ```python
        import torch
        from notes.domain import require

        variance = torch.tensor([0.5, -1.0])
        try:
            require(variance > 0, "variance", "positive", variance)
        except ValueError as error:
            print(error)
        #> `variance` must be positive, got -1.0
        ```
    """
    _require(holds, f"`{name}` must be {rule}", values)


def require_finite(**arguments: Numbers) -> None:
    """Refuse arguments that hold NaN or infinity, which would poison every sum they enter.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if an entry is not finite.
    """
    for name, values in _entries(arguments):
        if not isinstance(values, Tensor):
            require(math.isfinite(values), name, "finite", values)
        elif not _ends_are_finite(values):
            require(values.isfinite(), name, "finite", values)


def require_positive(**arguments: Numbers) -> None:
    """Refuse arguments that are not positive, NaN and infinity among them.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if an entry is not positive, or not finite.
    """
    for name, values in _entries(arguments):
        require(values > 0, name, "positive", values)
    require_finite(**arguments)


def require_not_negative(**arguments: Numbers) -> None:
    """Refuse arguments that are negative, NaN and infinity among them.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if an entry is negative, or not finite.
    """
    for name, values in _entries(arguments):
        _require(values >= 0, f"`{name}` must not be negative", values)
    require_finite(**arguments)


def require_some(**arguments: Tensor) -> None:
    """Refuse arguments without an entry, of which there is no mean and no largest one.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if one is empty.
    """
    for name, values in arguments.items():
        if values.numel() == 0:
            raise ValueError(f"`{name}` must hold at least one entry, got shape {tuple(values.shape)}")


def require_below(count: int, least: int = 0, /, **arguments: Tensor) -> None:
    """Refuse whole numbers that name nothing: a negative one would count from the last.

    Args:
        count: how many things there are, numbered from 0.
        least: the least number, below 0 where -1 says that there is none.
        **arguments: the numbers under their names in the caller's signature.

    Raises:
        ValueError: if a number is not from `least` to `count` - 1.
    """
    for name, numbers in arguments.items():
        require((numbers >= least) & (numbers < count), name, f"from {least} to {count - 1}", numbers)


def require_decomposable(**arguments: Tensor) -> None:
    """Refuse matrices that linear algebra cannot take apart: of half precision, or not finite.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if one is neither of single nor of double precision, or an entry is not finite.
    """
    for name, values in arguments.items():
        if values.dtype not in (torch.float32, torch.float64):
            raise ValueError(f"`{name}` must be of single or double precision, got {values.dtype}")
    require_finite(**arguments)


def require_length(length: int, **arguments: Sequence[Any]) -> None:
    """Refuse lists that hold more or fewer values than are needed.

    Args:
        length: how many are needed.
        **arguments: the lists under their names in the caller's signature.

    Raises:
        ValueError: if one has another length.
    """
    for name, values in arguments.items():
        if len(values) != length:
            raise ValueError(f"`{name}` must hold {length} values, got {len(values)}")


def require_shape(shape: Sequence[int], **arguments: Tensor | NDArray[Any]) -> None:
    """Refuse tensors of another shape than what they go with, where this is no argument whose type could say so.

    Args:
        shape: the shape that is needed.
        **arguments: the tensors under their names in the caller's signature.

    Raises:
        ValueError: if one has another shape.
    """
    for name, values in arguments.items():
        if tuple(values.shape) != tuple(shape):
            raise ValueError(f"`{name}` must be of shape {tuple(shape)}, got {tuple(values.shape)}")


def require_squares(**arguments: Tensor) -> None:
    """Refuse numbers whose squares have no finite sum, NaN among them.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if the squares of one add up to NaN or infinity.
    """
    require_finite(**arguments)
    for name, values in arguments.items():
        total = values.square().sum()
        _require(total.isfinite(), f"`{name}` must be small enough for a finite sum of squares", total)


def require_invertible(matrix: Tensor, **arguments: Tensor) -> None:
    """Refuse what a matrix without an inverse is made of.

    Args:
        matrix: the matrix, or several.
        **arguments: what it is made of, under their names in the caller's signature.

    Raises:
        ValueError: if a matrix has no inverse.
    """
    if bool(torch.linalg.inv_ex(matrix).info.any()):
        raise ValueError(f"`{next(iter(arguments))}` must make an invertible matrix, got one that is singular")


def require_no_gradient(**arguments: Tensor) -> None:
    """Refuse tensors that ask for a gradient, where what comes of them has none.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if one asks for a gradient.
    """
    for name, values in arguments.items():
        if values.requires_grad:
            raise ValueError(f"`{name}` must ask for no gradient, since none comes back, got one that does")


def require_alike(**arguments: Sequence[Tensor]) -> None:
    """Refuse lists of tensors that hold none, or tensors of several shapes or types.

    Args:
        **arguments: the lists under their names in the caller's signature.

    Raises:
        ValueError: if one is empty, or two of its tensors differ in shape or type.
    """
    for name, tensors in arguments.items():
        kinds = {(tuple(tensor.shape), tensor.dtype) for tensor in tensors}
        if len(kinds) != 1:
            shapes = [tuple(tensor.shape) for tensor in tensors]
            raise ValueError(f"`{name}` must hold tensors of one shape and type, got shapes {shapes}")


def require_scalar(**arguments: Tensor) -> None:
    """Refuse what is to be minimised and is not one number.

    Args:
        **arguments: the values under the names of their functions in the caller's signature.

    Raises:
        ValueError: if one has dimensions.
    """
    for name, value in arguments.items():
        if value.ndim:
            raise ValueError(f"`{name}` must be a scalar, got shape {tuple(value.shape)}")


def require_sizes(least: int = 1, **arguments: int) -> None:
    """Refuse numbers that count something and are too small.

    Args:
        least: the smallest number allowed.
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if one is below `least`.
    """
    for name, size in arguments.items():
        require(size >= least, name, f"at least {least}", size)


def require_widths(least: int = 1, **arguments: Sequence[int]) -> None:
    """Refuse lists of sizes that are too short, or hold a size below one.

    Args:
        least: the smallest length allowed.
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if one has fewer than `least` sizes, or a size below 1.
    """
    for name, sizes in arguments.items():
        if len(sizes) < least or min(sizes, default=1) < 1:
            raise ValueError(f"`{name}` must hold at least {least} sizes, each at least 1, got {list(sizes)}")


def require_real(**arguments: Sequence[Tensor]) -> None:
    """Refuse lists of tensors that hold whole numbers: of a list only some entries are checked by their types.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if a tensor is not of floating point.
    """
    for name, tensors in arguments.items():
        for tensor in tensors:
            if not tensor.is_floating_point():
                raise ValueError(f"`{name}` must hold real numbers, got {tensor.dtype}")


def require_share(**arguments: Numbers) -> None:
    """Refuse what is no share or probability, NaN among it.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if an entry is not from 0 to 1.
    """
    for name, values in _entries(arguments):
        require((values >= 0) & (values <= 1), name, "from 0 to 1", values)


def require_distributions(**arguments: Tensor) -> None:
    """Refuse what is not a probability vector, up to the rounding of its dtype.

    Args:
        **arguments: the arguments under their names in the caller's signature, the outcomes last.

    Raises:
        ValueError: if one is negative somewhere or does not sum to one.
    """
    for name, values in arguments.items():
        tolerance = torch.finfo(values.dtype).eps ** 0.5
        sums_to_one = (values.sum(-1) - 1).abs() <= tolerance
        require((values >= 0).all(-1) & sums_to_one, name, "non-negative and sum to one", values)


def require_increasing(**arguments: float) -> None:
    """Refuse the ends of an interval that are not finite, or not in order.

    Args:
        **arguments: the ends under their names in the caller's signature, the lowest first.

    Raises:
        ValueError: if one is not finite, or not below the next.
    """
    require_finite(**arguments)
    for (name, value), (next_name, next_value) in pairwise(arguments.items()):
        if not value < next_value:
            raise ValueError(f"`{name}` must be below `{next_name}`, got {value} and {next_value}")


def _ends_are_finite(values: Tensor) -> bool:
    # found in one pass, where `isfinite` takes several; both are NaN where any entry is
    if _cannot_be_looked_at(values) or values.numel() == 0:
        return True
    return all(math.isfinite(end) for end in debug_unwrap(values).detach().aminmax())


def _cannot_be_looked_at(values: Tensor | float) -> bool:
    return torch.compiler.is_compiling() or (isinstance(values, Tensor) and values.is_meta)


def _entries(arguments: Mapping[str, Numbers]) -> Iterator[tuple[str, Tensor | float]]:
    """The arguments, numbers in lists and arrays as tensors."""
    for name, values in arguments.items():
        if isinstance(values, Sequence) and any(isinstance(one, Tensor) for one in values):
            yield from ((name, cast(Tensor, one)) for one in values)
        elif isinstance(values, Sequence | np.ndarray):
            yield name, torch.as_tensor(values, dtype=torch.float64)
        else:
            yield name, values


def _require(holds: Tensor | bool, told: str, values: Tensor | float) -> None:
    if _cannot_be_looked_at(values):
        return
    if not isinstance(holds, Tensor):
        if not holds:
            raise ValueError(f"{told}, got {values}")
        return
    holds = debug_unwrap(holds)
    if not bool(holds.all()):
        first = debug_unwrap(values)[~holds][0].tolist() if isinstance(values, Tensor) else values
        raise ValueError(f"{told}, got {first}")
