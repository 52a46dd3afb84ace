"""What sharing saves: operations of reverse mode against differentiating a chain parameter by parameter."""

from collections.abc import Iterable

import sympy
from jaxtyping import jaxtyped
from sympy import Expr, Symbol

from notes.domain import beartype, require_sizes

UNITS = (sympy.sin, sympy.exp, sympy.cos)
INPUT, TARGET = sympy.symbols("x y", real=True)


def _refuse_bad_depth(depth: int) -> None:
    require_sizes(depth=depth)


@jaxtyped(typechecker=beartype)
def chain_parameters(depth: int) -> tuple[Symbol, ...]:
    r"""The parameters of a chain, $\beta_0, w_0, \dots, \beta_K, w_K$.

    Args:
        depth: number of nonlinear units $K$, at least 1.

    Returns:
        Two symbols for each unit, and two for the input.

    Raises:
        ValueError: if `depth` is not positive.
    """
    _refuse_bad_depth(depth)
    return tuple(Symbol(f"{name}_{k}", real=True) for k in range(depth + 1) for name in ("beta", "w"))


@jaxtyped(typechecker=beartype)
def chain_loss(depth: int) -> Expr:
    r"""Squared error of the chain, as one nested expression.

    $$\ell = (f_K - y)^2, \qquad f_k = \beta_k + w_k\, a_k(f_{k-1}), \quad f_0 = \beta_0 + w_0 x$$

    Args:
        depth: number of nonlinear units $K$, at least 1; the units take turns as sine, exponential, cosine. Three make
            the toy model.

    Returns:
        The expression in $x$, $y$ and the parameters.

    Raises:
        ValueError: if `depth` is not positive.
    """
    parameters = chain_parameters(depth)
    value = parameters[0] + parameters[1] * INPUT
    for k in range(1, depth + 1):
        value = parameters[2 * k] + parameters[2 * k + 1] * UNITS[(k - 1) % 3](value)
    return (value - TARGET) ** 2


@jaxtyped(typechecker=beartype)
def direct_derivatives(depth: int) -> tuple[Expr, ...]:
    """The derivative of `chain_loss` with respect to each parameter, each written out in full.

    Args:
        depth: number of nonlinear units, at least 1.

    Returns:
        One expression a parameter, in the order of `chain_parameters`.

    Raises:
        ValueError: if `depth` is not positive.
    """
    loss = chain_loss(depth)
    return tuple(loss.diff(parameter) for parameter in chain_parameters(depth))


@jaxtyped(typechecker=beartype)
def reverse_mode_program(depth: int) -> tuple[tuple[Symbol, Expr], ...]:
    """The same derivatives as a list of assignments, each of which uses the ones before it.

    Args:
        depth: number of nonlinear units, at least 1.

    Returns:
        Pairs of a name and its expression: forward pass, then backward pass; the derivative with respect to a
        parameter is assigned to `d_` and the parameter's name.

    Raises:
        ValueError: if `depth` is not positive.
    """
    parameters = chain_parameters(depth)
    inner, outer, slope = (sympy.symbols(f"{name}_:{depth + 1}", real=True) for name in ("f", "h", "d_f"))
    program = [(inner[0], parameters[0] + parameters[1] * INPUT)]
    for k in range(1, depth + 1):
        program.append((outer[k], UNITS[(k - 1) % 3](inner[k - 1])))
        program.append((inner[k], parameters[2 * k] + parameters[2 * k + 1] * outer[k]))
    program.append((slope[depth], 2 * (inner[depth] - TARGET)))
    for k in range(depth, 0, -1):
        local = {sympy.sin: sympy.cos(inner[k - 1]), sympy.exp: outer[k], sympy.cos: -sympy.sin(inner[k - 1])}
        program.append((slope[k - 1], slope[k] * parameters[2 * k + 1] * local[UNITS[(k - 1) % 3]]))
    for k in range(depth + 1):
        program.append((Symbol(f"d_beta_{k}", real=True), slope[k]))
        program.append((Symbol(f"d_w_{k}", real=True), slope[k] * (outer[k] if k else INPUT)))
    return tuple(program)


def operations(expressions: Iterable[Expr]) -> int:
    """Additions, multiplications, powers and function calls in the expressions, as `sympy.count_ops` counts them.

    Args:
        expressions: what to count in.

    Returns:
        The number of operations in all of them together.

    Example:
        ```python
        from notes.training.computation_graph import direct_derivatives, operations, reverse_mode_program

        direct = operations(direct_derivatives(3))
        shared = operations(expression for _, expression in reverse_mode_program(3))
        print(direct, shared)
        #> 242 27
        ```
    """
    return sum(int(sympy.count_ops(expression)) for expression in expressions)
