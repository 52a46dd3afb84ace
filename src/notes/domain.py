"""The domain of a function: what its arguments may be, beyond the shapes and dtypes that types can say."""

from torch import Tensor


def require(holds: Tensor, name: str, rule: str, values: Tensor) -> None:
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
    if not bool(holds.all()):
        raise ValueError(f"`{name}` must be {rule}, got {values[~holds][0].tolist()}")


def require_finite(**arguments: Tensor) -> None:
    """Refuse arguments that hold NaN or infinity, which would poison every sum they enter.

    Args:
        **arguments: the arguments under their names in the caller's signature.

    Raises:
        ValueError: if an entry is not finite.
    """
    for name, values in arguments.items():
        require(values.isfinite(), name, "finite", values)
