"""A reverse-mode automatic differentiation engine on a tape: NumPy, a dozen operations, nothing hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Pullback = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Record:
    """One line of the tape: the operation, where its operands stand, and how a gradient travels back to each."""

    operation: str
    operands: tuple[int, ...]
    pullbacks: tuple[Pullback, ...]


@dataclass(eq=False)
class Tape:
    """The operations in the order in which they were carried out, with their values; it starts with none.

    Example:
        ```python
        from notes.training.autograd import Tape

        tape = Tape()
        x, y = tape.variable(3.0), tape.variable(4.0)
        gradients = tape.gradients(x * y + x.sin())
        print(round(float(gradients[x.index]), 3), float(gradients[y.index]))
        #> 3.01 3.0
        ```
    """

    records: list[Record] = field(default_factory=list)
    values: list[Array] = field(default_factory=list)

    def variable(self, value: ArrayLike, name: str = "constant") -> Variable:
        """A leaf: a value that depends on nothing else on the tape. `ValueError` if it is not finite."""
        array = np.asarray(value, dtype=np.float64)
        return self.recorded(array, Record(name, (), ()))

    def recorded(self, value: Array, record: Record) -> Variable:
        """The variable that a new line at the end of the tape stands for. `ValueError` if it is not finite."""
        if not np.isfinite(value).all():
            raise ValueError(f"`value` must be finite, got {value} as {record.operation}")
        self.records.append(record)
        self.values.append(value)
        return Variable(self, len(self.records) - 1)

    def gradients(self, output: Variable) -> list[Array]:
        """Gradients of a scalar by every line of the tape; `ValueError` if it is no scalar, or on another tape."""
        if output.tape is not self or output.value.size != 1:
            raise ValueError(f"`output` must be a scalar on this tape, got {output.value.shape}")
        gradients = [np.zeros_like(value) for value in self.values]
        gradients[output.index] = np.ones_like(output.value)
        # What uses a line comes after it: at its turn, its gradient is complete.
        for record, gradient in zip(self.records[output.index :: -1], gradients[output.index :: -1], strict=True):
            for operand, pullback in zip(record.operands, record.pullbacks, strict=True):
                gradients[operand] += _unbroadcast(pullback(gradient), self.values[operand].shape)
        return gradients


@dataclass(frozen=True, eq=False)
class Variable:
    """A line of a tape, to compute with: `+ - * @`, powers, and the functions below."""

    tape: Tape
    index: int
    __array_ufunc__ = None  # let `array * variable` reach `__rmul__` instead of NumPy's loops

    @property
    def value(self) -> Array:
        """The number or array that was computed."""
        return self.tape.values[self.index]

    def _computed(self, operation: str, value: ArrayLike, *operands: tuple[Variable, Pullback]) -> Variable:
        if any(operand.tape is not self.tape for operand, _ in operands):
            raise ValueError(f"operands of `{operation}` must stand on one tape, got two")
        indices, pullbacks = tuple(operand.index for operand, _ in operands), tuple(back for _, back in operands)
        return self.tape.recorded(np.asarray(value), Record(operation, indices, pullbacks))

    def _lifted(self, other: Variable | ArrayLike) -> Variable:
        return other if isinstance(other, Variable) else self.tape.variable(other)

    def __add__(self, other: Variable | ArrayLike) -> Variable:
        o = self._lifted(other)
        return self._computed("+", self.value + o.value, (self, lambda g: g), (o, lambda g: g))

    def __mul__(self, other: Variable | ArrayLike) -> Variable:
        o = self._lifted(other)
        return self._computed("×", self.value * o.value, (self, lambda g: g * o.value), (o, lambda g: g * self.value))

    def __matmul__(self, other: Variable | ArrayLike) -> Variable:
        o = self._lifted(other)
        if self.value.ndim != 2 or o.value.ndim != 2 or self.value.shape[1] != len(o.value):
            raise ValueError(f"`other` must be a matrix that fits, got shapes {self.value.shape} and {o.value.shape}")
        back = (self, lambda g: g @ o.value.T), (o, lambda g: self.value.T @ g)
        return self._computed("@", self.value @ o.value, *back)

    def __pow__(self, exponent: float) -> Variable:
        slope = exponent * self.value ** (exponent - 1)
        return self._computed(f"power {exponent}", self.value**exponent, (self, lambda g: g * slope))

    def __neg__(self) -> Variable:
        return self * -1.0

    def __sub__(self, other: Variable | ArrayLike) -> Variable:
        o = self._lifted(other)
        return self._computed("−", self.value - o.value, (self, lambda g: g), (o, lambda g: -g))

    __radd__, __rmul__ = __add__, __mul__

    def sin(self) -> Variable:
        """Sine of every entry."""
        return self._computed("sin", np.sin(self.value), (self, lambda g: g * np.cos(self.value)))

    def cos(self) -> Variable:
        """Cosine of every entry."""
        return self._computed("cos", np.cos(self.value), (self, lambda g: -g * np.sin(self.value)))

    def exp(self) -> Variable:
        """Exponential of every entry."""
        result = np.exp(self.value)
        return self._computed("exp", result, (self, lambda g: g * result))

    def log(self) -> Variable:
        """Natural logarithm of every entry."""
        return self._computed("log", np.log(self.value), (self, lambda g: g / self.value))

    def relu(self) -> Variable:
        """Every entry, or zero where it is negative."""
        return self._computed("relu", np.maximum(self.value, 0), (self, lambda g: g * (self.value > 0)))

    def sum(self, axis: int | None = None) -> Variable:
        """Sum of all entries, or along an axis, which stays with length one."""
        total = self.value.sum(axis=axis, keepdims=axis is not None)
        return self._computed("sum", total, (self, lambda g: np.broadcast_to(g, self.value.shape)))


def _unbroadcast(gradient: Array, shape: tuple[int, ...]) -> Array:
    """The gradient summed over every axis along which an operand of this shape was repeated."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.sum(axis=tuple(axis for axis, length in enumerate(shape) if length == 1), keepdims=True)
