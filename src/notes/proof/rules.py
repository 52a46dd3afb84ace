"""The rules of calculations, cases, instances, inductions and limits: what they oblige to check, and what follows."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sympy import Expr, Limit, S, Symbol, expand

from notes.proof import binding, exact
from notes.proof.definedness import approaches
from notes.proof.linearity import depth, linear
from notes.proof.relations import MIRRORED, Chain, Link, Relation, Statement
from notes.proof.steps import Cases, Induction, Instances, Squeeze
from notes.proof.symbols import unused


@dataclass(frozen=True)
class Obligation:
    """A link to be checked, and the cases that an induction assumes meanwhile, the last first."""

    link: Link
    assumed: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a step obliges one to check, what follows, the kind of argument, and the names that the rule has made up.

    What is checked of a fresh name is checked for all its values, so nothing may be supposed of it.
    """

    obligations: tuple[Obligation, ...]
    conclusions: tuple[Statement, ...]
    kind: str = "proved"
    fresh: frozenset[Symbol] = frozenset()


def ends(chain: Chain) -> Relation:
    """How the first expression of a calculation compares with the last.

    Raises:
        ValueError: if its links do not meet, or go both up and down, so that the ends cannot be compared.
    """
    starts = [chain.first, *(link.right for link in chain.links)]
    fits = type(chain) is Chain and chain.links and all(type(link) is Link for link in chain.links)
    if not fits or any(link.left != start for link, start in zip(chain.links, starts, strict=False)):
        raise ValueError(f"the links of a chain must meet, got {chain}")
    signs = {link.sign for link in chain.links} - {"="}
    directions = {sign[0] for sign in signs if sign in MIRRORED}
    if len(directions) > 1 or not signs <= set(MIRRORED):
        raise ValueError(f"a chain must go one way, got the relations {sorted(signs)}")
    strict = any(len(sign) == 1 for sign in signs)
    return Relation(chain.first, "=" if not signs else directions.pop() + ("" if strict else "="), chain.last)


def of_chain(chain: Chain) -> Rule:
    """A calculation: every link, and how its ends compare."""
    return Rule(_plain(chain), (ends(chain),))


def _plain(chain: Chain) -> tuple[Obligation, ...]:
    return tuple(Obligation(replace(link, case=False)) for link in chain.links)


def _case(chain: Chain, words: str, assumed: tuple[Relation, ...] = ()) -> tuple[Obligation, ...]:
    """The links of a calculation that is one case of a statement; a case may be evident."""
    ends(chain)
    links = (replace(link, reason=f"{words}: {link.reason}", case=True) for link in chain.links)
    return tuple(Obligation(link, assumed) for link in links)


def of_cases(step: Cases) -> Rule:
    """A statement about a real number: the calculation above, at and below a threshold."""
    variable, threshold = step.variable, step.threshold
    if type(variable) is not Symbol or variable._assumptions_orig != {"real": True} or threshold.has(variable):
        raise ValueError(f"cases must be about a real number and a threshold without it, got {variable}, {threshold}")
    _require_free(variable, *step.statement.written)
    distance = unused(r"\vartheta", (variable, threshold, *step.statement.written), positive=True)
    places = [("above", distance), ("at", S.Zero), ("below", -distance)]
    obligations = (
        one
        for word, offset in places
        for one in _case(step.statement.subs({variable: threshold + offset}), f"{word} the threshold")
    )
    return Rule(tuple(obligations), (ends(step.statement),), fresh=frozenset({distance}))


def of_instances(step: Instances) -> Rule:
    """A statement at each of some sizes."""
    if not len(step.sizes) == len(step.statements) == len(set(step.sizes)) == len(set(map(ends, step.statements))):
        raise ValueError(f"there must be a statement of its own for each size, got {step.sizes}")
    pairs = list(zip(step.sizes, step.statements, strict=True))
    obligations = tuple(one for size, statement in pairs for one in _case(statement, f"size {size}"))
    return Rule(obligations, tuple(ends(statement) for _, statement in pairs), "instance")


