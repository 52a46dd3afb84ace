"""What is derived is right in any form, as a string or a SymPy object, and nothing outside of the grammar is run."""

import pytest
import sympy as sp

from notes.exercises import expression

x, y = sp.symbols("x y")
SLOPE = expression("exp(-x) / (1 + exp(-x))**2", x=(-4, 4))
SIZE = expression("sqrt(x**2)", x=(-2, 2))
TERMS = expression("x**n / 2", x=(0, 2), n=range(1, 6))
SPREAD = expression("sigma**2 + lam", sigma=(0, 2), lam=(0, 2))


@pytest.mark.parametrize(
    ("accepts", "answer"),
    [
        (SLOPE, "sigmoid(x) * (1 - sigmoid(x))"),
        (SLOPE, "exp(x)/(1+exp(x))^2"),
        (SLOPE, "1/(2 + e**x + E**(−x))"),
        (SLOPE, "(1 - tanh(x/2)**2)/4"),
        (SLOPE, sp.diff(1 / (1 + sp.exp(-x)), x)),
        (SLOPE, sp.simplify(sp.diff(1 / (1 + sp.exp(-x)), x))),
        (SLOPE, sp.diff(1 / (1 + sp.exp(-sp.Symbol("x", real=True))), sp.Symbol("x", real=True))),
        (SIZE, "abs(x)"),
        (SIZE, "x if x > 0 else -x"),
        (SIZE, "max(x, -x)"),
        (SIZE, sp.Abs(x)),
        (SIZE, sp.Piecewise((x, x > 0), (-x, True))),
        (TERMS, "0.5·x^n"),
        (TERMS, sp.Symbol("x", positive=True) ** sp.Symbol("n", integer=True) / 2),
        (SPREAD, "λ + σ*σ"),
        (SPREAD, "lambda + sigma^2"),
        (SPREAD, sp.Symbol("lambda") + sp.Symbol(r"\sigma") ** 2),
        (expression("1/3", x=(0, 1)), 1 / 3),
        (expression("x**(1/3)", x=(0, 9)), "cbrt(x)"),
    ],
)
def test_an_expression_is_right_in_any_form(accepts, answer):
    assert accepts(answer)


@pytest.mark.parametrize(
    ("accepts", "answer"),
    [
        (SLOPE, "sigmoid(x)"),
        (SLOPE, "exp(-x) / (1 + exp(-x))**2 + 1e-6"),
        (SLOPE, "-sigmoid(x) * (1 - sigmoid(x))"),
        (SLOPE, 0.25),
        (SLOPE, "log(x)"),
        (SLOPE, "9**9**9**9**9"),
        (SLOPE, "1/0"),
        (SLOPE, "x > 0"),
        (SLOPE, "(x, x)"),
        (SLOPE, "-" * 490 + "x"),
        (SIZE, "x"),
        (SIZE, "sqrt(x)"),
        (SIZE, sp.Piecewise((x, x > 0))),
        (TERMS, "x**n"),
        (expression("1/3", x=(0, 1)), "0.333"),
    ],
)
def test_another_expression_is_wrong(accepts, answer):
    assert not accepts(answer)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("x.__class__", "of the kind Attribute"),
        ("[x for x in x]", "of the kind ListComp"),
        ("__import__('os')", "uses '__import__'"),
        ("exp(*x)", "of the kind Starred"),
        ("exp(x, y=2)", "of the kind keyword"),
        ("(y := x)", "of the kind NamedExpr"),
        ("2x", r"with \* for every product, got '2x'"),
        ("z", "an expression in x, and this one uses 'z'"),
        ("f(x)", "uses 'f'"),
        ("exp", "uses 'exp'"),
        (sp.Derivative(sp.exp(x), x), "uses 'Derivative'"),
        (sp.Matrix([x]), "of the kind|uses 'Matrix'"),
        ("x" * 501, "at most 500 signs, got 501"),
        ("(" * 300 + "x" + ")" * 300, "at most 500 signs"),
        ("(" * 240 + "x" + ")" * 240, "it asks for an expression"),
        ("", "it asks for an expression"),
        (None, "it asks for a number, got None"),
        (True, "it asks for a number, got True"),
        ([x], "it asks for a number"),
    ],
)
def test_what_is_no_expression_is_told(answer, told: str):
    with pytest.raises(ValueError, match=told):
        SLOPE(answer)
