r"""Names and expressions as LaTeX, every name printed as it was given, in the notation of textbooks."""

from sympy import (
    Add,
    Derivative,
    Expr,
    Function,
    Indexed,
    Integral,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    exp,
    log,
)
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.matrices.expressions.matexpr import MatrixSymbol
from sympy.printing.latex import LatexPrinter

from notes.proof.symbols import (
    Bounded,
    ComplexMatrix,
    OnesColumn,
    OrthogonalMatrix,
    PermutationMatrix,
    SymmetricMatrix,
    UnitColumn,
)


class TextbookPrinter(LatexPrinter):
    """SymPy's LaTeX printer with names taken as they are and notation as textbooks have it."""

    def _print_Symbol(self, symbol: Symbol, style: str = "plain") -> str:  # noqa: ARG002
        return symbol.name

    _print_Bounded = _print_Dummy = _print_Symbol

    def _print_Add(self, total: Expr, order: str | None = None) -> str:  # noqa: ARG002
        terms = [self._print(term) for term in total.as_ordered_terms()]
        ordered = sorted(terms, key=lambda tex: tex.startswith("-"))
        return ordered[0] + "".join(f" - {t[1:].lstrip()}" if t.startswith("-") else f" + {t}" for t in ordered[1:])

    def _print_Mul(self, product: Expr) -> str:
        coefficient, rest = product.as_coeff_Mul()
        if coefficient == -1 and isinstance(rest, UnevaluatedExpr) and isinstance(rest.args[0], Add):
            return rf"- \left({self._print(rest)}\right)"
        ordered = sorted(rest.as_ordered_factors(), key=_rank)
        factors = Mul(*([] if coefficient == 1 else [coefficient]), *ordered, evaluate=False)
        order, self._settings["order"] = self._settings["order"], "none"
        try:
            return super()._print_Mul(factors)
        finally:
            self._settings["order"] = order

    def _print_MatrixSymbol(self, symbol: MatrixSymbol) -> str:
        return rf"\boldsymbol{{{symbol.name}}}"

    _print_OrthogonalMatrix = _print_PermutationMatrix = _print_SymmetricMatrix = _print_MatrixSymbol
    _print_ComplexMatrix = _print_UnitColumn = _print_MatrixSymbol

    def _print_OnesColumn(self, ones: OnesColumn) -> str:
        return str(ones.name)

    def _print_Transpose(self, transpose: Expr) -> str:
        inner = self._print(transpose.arg)
        return rf"{inner}^\top" if isinstance(transpose.arg, MatrixSymbol) else rf"\left({inner}\right)^\top"

    def _print_AppliedUndef(self, applied: AppliedUndef, exp: str | None = None) -> str:
        first, *rest = (self._print(argument) for argument in applied.args)
        bar = r" \mid " if applied.is_positive else ", "
        arguments = first + (bar + ", ".join(rest) if rest else "")
        power = f"^{{{exp}}}" if exp else ""
        return rf"{applied.func.__name__}{power}({arguments})"

    def _print_Function(self, applied: Expr, exp: str | None = None) -> str:
        return (
            self._print_AppliedUndef(applied, exp)
            if isinstance(applied, AppliedUndef)
            else super()._print_Function(applied, exp)
        )

    def _print_Indexed(self, entry: Indexed) -> str:
        indices = ",".join(self._print(index) for index in entry.indices)
        label = self._print(entry.base.label)
        return f"{{{label}}}_{{{indices}}}" if "_" in label else f"{label}_{{{indices}}}"

    def _print_KroneckerDelta(self, delta: Expr, exp: str | None = None) -> str:
        tex = rf"\delta_{{{','.join(map(self._print, delta.args[:2]))}}}"
        return f"{tex}^{{{exp}}}" if exp else tex

    def _print_log(self, logarithm: Expr, exp: str | None = None) -> str:
        power = f"^{{{exp}}}" if exp else ""
        return rf"\log{power} {self._argument(logarithm.args[0])}"

    def _print_ExpBase(self, exponential: Expr, exp: str | None = None) -> str:
        inner = exponential.args[0] * (Symbol(exp) if exp else 1)
        tex = self._print(inner)
        return f"e^{{{tex}}}" if r"\frac" not in tex and r"\sum" not in tex else rf"\exp\!\left({tex}\right)"

    def _print_Sum(self, total: Sum) -> str:
        body = self._print(total.function)
        tex = rf"\left({body}\right)" if isinstance(total.function, Add) or body.startswith("-") else body
        for index, first, last in total.limits:
            tex = rf"\sum_{{{self._print(index)}={self._print(first)}}}^{{{self._print(last)}}} {tex}"
        return tex

    def _print_Expectation(self, expectation: Expr) -> str:
        value, variable, density = expectation.args
        law = density.func.__name__ if isinstance(density, AppliedUndef) else self._print(density)
        return rf"\mathbb{{E}}_{{{self._print(variable)} \sim {law}}}\!\left[{self._print(value)}\right]"

    def _print_Integral(self, integral: Expr) -> str:
        return super()._print_Integral(integral).replace(r"\iiiint", r"\iint\!\!\iint")

    def _helper_print_standard_power(self, power: Pow, template: str) -> str:
        if not isinstance(power.base, Subs):
            return str(super()._helper_print_standard_power(power, template))
        return template % (rf"\left({self._print(power.base)}\right)", self._print(power.exp))

    def _print_Subs(self, held: Expr) -> str:
        body, variables, places = held.args
        pairs = ", ".join(f"{self._print(v)} = {self._print(p)}" for v, p in zip(variables, places, strict=True))
        return rf"\left. {self._print(body)} \right|_{{{pairs}}}"

    def _argument(self, expression: Expr) -> str:
        tex = self._print(expression)
        plain = isinstance(expression, Symbol | Indexed | AppliedUndef) or expression.is_Integer
        return tex if plain else rf"\left({tex}\right)"