def of_induction(step: Induction) -> Rule:
    """From the first k cases, and from each k cases in a row the next one."""
    n, k = step.variable, len(step.first)
    if type(n) is not Symbol or not n.is_integer or not n.is_nonnegative or k == 0:
        raise ValueError(f"an induction must be over a natural number and have a first case, got {n} and {k}")
    _require_free(n, *(one for chain in (step.statement, *step.first, step.step) for one in chain.written))
    start, claim = S.One if n.is_positive else S.Zero, ends(step.statement)
    wanted = [claim.subs({n: start + j}) for j in range(k)] + [claim.subs({n: n + k})]
    for one, chain in zip(wanted, (*step.first, step.step), strict=True):
        if not follows(one, ends(chain)):
            raise ValueError(f"the induction must come to {shown(one)}, got {shown(ends(chain))}")
    assumed = tuple(claim.subs({n: n + j}) for j in reversed(range(k)))
    base = (one for j, chain in enumerate(step.first) for one in _case(chain, f"first case, {n} = {start + j}"))
    return Rule((*base, *_case(step.step, f"from {n} to {n} + {k}", assumed)), (claim,))


def of_squeeze(step: Squeeze) -> Rule:
    """An expression between two bounds with one limit, for all values of the variable, has that limit."""
    if type(step.limit) is not Limit or not approaches(*step.limit.args[1:]):
        raise ValueError(f"the variable of a limit must be able to come near its point, got {step.limit}")
    body, *toward = step.limit.args
    bounds = dict.fromkeys([_bound(step.lower, "<=", body), _bound(step.upper, ">=", body)])
    chains = (
        [(step.lower, "equal")]
        if step.lower == step.upper
        else [(step.lower, "from below"), (step.upper, "from above")]
    )
    around = (one for chain, words in chains for one in _case(chain, words))
    tails = (Link(Limit(one, *toward), "=", step.value, f"{step.reason}: the bound", case=True) for one in bounds)
    return Rule((*around, *map(Obligation, tails)), (Relation(step.limit, "=", step.value),))


def _bound(chain: Chain, sign: str, body: Expr) -> Expr:
    """The bound that a calculation gives for `body`: the other end, which must compare with it as `sign` says."""
    end = ends(chain)
    for one in (end, Relation(end.right, MIRRORED[end.sign], end.left)):
        if one.right == body and one.sign in (sign, sign[0], "="):
            return one.left
    raise ValueError(f"a bound must be {sign} {body}, got {shown(end)}")


def _require_free(variable: Symbol, *expressions: Expr) -> None:
    """Refuse a variable that is bound somewhere, by a sum, an integral or a limit: it could not be replaced there."""
    if variable in binding.bound(*expressions):
        raise ValueError(f"{variable} must not be the variable of a sum, an integral or a limit")


def follows(claim: Statement, established: Statement) -> bool:
    """Whether a claim is what was established: the same statement, up to expanding its sides."""
    if not isinstance(claim, Relation) or not isinstance(established, Relation):
        return claim == established
    claim, established = claim.oriented(), established.oriented()
    if claim.sign not in {"<": ("<", "<="), "=": ("=",), "<=": ("<=",)}[established.sign]:
        return False
    orders = [(established.left, established.right)]
    if claim.sign == "=":
        orders.append((established.right, established.left))
    if (claim.left, claim.right) in orders:
        return True
    if any(getattr(side, "is_Matrix", False) for side in (claim.left, established.left)):
        return False
    if claim.sign == "=":
        return any(_same(claim.left, left) and _same(claim.right, right) for left, right in orders)
    return _same(claim.gap(), established.gap())


def _same(first: Expr, second: Expr) -> bool:
    """Whether two expressions are the same but for expanding; nested sums may still differ in their order."""
    one, other = _expanded(first), _expanded(second)
    return one == other or (max(depth(one), depth(other)) > 1 and _expanded(first - second) == 0)


@lru_cache(maxsize=1024)
def _expanded(expression: Expr) -> Expr:
    """An expression without brackets, every sum and integral split: what is compared with much is expanded once."""
    return expand(linear(expand(exact.released(expression))))


def shown(claim: Statement) -> str:
    """A statement in plain text, for messages."""
    return f"{claim.left} {claim.sign} {claim.right}" if isinstance(claim, Relation) else str(claim)
