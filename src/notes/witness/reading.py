"""What a proof asks: each link as a relation with the hypotheses that it may use, read from the public objects.

Derivatives are taken, substitutions made and sums between numbers written out by SymPy's `doit`, which is trusted.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sympy import Add, Derivative, Dummy, Eq, Expr, Ge, Gt, Integral, Ne, Subs, Sum, Symbol, UnevaluatedExpr
from sympy.core.relational import Relational

from notes.proof.relations import Lemma, Link, Relation
from notes.proof.symbols import Bounded, Expectation
from notes.proof.trusted import Trusted
from notes.witness.letters import Letters
from notes.witness.powers import RefinedError
from notes.witness.ring import UntranslatedError, vanishes
from notes.witness.solver import Literal

LARGER = {"=": "=", "<=": ">=", "<": ">", ">=": ">=", ">": ">"}


@dataclass(frozen=True)
class Question:
    """A relation to be confirmed.

    Args:
        relation: the relation, with derivatives taken.
        given: equations that may be used.
        conditions: the other hypotheses, such as that something is positive.
        lemma: the lemma that the link rests on, if any.
    """

    relation: Relation
    given: tuple[Eq, ...] = ()
    conditions: tuple[Relational, ...] = ()
    lemma: Lemma | None = None

    def put(self, values: dict[Expr, Expr]) -> "Question":
        """The question with expressions put in for symbols."""
        given = tuple(Eq(e.lhs.subs(values), e.rhs.subs(values), evaluate=False) for e in self.given)
        conditions = tuple(e.func(e.lhs.subs(values), e.rhs.subs(values), evaluate=False) for e in self.conditions)
        relation = Relation(self.relation.left.subs(values), self.relation.sign, self.relation.right.subs(values))
        return replace(self, relation=relation, given=given, conditions=conditions)


def question(link: Link, given: tuple[Relational | Trusted, ...]) -> Question:
    """The question that a link of a proof asks, under the proof's hypotheses; no trusted step is among them."""
    hypotheses = [e.func(done(e.lhs), done(e.rhs), evaluate=False) for e in given if isinstance(e, Relational)]
    equations = tuple(e for e in hypotheses if isinstance(e, Eq))
    conditions = tuple(e for e in hypotheses if not isinstance(e, Eq))
    relation = Relation(done(link.left), link.sign, done(link.right))
    if not isinstance(link.by, Lemma):
        return _defined(Question(relation, equations, conditions))
    return Question(relation, equations, conditions, link.by)


def _claim(lemma: Lemma) -> Relation:
    """The first claim of a lemma at the expressions that the link puts in."""
    claim = lemma.proof().claims[0]
    if not isinstance(claim, Relation):
        raise UntranslatedError("the lemma's first claim is no relation")
    return claim.subs(lemma.at)


def _defined(asked: Question) -> Question:
    """The question with each symbol that a hypothesis defines replaced by what it stands for."""
    for position, equation in enumerate(asked.given):
        for symbol, value in ((equation.lhs, equation.rhs), (equation.rhs, equation.lhs)):
            if isinstance(symbol, Symbol) and not isinstance(symbol, Bounded) and symbol not in value.free_symbols:
                others = asked.given[:position] + asked.given[position + 1 :]
                put = replace(asked, given=others).put({symbol: value})
                return _kept(_defined(put), symbol, value)
    return asked


def _kept(asked: Question, symbol: Symbol, value: Expr) -> Question:
    """The question with the definition kept, for what is assumed of the symbol's sign."""
    return replace(asked, given=(*asked.given, Eq(symbol, value, evaluate=False)))


def done(expression: Expr) -> Expr:
    """An expression with derivatives taken, substitutions made and expectations as integrals."""
    if not expression.args or getattr(expression, "is_Matrix", False):
        return expression
    parts = [*map(done, expression.args)]
    if isinstance(expression, Subs) and isinstance(parts[0], Subs):  # of which SymPy makes one, with names left over
        inner, places = parts[0], dict(zip(parts[1], parts[2], strict=True))
        apart = {name: place for name, place in places.items() if name not in inner.variables}
        points = [point.subs(places, simultaneous=True) for point in inner.point]
        return Subs(inner.expr.subs(apart, simultaneous=True), inner.variables, points)
    rebuilt = expression.func(*parts)
    if isinstance(rebuilt, Derivative | Subs | UnevaluatedExpr | Expectation):
        taken = rebuilt.doit(deep=False, integrals=False)
        return taken if taken.func == rebuilt.func else done(taken)
    return rebuilt


