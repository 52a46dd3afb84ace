r"""Relations between expressions, and chains of them that read like a textbook calculation:

    chain(nll).equals(expanded, "the logarithm turns the product into a sum").at_least(bound, "drop a square")

Every step of a proof, a chain or one of the richer steps of `notes.proof.steps`, knows its `links` (single relations,
each with its reason) that have to be checked, and the statements that it `establishes` once they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from sympy import Dummy, Expr, Integral, Sum, Symbol, sympify

from notes.proof import exact
from notes.proof.symbols import Bounded

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
        return Relation(self.left.subs(values), self.sign, self.right.subs(values))


@dataclass(frozen=True)
class Optimum:
    """The statement that `value` is smallest (or largest) at the given place, and nowhere else."""

    value: Expr
    place: tuple[tuple[Symbol, Expr], ...]
    sense: str


@dataclass(frozen=True)
class SameOptimum:
    """The statement that the `sense` of `value` over `variables` is where the `other_sense` of `other` is."""

    value: Expr
    sense: str
    other: Expr
    other_sense: str
    variables: tuple[Expr, ...]


Statement = Relation | Optimum | SameOptimum


@dataclass(frozen=True)
class Lemma:
    """A proof used inside another: its first claim at given expressions, carried through a sum or integral.

    Args:
        proof: the function that returns the lemma's proof.
        at: what to put in for the lemma's symbols; each must satisfy the symbol's assumptions.
        through: for an inequality, the positive linear operation applied to both its sides, such as
            `lambda gap: Integral(p(x) * gap, x)`.
    """

    proof: Callable[[], "Proof"]
    at: Mapping[Symbol, Expr] = field(default_factory=dict)
    through: Callable[[Expr], Expr] = lambda gap: gap

    @property
    def name(self) -> str:
        """Id of the lemma in the ledger: chapter and function."""
        return f"{self.proof.__module__.removeprefix('notes.').split('.')[0]}.{self.proof.__name__}"

    def relation(self) -> Relation:
        """The lemma's first claim at the given expressions.

        Raises:
            ValueError: if an expression does not satisfy the assumptions of the symbol it replaces.
        """
        require_assumptions(self.at)
        claim = self.proof().claims[0]
        if not isinstance(claim, Relation):
            raise ValueError(f"the first claim of a lemma must be a relation, got {claim} of {self.name}")
        return claim.subs(self.at)

    def consequence(self) -> Expr:
        """The non-negative expression that the lemma's inequality yields after the operation `through`."""
        self._require_positive_operator()
        return self.through(self.relation().gap())

    def _require_positive_operator(self) -> None:
        probe = Dummy("gap", real=True)
        body = self.through(probe)
        while isinstance(body, Sum | Integral):
            body = body.function
        weight = body.coeff(probe)
        if exact.zero(body - weight * probe) is None or exact.nonnegative(weight) is None:
            raise ValueError(
                f"`through` must be a sum or integral with non-negative weights, got {self.through(probe)}"
            )


def require_assumptions(place: Mapping[Symbol, Expr]) -> None:
    """Refuse an expression that need not satisfy the assumptions of the symbol it is put in for.

    Raises:
        ValueError: naming the symbol, the assumption and the expression.
    """
    for symbol, expression in place.items():
        if isinstance(symbol, Bounded):
            bounds = (expression - symbol.lower, symbol.upper - expression)
            if not all(exact.positive(bound) for bound in bounds):
                raise ValueError(f"{symbol} must be between {symbol.lower} and {symbol.upper}, got {expression}")
            continue
        for assumption, wanted in symbol._assumptions_orig.items():
            if getattr(exact.factored(exact.released(expression)), f"is_{assumption}", None) is not wanted:
                raise ValueError(f"{symbol} must be {assumption}, got {expression}")


def lemma(
    proof: Callable[[], "Proof"], at: Mapping[Symbol, Expr] | None = None, through: Callable[[Expr], Expr] | None = None
) -> Lemma:
    """A proof to be used in a step of another one; see `Lemma`."""
    return Lemma(proof, {symbol: sympify(value) for symbol, value in (at or {}).items()}, through or (lambda gap: gap))


