r"""Relations between expressions, and chains of them that read like a textbook calculation:

    chain(nll).equals(expanded, "the logarithm turns the product into a sum").at_least(bound, "drop a square")

Everything here is data. What a chain establishes is derived by `notes.proof.kernel` once it has checked every link.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sympy import Dummy, Expr, Integral, S, Sum, Symbol, sympify

from notes.proof import exact, signs
from notes.proof.binding import free, require_uncaptured
from notes.proof.symbols import Bounded
from notes.proof.trusted import Trusted

if TYPE_CHECKING:
    from notes.proof.derivation import Proof

MIRRORED = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}


@dataclass(frozen=True)
class Relation:
    """Two expressions and how they compare: one of `=`, `<=`, `>=`, `<`, `>`."""

    left: Expr
    sign: str
    right: Expr

    def oriented(self) -> "Relation":
        """The same relation with the smaller side on the left."""
        return Relation(self.right, MIRRORED[self.sign], self.left) if self.sign in (">=", ">") else self

    def gap(self) -> Expr:
        """The larger side minus the smaller one; for an equality, left minus right."""
        return self.left - self.right if self.sign in ("=", ">=", ">") else self.right - self.left

    def subs(self, values: Mapping[Expr, Expr]) -> "Relation":
        """The relation with expressions put in for symbols."""
        return Relation(put_in(self.left, values), self.sign, put_in(self.right, values))


def put_in(expression: Expr, values: Mapping[Expr, Expr]) -> Expr:
    """An expression with others put in for symbols, for all of them at once.

    Raises:
        ValueError: if a symbol, or one in what is put in, is the variable of an operation in the expression.
    """
    require_uncaptured(expression, set(values).union(*map(free, values.values())))
    tangled = set(values) & {symbol for value in values.values() for symbol in value.free_symbols}
    return expression.subs(values, simultaneous=len(values) > 1 and bool(tangled))


@dataclass(frozen=True)
class Optimum:
    """The statement that `value` is smallest (or largest) at the given place, and nowhere else."""

    value: Expr
    place: tuple[tuple[Symbol, Expr], ...]
    sense: str

    @property
    def written(self) -> tuple[Expr, ...]:
        """What is optimal, and where."""
        return (self.value, *(place for _, place in self.place))


@dataclass(frozen=True)
class SameOptimum:
    """The statement that the `sense` of `value` over `variables` is where the `other_sense` of `other` is."""

    value: Expr
    sense: str
    other: Expr
    other_sense: str
    variables: tuple[Expr, ...]

    @property
    def written(self) -> tuple[Expr, ...]:
        """Both criteria."""
        return (self.value, self.other)


Statement = Relation | Optimum | SameOptimum


@dataclass(frozen=True)
class Carrier:
    """A positive linear operation on an inequality: an expression in which `hole` stands for the gap of its sides."""

    hole: Dummy
    carried: Expr

    @property
    def written(self) -> tuple[Expr, ...]:
        """The operation, as it takes one."""
        return (self.carried.xreplace({self.hole: S.One}),)

    def of(self, gap: Expr) -> Expr:
        """The operation applied to a gap.

        Raises:
            ValueError: if it is not a sum or integral with non-negative weights.
        """
        body = self.carried
        while isinstance(body, Sum | Integral):
            body = body.function
        weight = body.coeff(self.hole)
        if exact.zero(body - weight * self.hole) is None or signs.nonnegative(weight) is None:
            raise ValueError(f"`through` must be a sum or integral with non-negative weights, got {self.carried}")
        return self.carried.xreplace({self.hole: gap})


@dataclass(frozen=True)
class Lemma:
    """A proof used inside another: its claims at given expressions, carried through a sum or integral.

    Args:
        proof: the function that returns the lemma's proof.
        at: what to put in for the lemma's symbols; each must satisfy the symbol's assumptions.
        carrier: for an inequality, the positive linear operation applied to both its sides.
    """

    proof: Callable[[], "Proof"]
    at: Mapping[Symbol, Expr] = field(default_factory=dict)
    carrier: Carrier | None = None

    @property
    def name(self) -> str:
        """Id of the lemma in the ledger: chapter and function."""
        return f"{self.proof.__module__.removeprefix('notes.').split('.')[0]}.{self.proof.__name__}"

    @property
    def written(self) -> tuple[Expr, ...]:
        """What is put in, and what it is carried through."""
        return (*self.at.values(), *(self.carrier.written if self.carrier else ()))

    def relations(self) -> tuple[Relation, ...]:
        """The lemma's claims at the given expressions, as far as they are relations.

        Raises:
            ValueError: if an expression does not satisfy the assumptions of its symbol, or there is no relation.
        """
        require_assumptions(self.at)
        found = tuple(claim.subs(self.at) for claim in self.proof().claims if isinstance(claim, Relation))
        if not found:
            raise ValueError(f"a lemma must claim a relation, got {self.name}")
        return found

    def consequence(self) -> Expr:
        """The non-negative expression that the lemma's first inequality yields after the operation `through`."""
        gap = self.relations()[0].gap()
        return self.carrier.of(gap) if self.carrier else gap


@dataclass(frozen=True)
class Assumed:
    """The hypothesis of an induction, `back` places before the last, carried through a sum or integral."""

    carrier: Carrier | None = None
    back: int = 0

    @property
    def written(self) -> tuple[Expr, ...]:
        """What it is carried through."""
        return self.carrier.written if self.carrier else ()


Support = Lemma | Trusted | Assumed
"""What a link may rest on beside the exact means."""


