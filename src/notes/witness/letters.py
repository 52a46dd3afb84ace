"""Terms as letters: every term that is no sum, product or whole power becomes a letter, equal terms the same one.

What is known of a term is noted as facts about its letter. An expression over letters is called plain.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flint import fmpq_mpoly
from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    Indexed,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    cos,
    exp,
    floor,
    log,
    sign,
    sin,
    tan,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.functions.elementary.hyperbolic import HyperbolicFunction
from sympy.integrals.integrals import Integral
from sympy.logic.boolalg import And, Or, true

from notes.proof.symbols import Bounded
from notes.witness import balls, operators, powers, solver
from notes.witness.ring import UntranslatedError, fraction
from notes.witness.solver import OPPOSITE, Clause, Literal

NUMBERS = {
    S.Pi: (Rational(314159, 100000), Rational(314160, 100000)),
    S.EulerGamma: (Rational(577, 1000), Rational(578, 1000)),
}


class Letters:
    """The letters of one question, what they mean, and what is known of them.

    Args:
        units: for a base and an exponent, the denominator by which the exponent is divided.
    """

    def __init__(self, units: dict[tuple[Expr, Expr], int] | None = None):
        self.units = units if units is not None else {}
        self.names: dict[Expr, Symbol] = {}
        self.meanings: dict[Symbol, Expr] = {}
        self.facts: list[Clause] = []
        self.rules: list[tuple[Symbol, int, Expr]] = []
        self.powers: dict[Symbol, tuple[Expr, Expr]] = {}
        self.complex: set[Symbol] = set()
        self.known: dict[Literal, bool] = {}

    def plain(self, expression: Expr) -> Expr:
        """An expression over letters that equals the given one wherever the facts hold.

        Raises:
            UntranslatedError: if a part is not known to be defined and real.
        """
        if isinstance(expression, Rational):
            return expression
        if isinstance(expression, Add | Mul):
            return expression.func(*map(self.plain, expression.args))
        for kinds, read in READERS:
            if isinstance(expression, kinds):
                return read(self, expression)
        return self.opaque(expression)

    def letter(self, meaning: Expr) -> tuple[Symbol, bool]:
        """The letter that stands for a term, and whether it is new."""
        new = meaning not in self.names
        if new:
            name = Symbol(f"_{len(self.meanings)}")
            self.names[meaning], self.meanings[name] = name, meaning
        return self.names[meaning], new

    def canonical(self, expression: Expr) -> Expr:
        """One form for all expressions that are equal as fractions of their terms."""
        return self.meaning(fraction(self.plain(expression)).expression())

    def meaning(self, plain: Expr) -> Expr:
        """A plain expression with the terms put back for their letters."""
        return plain.xreplace({letter: self.meanings[letter] for letter in plain.free_symbols})

    def opaque(self, expression: Expr) -> Symbol:
        """The letter of a term of which no law is known but its declared sign; its arguments are made canonical."""
        if not expression.is_commutative or getattr(expression, "is_Matrix", False) or expression.is_number is None:
            raise UntranslatedError(f"no number: {type(expression).__name__}")
        if expression in (S.Infinity, S.NegativeInfinity, S.ComplexInfinity, S.NaN):
            raise UntranslatedError(f"no number: {expression}")
        if isinstance(expression, Indexed):
            meaning = expression.base[tuple(map(self.canonical, expression.indices))]
        elif isinstance(expression, Function):
            meaning = expression.func(*map(self.canonical, expression.args))
        else:
            meaning = expression
        letter, new = self.letter(meaning)
        if new and meaning.has(S.ImaginaryUnit):
            self.complex.add(letter)
        elif new:
            self.note_assumptions(letter, meaning)
        return letter

    def note_assumptions(self, letter: Symbol, term: Expr) -> None:
        """Note the declared sign of a symbol, an entry of a sequence or an unnamed function, and a symbol's bounds."""
        if isinstance(term, Symbol | Indexed | AppliedUndef) and term.is_extended_real is None:
            raise UntranslatedError(f"not known to be real: {term}")
        if isinstance(term, Bounded):
            self.fact((letter - term.lower, ">"))
            self.fact((term.upper - letter, ">"))
        if term.is_positive:
            self.fact((letter - 1 if term.is_integer else letter, ">=" if term.is_integer else ">"))
        elif term.is_nonnegative:
            self.fact((letter, ">="))
        elif term.is_negative or term.is_nonpositive:
            self.fact((letter, "<" if term.is_negative else "<="))
        elif term.is_nonzero:
            self.fact((letter, "!="))

    def fact(self, *literals: Literal) -> None:
        """Note that at least one of the literals holds."""
        self.facts.append(literals)
        self.known = {literal: True for literal, known in self.known.items() if known}

    def proves(self, plain: Expr, sign: str, steps: int = 100_000) -> bool:
        """Whether a plain expression compares with zero as `sign` says wherever the facts hold."""
        if plain.is_Rational:
            return bool(solver.COMPARISONS[sign](plain, 0))
        if (plain, sign) not in self.known:
            self.known[plain, sign] = self.evident(plain, sign) or self._shown(plain, sign, steps)
        return self.known[plain, sign]

    def _shown(self, plain: Expr, sign: str, steps: int) -> bool:
        """Whether a solver shows a sign: Arb for a number, z3 for what is real."""
        if self.complex & plain.free_symbols:
            return False
        if (number := self.meaning(plain)).is_number and (found := balls.sign(number)) is not None:
            return sign in found
        return solver.follows(self.about(plain), (plain, sign), steps)

    def evident(self, plain: Expr, sign: str) -> bool:
        """Whether an expression is seen to be positive, or not negative: it has no minus sign, and its letters are."""
        whole = fraction(plain)
        if sign not in (">", ">=", "!=") or whole.numerator.is_zero():
            return False
        if self.complex & plain.free_symbols:
            return sign == "!=" and len(whole.numerator) == 1 and {(e, "!=") for e in whole.letters} <= self._nonzero()
        terms = [self._signs(whole.numerator, whole.letters), self._signs(whole.denominator, whole.letters)]
        if None in terms[0] or None in terms[1] or ">" not in terms[1]:
            return False
        return sign == ">=" or ">" in terms[0]

    def _nonzero(self) -> set[Literal]:
        return {(clause[0][0], "!=") for clause in self.facts if len(clause) == 1 and clause[0][1] in ("!=", ">", "<")}

    def _signs(self, polynomial: fmpq_mpoly, letters: tuple[Symbol, ...]) -> set[str | None]:
        """For each term `>`, `>=` or None, as the declared signs of the letters say."""
        signs = {e: s for ((e, s), *rest) in self.facts if not rest}
        signs |= {e.args[1]: ">" for e, s in signs.items() if e.is_Add and s == ">=" and e.args[0] == -1}

        def of(letter: Symbol, power: int) -> str | None:
            known = signs.get(letter)
            return (
                known if known in (">", ">=") else (">" if known in ("<", "!=") else ">=") if power % 2 == 0 else None
            )

        found: set[str | None] = set()
        for exponents, coefficient in polynomial.terms():
            parts = {of(letter, int(p)) for letter, p in zip(letters, exponents, strict=True) if p}
            found.add(None if coefficient < 0 or None in parts else ">=" if ">=" in parts else ">")
        return found

    def about(self, *plains: Expr) -> list[Clause]:
        """The facts that have a letter in common with some expressions, directly or by way of other facts."""
        near = set().union(*(plain.free_symbols for plain in plains))
        chosen: list[Clause] = []
        waiting = [(clause, set().union(*(e.free_symbols for e, _ in clause))) for clause in self.facts]
        waiting = [pair for pair in waiting if not pair[1] & self.complex]
        while touched := [pair for pair in waiting if pair[1] & near]:
            chosen += [clause for clause, _ in touched]
            waiting = [pair for pair in waiting if not pair[1] & near]
            near = near.union(*(names for _, names in touched))
        return chosen

    def require(self, plain: Expr, sign: str, what: str) -> None:
        """Refuse to read on where a condition is not known to hold.

        Raises:
            UntranslatedError: saying which one.
        """
        if not self.proves(plain, sign):
            raise UntranslatedError(f"{what}: {self.meaning(plain)} {sign} 0 is not known")

    @contextmanager
    def bound(self, variable: Symbol) -> Iterator[None]:
        """A scope at whose end all is forgotten that was noted of terms in a bound variable."""
        yield
        inner = {letter for letter, term in self.meanings.items() if variable in term.free_symbols}
        self.names = {term: letter for term, letter in self.names.items() if letter not in inner}
        self.facts = [c for c in self.facts if not inner & set().union(*(e.free_symbols for e, _ in c))]
        self.known.clear()


