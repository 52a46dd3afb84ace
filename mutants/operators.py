"""The faults that can be planted at a place of the code: what may stand there instead, by kind."""

import ast
from collections.abc import Callable, Iterator

Exchange = tuple[str, ast.AST]

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
TWINS = [
    "sum mean",
    "amax amin",
    "argmax argmin",
    "max min",
    "maximum minimum",
    "any all",
    "triu tril",
    "cumsum cumprod",
]
REDUCTIONS = {one: other for twins in map(str.split, TWINS) for one, other in (twins, twins[::-1])} | {
    "prod": "sum",
    "std": "var",
    "var": "std",
    "floor": "ceil",
    "ceil": "floor",
    "zeros": "ones",
    "ones": "zeros",
}
ALONG_AXES = {*REDUCTIONS, "softmax", "log_softmax", "logsumexp", "argsort", "sort", "unsqueeze", "diff", "norm"}
AXES = {"dim", "dims", "axis"}
CLAMPS = {"clamp", "clip", "relu", "maximum", "minimum"}
DROPPED = {"abs", "sqrt", "square", "t", "transpose", "flip", "conj"}


def exchanges(node: ast.AST) -> Iterator[Exchange]:
    """Whatever may stand in the place of a node, with the kind of the fault."""
    for fault in FAULTS:
        yield from fault(node)


def wrong_operator(node: ast.AST) -> Iterator[Exchange]:
    """Another operator: plus for minus, times for over, or for and."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield "operator", ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
    if isinstance(node, ast.BoolOp):
        yield "operator", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def dropped_part(node: ast.AST) -> Iterator[Exchange]:
    """A sum, difference, product or quotient without one of its parts; a sign or a negation that is gone."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
        yield "dropped part", node.right
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult | ast.Sub | ast.Div):
        yield "dropped part", node.left
    if isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield "dropped part", node.operand


def wrong_comparison(node: ast.AST) -> Iterator[Exchange]:
    """An edge that changes sides, or a condition turned around."""
    if isinstance(node, ast.Compare):
        for k, operator in enumerate(node.ops):
            other = COMPARISONS[type(operator)]()
            yield "comparison", ast.Compare(node.left, [*node.ops[:k], other, *node.ops[k + 1 :]], node.comparators)
    if isinstance(node, ast.IfExp):
        yield "comparison", ast.IfExp(node.test, node.orelse, node.body)


def wrong_constant(node: ast.AST) -> Iterator[Exchange]:
    """A whole number one larger, another number doubled, True for False."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
        yield "constant", ast.Constant(_other(node.value))


def wrong_axis(node: ast.AST) -> Iterator[Exchange]:
    """The neighbouring axis, in the call of what runs along one."""
    if not isinstance(node, ast.Call):
        return
    for k, keyword in enumerate(node.keywords):
        if keyword.arg in AXES and (axis := _neighbour(keyword.value)):
            keywords = [*node.keywords[:k], ast.keyword(keyword.arg, axis), *node.keywords[k + 1 :]]
            yield "axis", ast.Call(node.func, node.args, keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ALONG_AXES and node.args:
        place = 1 if _is_module(node.func.value) else 0
        if len(node.args) > place and (axis := _neighbour(node.args[place])):
            yield "axis", ast.Call(node.func, [*node.args[:place], axis, *node.args[place + 1 :]], node.keywords)


def wrong_reduction(node: ast.AST) -> Iterator[Exchange]:
    """The mean for the sum, the least for the largest, any for all."""
    if isinstance(node, ast.Call) and (name := _name(node.func)) in REDUCTIONS:
        other = REDUCTIONS[name]
        if isinstance(node.func, ast.Attribute):
            yield "reduction", ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords)
        elif other not in ("mean", "prod"):  # no names of Python's own
            yield "reduction", ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)


def dropped_call(node: ast.AST) -> Iterator[Exchange]:
    """A clamp that never binds, a gradient that is let through, a root, a size or a transposition forgotten."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        held = node.args[0] if _is_module(node.func.value) and node.args else node.func.value
        if node.func.attr in CLAMPS:
            yield "clamp", held
        if node.func.attr == "detach":
            yield "detach", held
        if node.func.attr in DROPPED and not _is_module(held):
            yield "dropped call", held
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("max", "min"):
        yield from (("clamp", _alone(node, argument)) for argument in node.args if len(node.args) == 2)
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield "dropped call", node.value
    if isinstance(node, ast.With) and [ast.unparse(item) for item in node.items] == ["torch.no_grad()"]:
        yield "detach", ast.If(ast.Constant(True), node.body, [])


def _alone(call: ast.Call, argument: ast.expr) -> ast.expr:
    """What a maximum or minimum is of one of its arguments alone, which may stand for several numbers."""
    return ast.Call(call.func, [argument], []) if isinstance(argument, ast.Starred) else argument


def swapped_arguments(node: ast.AST) -> Iterator[Exchange]:
    """Two named arguments that stand next to each other, each in the place of the other."""
    if isinstance(node, ast.Call) and _name(node.func) not in ("isinstance", "getattr", "cast"):
        for k in range(len(node.args) - 1):
            one, other = node.args[k : k + 2]
            if isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id != other.id:
                yield "swap", ast.Call(node.func, [*node.args[:k], other, one, *node.args[k + 2 :]], node.keywords)


def dropped_refusal(node: ast.AST) -> Iterator[Exchange]:
    """A guard that is gone, and a condition of a refusal that is."""
    guards = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and is_guard(node.value)
    if guards or (isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise) and not node.orelse):
        yield "refusal", ast.Pass()


FAULTS: tuple[Callable[[ast.AST], Iterator[Exchange]], ...] = (
    wrong_operator,
    dropped_part,
    wrong_comparison,
    wrong_constant,
    wrong_axis,
    wrong_reduction,
    dropped_call,
    swapped_arguments,
    dropped_refusal,
)


def is_guard(call: ast.Call) -> bool:
    """Whether a call is that of a guard, whose name begins with `require`."""
    return _name(call.func).lstrip("_").startswith("require")


def _other(value: bool | int | float) -> bool | int | float:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) or value == 0 else 2 * value


def _neighbour(axis: ast.expr) -> ast.expr | None:
    """The axis before, of the first the second, and of the last the last but one."""
    try:
        place = ast.literal_eval(axis)
    except ValueError:
        return None
    if not isinstance(place, int) or isinstance(place, bool):
        return None
    return ast.Constant(place - 1 if place else 1) if place >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(1 - place))


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "np", "functional", "math")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