@dataclass(frozen=True)
class Link(Relation):
    """One relation of a step, the reason in words, what it rests on, and whether it is one case of a statement.

    A case may be evident, both its sides evaluating to the same expression; any other relation must not be.
    """

    reason: str = ""
    by: Support | None = None
    case: bool = False

    @property
    def written(self) -> tuple[Expr, ...]:
        """Its sides, and all that is written in what it rests on."""
        return (self.left, self.right, *(self.by.written if isinstance(self.by, Support) else ()))

    def subs(self, values: Mapping[Expr, Expr]) -> "Link":
        """The link with expressions put in for symbols, in what is put in for a lemma's symbols too."""
        by = self.by
        if isinstance(by, Lemma):
            by = replace(by, at={symbol: put_in(value, values) for symbol, value in by.at.items()})
        return replace(self, left=put_in(self.left, values), right=put_in(self.right, values), by=by)


def require_assumptions(place: Mapping[Symbol, Expr]) -> None:
    """Refuse an expression that need not satisfy the assumptions of the symbol it is put in for.

    Raises:
        ValueError: naming the symbol, the assumption and the expression.
    """
    for symbol, expression in place.items():
        if isinstance(symbol, Bounded):
            bounds = (expression - symbol.lower, symbol.upper - expression)
            if not all(signs.positive(bound) for bound in bounds):
                raise ValueError(f"{symbol} must be between {symbol.lower} and {symbol.upper}, got {expression}")
            continue
        for assumption, wanted in symbol._assumptions_orig.items():
            if getattr(exact.factored(exact.released(expression)), f"is_{assumption}", None) is not wanted:
                raise ValueError(f"{symbol} must be {assumption}, got {expression}")


@dataclass(frozen=True)
class Chain:
    """A calculation: an expression and the relations that lead from it, each to the next expression."""

    first: Expr
    links: tuple[Link, ...] = ()

    @property
    def last(self) -> Expr:
        """The expression that the calculation has reached."""
        return self.links[-1].right if self.links else self.first

    def equals(self, right: Expr, reason: str = "", by: Support | None = None) -> "Chain":
        """Continue with an equal expression."""
        return self._with("=", right, reason, by)

    def at_least(self, right: Expr, reason: str = "", by: Support | None = None) -> "Chain":
        """Continue with an expression that is not larger."""
        return self._with(">=", right, reason, by)

    def at_most(self, right: Expr, reason: str = "", by: Support | None = None) -> "Chain":
        """Continue with an expression that is not smaller."""
        return self._with("<=", right, reason, by)

    def above(self, right: Expr, reason: str = "", by: Support | None = None) -> "Chain":
        """Continue with an expression that is smaller."""
        return self._with(">", right, reason, by)

    def below(self, right: Expr, reason: str = "", by: Support | None = None) -> "Chain":
        """Continue with an expression that is larger."""
        return self._with("<", right, reason, by)

    def _with(self, sign: str, right: Expr, reason: str, by: Support | None) -> "Chain":
        return replace(self, links=(*self.links, Link(self.last, sign, sympify(right), reason, by)))

    def subs(self, values: Mapping[Expr, Expr]) -> "Chain":
        """The calculation with expressions put in for symbols."""
        return replace(self, first=put_in(self.first, values), links=tuple(link.subs(values) for link in self.links))

    @property
    def written(self) -> tuple[Expr, ...]:
        """Every expression in it, and all that is written in what its links rest on."""
        return (self.first, *(one for link in self.links for one in link.written))

    def case(self, words: str) -> tuple[Link, ...]:
        """Its links as one case of a statement."""
        return tuple(replace(link, reason=f"{words}: {link.reason}", case=True) for link in self.links)


def lemma(
    proof: Callable[[], "Proof"], at: Mapping[Symbol, Expr] | None = None, through: Callable[[Expr], Expr] | None = None
) -> Lemma:
    """A proof to be used in a step of another one.

    Args:
        proof: the function that returns the lemma's proof.
        at: what to put in for the lemma's symbols.
        through: for an inequality, the positive linear operation applied to both its sides, such as
            `lambda gap: Integral(p(x) * gap, x)`.
    """
    values = {symbol: sympify(value) for symbol, value in (at or {}).items()}
    return Lemma(proof, values, None if through is None else carrier(through))


def assumed(through: Callable[[Expr], Expr] | None = None, back: int = 0) -> Assumed:
    """The hypothesis of an induction, for a link of its step; `through` as for a lemma.

    Args:
        through: for an inequality, the positive linear operation applied to both its sides.
        back: how many places before the last assumed case.
    """
    return Assumed(None if through is None else carrier(through), back)


def carrier(through: Callable[[Expr], Expr]) -> Carrier:
    """A positive linear operation as an expression with a hole."""
    hole = Dummy("gap", real=True)
    return Carrier(hole, through(hole))


def chain(first: Expr) -> Chain:
    """The beginning of a calculation."""
    return Chain(sympify(first))


def equal(left: Expr, right: Expr, reason: str = "", by: Support | None = None) -> Chain:
    """The step or claim that two expressions are equal."""
    return chain(left).equals(right, reason, by)


def at_least(left: Expr, right: Expr, reason: str = "", by: Support | None = None) -> Chain:
    """The step or claim that `left` is not smaller than `right`."""
    return chain(left).at_least(right, reason, by)


def at_most(left: Expr, right: Expr, reason: str = "", by: Support | None = None) -> Chain:
    """The step or claim that `left` is not larger than `right`."""
    return chain(left).at_most(right, reason, by)


def above(left: Expr, right: Expr, reason: str = "", by: Support | None = None) -> Chain:
    """The step or claim that `left` is greater than `right`."""
    return chain(left).above(right, reason, by)