@dataclass(frozen=True)
class Link(Relation):
    """One relation of a step, the reason in words, the lemma it rests on, and whether it is one case of a statement.

    A case may be evident, both its sides evaluating to the same expression; any other relation must not be.
    """

    reason: str = ""
    by: Lemma | None = None
    case: bool = False


class Step(Protocol):
    """What a proof is made of."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The relations to be checked."""

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """What holds once they are."""

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The other proofs that the step rests on."""

    @property
    def kind(self) -> str:
        """`proved`, `instance` or `numeric`."""


@dataclass(frozen=True)
class Chain:
    """A calculation: an expression and the relations that lead from it, each to the next expression."""

    first: Expr
    links: tuple[Link, ...] = ()
    kind: str = "proved"

    @property
    def lemmas(self) -> tuple[Lemma, ...]:
        """The lemmas of its links."""
        return tuple(link.by for link in self.links if link.by is not None)

    @property
    def last(self) -> Expr:
        """The expression that the calculation has reached."""
        return self.links[-1].right if self.links else self.first

    def equals(self, right: Expr, reason: str = "", by: Lemma | None = None) -> "Chain":
        """Continue with an equal expression."""
        return self._with("=", right, reason, by)

    def at_least(self, right: Expr, reason: str = "", by: Lemma | None = None) -> "Chain":
        """Continue with an expression that is not larger."""
        return self._with(">=", right, reason, by)

    def at_most(self, right: Expr, reason: str = "", by: Lemma | None = None) -> "Chain":
        """Continue with an expression that is not smaller."""
        return self._with("<=", right, reason, by)

    def above(self, right: Expr, reason: str = "", by: Lemma | None = None) -> "Chain":
        """Continue with an expression that is smaller."""
        return self._with(">", right, reason, by)

    def below(self, right: Expr, reason: str = "", by: Lemma | None = None) -> "Chain":
        """Continue with an expression that is larger."""
        return self._with("<", right, reason, by)

    def _with(self, sign: str, right: Expr, reason: str, by: Lemma | None) -> "Chain":
        return replace(self, links=(*self.links, Link(self.last, sign, sympify(right), reason, by)))

    @property
    def establishes(self) -> tuple[Statement, ...]:
        """How the first expression compares with the last.

        Raises:
            ValueError: if the chain goes both up and down, so that its ends cannot be compared.
        """
        signs = {link.sign for link in self.links} - {"="}
        directions = {sign[0] for sign in signs}
        if len(directions) > 1:
            raise ValueError(f"a chain must go one way, got the relations {sorted(signs)}")
        strict = any(len(sign) == 1 for sign in signs)
        sign = "=" if not signs else directions.pop() + ("" if strict else "=")
        return (Relation(self.first, sign, self.last),)


def chain(first: Expr) -> Chain:
    """The beginning of a calculation."""
    return Chain(sympify(first))


def equal(left: Expr, right: Expr, reason: str = "", by: Lemma | None = None) -> Chain:
    """The step or claim that two expressions are equal."""
    return chain(left).equals(right, reason, by)


def at_least(left: Expr, right: Expr, reason: str = "", by: Lemma | None = None) -> Chain:
    """The step or claim that `left` is not smaller than `right`."""
    return chain(left).at_least(right, reason, by)


def at_most(left: Expr, right: Expr, reason: str = "", by: Lemma | None = None) -> Chain:
    """The step or claim that `left` is not larger than `right`."""
    return chain(left).at_most(right, reason, by)


def above(left: Expr, right: Expr, reason: str = "", by: Lemma | None = None) -> Chain:
    """The step or claim that `left` is greater than `right`."""
    return chain(left).above(right, reason, by)


def numeric(left: Expr, right: Expr, reason: str = "") -> Chain:
    """An equality that is only compared at random points, to thirty digits; the proof is then called numeric."""
    return replace(equal(left, right, reason), kind="numeric")