def _rank(factor: Expr) -> int:
    """Where a factor stands in a product: numbers first, logarithms and sums last, as they are written by hand."""
    base = factor.base if isinstance(factor, Pow) else factor
    kinds = (
        Number,
        (NumberSymbol, Symbol, Indexed),
        AppliedUndef,
        Add,
        exp,
        (log, Function),
        (Sum, Product, Integral, Derivative),
    )
    return next((rank for rank, kind in enumerate(kinds) if isinstance(base, kind)), 2)


def latex(expression: Expr) -> str:
    """An expression as LaTeX, every name printed as it was given."""
    return TextbookPrinter({"fold_short_frac": False, "inv_trig_style": "power"}).doprint(expression)


def domain(name: Expr) -> str:
    """The set a name ranges over, as LaTeX; empty for what needs no saying."""
    if isinstance(name, MatrixSymbol):
        return _matrix_domain(name)
    if isinstance(name, Bounded):
        return f"{latex(name)} \\in ({latex(name.lower)}, {latex(name.upper)})"
    if not isinstance(name, Symbol | Indexed):
        return ""
    if name.is_integer:
        return rf"{latex(name)} \in \{{{'1, 2' if name.is_positive else '0, 1'}, \dots\}}"
    signs = {
        "positive": "> 0",
        "nonnegative": r"\ge 0",
        "negative": "< 0",
        "nonpositive": r"\le 0",
        "nonzero": r"\ne 0",
    }
    line = r"\in \mathbb{R}" if name.is_real else r"\in \mathbb{C}"
    return f"{latex(name)} {next((tex for fact, tex in signs.items() if getattr(name, f'is_{fact}')), line)}"


def function_domain(name: UndefinedFunction) -> str:
    """What is supposed of an unnamed function beside being real, as LaTeX; empty if nothing."""
    return f"{name.__name__} > 0" if name._kwargs.get("positive") else ""


def _matrix_domain(name: MatrixSymbol) -> str:
    field = "C" if isinstance(name, ComplexMatrix) else "R"
    size = rf"{latex(name)} \in \mathbb{{{field}}}^{{{latex(name.rows)} \times {latex(name.cols)}}}"
    words = {
        PermutationMatrix: "a permutation",
        OrthogonalMatrix: "orthogonal",
        SymmetricMatrix: "symmetric",
        OnesColumn: "all ones",
        UnitColumn: "a column of the identity",
    }
    return size + (rf"\ \text{{{words[type(name)]}}}" if type(name) in words else "")