@dataclass(frozen=True)
class Reading:
    """A question as a literal over letters.

    Args:
        letters: the letters, with the facts and the hypotheses noted.
        goal: the literal to be shown.
    """

    letters: Letters
    goal: Literal


def reading(asked: Question) -> Reading:
    """The question over letters.

    Raises:
        UntranslatedError: if a part is not known to be defined and real.
    """
    units: dict[tuple[Expr, Expr], int] = {}
    while True:
        letters = Letters(units)
        try:
            for hypothesis in asked.given:
                with suppress(UntranslatedError):
                    _adopt(letters, letters.plain(hypothesis.lhs), letters.plain(hypothesis.rhs))
            for condition in asked.conditions:
                if isinstance(condition, Gt | Ge | Ne):
                    with suppress(UntranslatedError):
                        letters.fact((letters.plain(condition.lhs - condition.rhs), condition.rel_op))
            if asked.lemma is not None:
                _use(letters, asked.lemma)
            gap = letters.plain(asked.relation.gap())
            if asked.relation.sign != "=":
                _compare(letters, asked.relation.gap())
            return Reading(letters, (gap, LARGER[asked.relation.sign]))
        except RefinedError:
            continue


def _adopt(letters: Letters, left: Expr, right: Expr) -> None:
    """Note that two plain expressions are equal, as a rule for a letter where one of them is linear in it alone."""
    letters.fact((left - right, "="))
    for one, other in ((left, right), (right, left)):
        coefficient, rest = one.as_coeff_Mul()
        if isinstance(rest, Symbol) and rest not in other.free_symbols:
            letters.rules.append((rest, 1, other / coefficient))
            return


def _compare(letters: Letters, gap: Expr) -> None:
    """Note the sign of a difference of sums or integrals over one range, as that of one sum or integral."""
    parts: dict[tuple[Any, ...], list[Expr]] = {}
    for term in Add.make_args(gap):
        coefficient, rest = term.as_coeff_Mul()
        if isinstance(rest, Sum | Integral):
            parts.setdefault((type(rest), rest.limits), []).append(coefficient * rest.function)
    for (operator, limits), functions in parts.items():
        if len(functions) > 1:
            letters.plain(operator(Add(*functions), *limits))


def _use(letters: Letters, lemma: Lemma) -> None:
    """Note a lemma's equation, or what its inequality gives after what carries it, once the lemma may be used."""
    _require_instance(letters, lemma)
    claim = _claim(lemma)
    if claim.sign == "=":
        with suppress(UntranslatedError):
            _adopt(letters, letters.plain(done(claim.left)), letters.plain(done(claim.right)))
        return
    gap = done(claim.gap())
    probe = Dummy("gap", nonnegative=True)
    carried = done(_carried(lemma, probe))
    letters.require(letters.plain(carried), ">=", "the operation on the lemma")
    if letters.plain(carried.subs(probe, 0)) != 0:
        raise UntranslatedError("the operation on the lemma is not linear")
    letters.fact((letters.plain(done(_carried(lemma, gap))), ">="))


def _carried(lemma: Lemma, gap: Expr) -> Expr:
    return gap if lemma.carrier is None else lemma.carrier.carried.xreplace({lemma.carrier.hole: gap})


def _require_instance(letters: Letters, lemma: Lemma) -> None:
    """Refuse a lemma whose assumptions or hypotheses are not known to hold for what is put in."""
    for symbol, value in lemma.at.items():
        if isinstance(symbol, Symbol):
            _require_assumed(letters, symbol, value)
    for hypothesis in lemma.proof().given:
        if not isinstance(hypothesis, Eq):
            raise UntranslatedError("a hypothesis of the lemma is no equation")
        left, right = (letters.plain(done(side.subs(lemma.at))) for side in hypothesis.args)
        if not vanishes(left - right, letters.rules):
            letters.require(left - right, "=", "a hypothesis of the lemma")


def _require_assumed(letters: Letters, symbol: Symbol, value: Expr) -> None:
    plain = letters.plain(done(value))
    if isinstance(symbol, Bounded):
        letters.require(plain - symbol.lower, ">", "a bound of the lemma's symbol")
        letters.require(symbol.upper - plain, ">", "a bound of the lemma's symbol")
    elif symbol.is_positive or symbol.is_nonnegative:
        letters.require(plain, ">" if symbol.is_positive else ">=", "the sign of the lemma's symbol")
    if symbol.is_integer and not value.is_integer:
        raise UntranslatedError(f"{value} for a whole number")