def _symbol(letters: Letters, symbol: Symbol) -> Expr:
    return letters.opaque(symbol)


def _number(letters: Letters, number: Expr) -> Expr:
    letter, new = letters.letter(number)
    if new:
        low, high = NUMBERS[number]
        letters.fact((letter - low, ">"))
        letters.fact((high - letter, ">"))
    return letter


def _imaginary(letters: Letters, unit: Expr) -> Expr:
    letter, new = letters.letter(unit)
    if new:
        letters.complex.add(letter)
        letters.rules.append((letter, 2, S.NegativeOne))
        letters.fact((letter, "!="))
    return letter


def _absolute(letters: Letters, term: Expr) -> Expr:
    inner = letters.plain(term.args[0])
    if letters.proves(inner, ">="):
        return inner
    return _chosen(letters, Abs(letters.meaning(inner)), [(inner, [(inner, ">=")]), (-inner, [(inner, "<=")])])


def _extreme(letters: Letters, term: Expr) -> Expr:
    parts = sorted(map(letters.plain, term.args), key=str)
    order = ">=" if isinstance(term, Max) else "<="
    meaning = term.func(*map(letters.canonical, term.args))
    return _chosen(
        letters, meaning, [(one, [(one - other, order) for other in parts if other != one]) for one in parts]
    )


def _sign(letters: Letters, term: Expr) -> Expr:
    inner = letters.plain(term.args[0])
    branches = [(S.One, [(inner, ">")]), (S.Zero, [(inner, "=")]), (S.NegativeOne, [(inner, "<")])]
    return _chosen(letters, sign(letters.meaning(inner)), branches)


def _floor(letters: Letters, term: Expr) -> Expr:
    inner = letters.plain(term.args[0])
    letter, new = letters.letter(floor(letters.canonical(term.args[0]), evaluate=False))
    if new:
        letters.fact((inner - letter, ">="))
        letters.fact((letter + 1 - inner, ">"))
    return letter


def _piecewise(letters: Letters, term: Expr) -> Expr:
    branches: list[tuple[Expr, list[Literal]]] = []
    before: list[Literal] = []
    for value, condition in term.args:
        if isinstance(condition, And | Or) or not (condition == true or isinstance(condition, Relational)):
            raise UntranslatedError(f"cases by {condition}")
        here = [] if condition == true else [_literal(letters, condition)]
        branches.append((letters.plain(value), [*before, *here]))
        before += [(e, OPPOSITE[s]) for e, s in here]
    return _chosen(letters, term, branches)


def _literal(letters: Letters, condition: Relational) -> Literal:
    sign = {"==": "=", "!=": "!="}.get(condition.rel_op, condition.rel_op)
    return letters.plain(condition.lhs - condition.rhs), sign


def _chosen(letters: Letters, meaning: Expr, branches: list[tuple[Expr, list[Literal]]]) -> Symbol:
    """The letter of a term that has a value under each of some conditions."""
    letter, new = letters.letter(meaning)
    if new:
        for value, conditions in branches:
            letters.fact(*((e, OPPOSITE[s]) for e, s in conditions), (letter - value, "="))
    return letter


Reader = Callable[[Letters, Expr], Expr]
READERS: tuple[tuple[tuple[type, ...], Reader], ...] = (
    ((Symbol,), _symbol),
    (tuple(type(number) for number in NUMBERS), _number),
    ((type(S.ImaginaryUnit),), _imaginary),
    ((Pow, exp, type(S.Exp1)), powers.power),
    ((log,), powers.logarithm),
    ((sin, cos, tan), powers.trigonometric),
    ((HyperbolicFunction,), powers.hyperbolic),
    ((Sum, Integral), operators.linear),
    ((Product,), operators.product),
    ((Abs,), _absolute),
    ((Max, Min), _extreme),
    ((sign,), _sign),
    ((floor,), _floor),
    ((Piecewise,), _piecewise),
)
