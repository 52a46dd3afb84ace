"""A small world told in sentences, questions about it, and their right answers: made from a seed."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import torch
from jaxtyping import Float, jaxtyped

from notes.domain import beartype, require, require_sizes

PEOPLE = (
    *("ada", "ben", "cleo", "dan", "eva", "finn", "gina", "hugo", "iris", "jack", "kira", "liam"),
    *("mona", "nils", "olga", "paul", "quin", "rosa", "sam", "tara", "ugo", "vera", "will", "zoe"),
)
CITIES, COUNTRIES = ("ankara", "bonn", "cairo", "delhi", "lima", "oslo"), ("east", "north", "south", "west")
JOBS = ("baker", "clerk", "doctor", "judge", "pilot", "smith")
AGES = tuple(str(age) for age in range(20, 60))
RELATIONS = {"lives": (PEOPLE, CITIES), "works": (PEOPLE, JOBS), "age": (PEOPLE, AGES), "lies": (CITIES, COUNTRIES)}
"""Of what, and to what, each relation leads."""

TELLING = {
    "lives": ("{0} lives in {1}", "the home of {0} is {1}", "{1} is where {0} lives"),
    "works": ("{0} works as a {1}", "the job of {0} is {1}", "a {1} by trade is {0}"),
    "age": ("{0} is {1} years old", "the age of {0} is {1}", "{0} was born {1} years ago"),
    "lies": ("{0} lies in the {1}", "{0} belongs to the {1}", "the {1} has {0}"),
}
ASKING = {
    ("select", "lives"): ("who lives in {0}", "name the people of {0}"),
    ("select", "works"): ("who works as a {0}", "name everyone who is a {0}"),
    ("project", "lives"): ("where does {0} live", "name the home of {0}"),
    ("project", "works"): ("what does {0} work as", "name the job of {0}"),
    ("project", "age"): ("how old is {0}", "name the age of {0}"),
    ("join", "lives"): ("which part does {0} live in", "name the part where {0} lives"),
    ("count", "lives"): ("how many people live in {0}", "count the people of {0}"),
    ("count", "works"): ("how many people work as {0}", "count all those who are {0}"),
    ("max", "age"): ("how old is the oldest", "name the greatest age of all"),
}
KINDS = ("select", "project", "join", "count", "max")
OPERATORS = ("union", "count", "max")
OPERATOR = {"select": "union", "project": "union", "join": "union", "count": "count", "max": "max"}
"""What is done with all that the single facts contribute, by the kind of question."""

LENGTH = 6
"""No sentence is longer."""

Item = TypeVar("Item")


class Fact(NamedTuple):
    """A sentence and what it says.

    Attributes:
        relation: one of `RELATIONS`.
        subject: of whom, or of which city.
        value: what is said of it.
        sentence: the words; nothing else of a fact is ever shown to a reader.
    """

    relation: str
    subject: str
    value: str
    sentence: str


class Question(NamedTuple):
    """A question and what it asks for.

    Attributes:
        kind: one of `KINDS`.
        relation: which facts it is about.
        key: whom or what it names; empty for the greatest age.
        sentence: the words; nothing else of a question is ever shown to a reader.
    """

    kind: str
    relation: str
    key: str
    sentence: str


def _picked(items: Sequence[Item], generator: torch.Generator) -> Item:
    """One of the items, each with the same chance."""
    return items[int(torch.randint(len(items), (), generator=generator))]


def _shuffled(items: Sequence[Item], generator: torch.Generator) -> list[Item]:
    """The items in random order."""
    return [items[place] for place in torch.randperm(len(items), generator=generator).tolist()]


def is_held_out(relation: str, subject: str, value: str) -> bool:
    """Whether a combination is kept for testing: a quarter of all, in which every word occurs.

    Args:
        relation: one of `RELATIONS`.
        subject: of what.
        value: what is said.

    Returns:
        True if it never occurs in training.
    """
    subjects, values = RELATIONS[relation]
    return (subjects.index(subject) + values.index(value)) % 4 == 0


def fact(relation: str, subject: str, held_out: bool, generator: torch.Generator, *, value: str | None = None) -> Fact:
    """A fact about someone or something.

    Args:
        relation: one of `RELATIONS`.
        subject: of what.
        held_out: whether the combination is one of those for testing.
        generator: source of the value and of the words.
        value: the value, if it is not to be drawn.

    Returns:
        The fact.
    """
    options = [option for option in RELATIONS[relation][1] if is_held_out(relation, subject, option) == held_out]
    chosen = _picked(options, generator) if value is None else value
    return Fact(relation, subject, chosen, _picked(TELLING[relation], generator).format(subject, chosen))


@jaxtyped(typechecker=beartype)
def database(size: int, generator: torch.Generator, *, held_out: bool = False) -> list[Fact]:
    """Facts in random order, never two of one relation about one subject.

    Somebody's city, its part of the world, and somebody's job and age are always among them.

    Args:
        size: how many facts, from 4 to 64.
        generator: source of everything.
        held_out: whether the combinations are those for testing; otherwise they are those for training.

    Returns:
        The facts.

    Raises:
        ValueError: if `size` is out of range.

    Example:
        ```python
        import torch
        from notes.transformers.facts import database

        for fact in database(4, torch.Generator().manual_seed(0)):
            print(fact.sentence)
        #> ugo was born 58 years ago
        #> a smith by trade is ugo
        #> the home of finn is ankara
        #> ankara belongs to the north
        ```
    """
    if not 4 <= size <= 64:
        raise ValueError(f"`size` must be from 4 to 64, got {size}")
    people, cities = _shuffled(PEOPLE, generator), _shuffled(CITIES, generator)
    about = [(relation, person) for person in people[: size // 3 + 1] for relation in ("lives", "works", "age")]
    order = _shuffled(about, generator)
    needed = [next(pair for pair in order if pair[0] == relation) for relation in ("lives", "works", "age")]
    home = fact(*needed[0], held_out, generator)
    lying = [home.value, *(city for city in cities if city != home.value)][: max(1, size // 3)]
    told = [("lies", city) for city in lying] + needed[1:] + [pair for pair in order if pair not in needed]
    facts = [home, *(fact(*pair, held_out, generator) for pair in told[: size - 1])]
    return _shuffled(facts, generator)


def question(kind: str, facts: Sequence[Fact], generator: torch.Generator) -> Question:
    """A question of one kind that the facts can answer.

    Args:
        kind: one of `KINDS`.
        facts: the database.
        generator: source of the fact that is asked about, and of the words.

    Returns:
        The question.

    Raises:
        ValueError: if no fact can be asked about.

    Example:
        ```python
        import torch
        from notes.transformers.facts import database, question

        generator = torch.Generator().manual_seed(0)
        print(question("count", database(8, generator), generator).sentence)
        #> count the people of lima
        ```
    """
    relations = {relation for asked, relation in ASKING if asked == kind}
    lying = {one.subject for one in facts if one.relation == "lies"}
    options = [one for one in facts if one.relation in relations and (kind != "join" or one.value in lying)]
    if not options:
        raise ValueError(f"`facts` must hold one that a question of kind {kind!r} can be about, got none")
    about = _picked(options, generator)
    key = {"max": "", "project": about.subject, "join": about.subject}.get(kind, about.value)
    sentence = _picked(ASKING[kind, about.relation], generator).format(key)
    return Question(kind, about.relation, key, sentence)


def contribution(asked: Question, told: Fact, via: Fact | None = None) -> str | None:
    """What a fact contributes to the answer of a question.

    Args:
        asked: the question.
        told: the fact.
        via: for the second half of a join, the fact found in the first half.

    Returns:
        One word of the fact's sentence; an empty text if the fact leads on to another one; None if it is of no use.
    """
    if via is not None:
        return told.value if (told.relation, told.subject) == ("lies", via.value) else None
    if told.relation != asked.relation or asked.key not in ("", told.subject, told.value):
        return None
    return {"join": "", "select": told.subject, "count": told.subject}.get(asked.kind, told.value)


def aggregated(words: Iterable[str], operator: str) -> frozenset[str]:
    """What the facts contribute, put together.

    Args:
        words: what single facts contribute.
        operator: `union` keeps all different ones, `count` gives their number, `max` the largest.

    Returns:
        The answer as a set of words, a single one for `count` and `max`.

    Raises:
        ValueError: if there is no such operator.

    Example:
        ```python
        from notes.transformers.facts import aggregated

        print(aggregated(["31", "57", "40"], "max"), aggregated(["ada", "ben"], "count"))
        #> frozenset({'57'}) frozenset({'2'})
        ```
    """
    different = frozenset(words)
    if operator == "union":
        return different
    if operator == "count":
        return frozenset({str(len(different))})
    if operator == "max":
        return frozenset({max(different, key=lambda word: int(word) if word.isdigit() else -1)} if different else ())
    raise ValueError(f"`operator` must be one of {OPERATORS}, got {operator!r}")


def answer(asked: Question, facts: Sequence[Fact]) -> frozenset[str]:
    """The right answer, from what the facts say rather than from their words.

    Args:
        asked: the question.
        facts: the database.

    Returns:
        The answer as a set of words.
    """
    found = {told: contribution(asked, told) for told in facts}
    leads = [told for told, word in found.items() if word == ""]
    beyond = [contribution(asked, told, via) for via in leads for told in facts]
    return aggregated([word for word in [*found.values(), *beyond] if word], OPERATOR[asked.kind])


def _frames() -> list[str]:
    """The words of sentences and questions around the names."""
    patterns = [pattern for group in (*TELLING.values(), *ASKING.values()) for pattern in group]
    return sorted({word for pattern in patterns for word in pattern.split() if "{" not in word})


def _names() -> list[str]:
    """The words that fill the gaps, and all numbers that an answer may be."""
    numbers = {str(number) for number in range(1, len(PEOPLE) + 1)}
    return sorted(numbers.union(*(side for pair in RELATIONS.values() for side in pair)))


FIRST_NAME = len(_frames()) + 1
"""The number of the first name; the numbers below are of other words, and 0 is of none."""

WORDS = {word: number for number, word in enumerate([*_frames(), *_names()], start=1)}
"""The number of each word."""


def numbered(sentences: Sequence[str], *, device: torch.device | None = None) -> torch.Tensor:
    """Sentences as rows of numbers, filled up with zeros.

    Args:
        sentences: words of this world, six at most each; an empty text is a row of zeros.
        device: where the numbers are to live, by default where PyTorch puts new ones.

    Returns:
        Whole numbers, one row per sentence, six columns.

    Raises:
        ValueError: if a sentence is too long.
    """
    rows = torch.zeros(len(sentences), LENGTH, dtype=torch.int64, device=device)
    for row, sentence in zip(rows, sentences, strict=True):
        words = sentence.split()
        if len(words) > LENGTH:
            raise ValueError(f"`sentences` must have at most {LENGTH} words each, got {sentence!r}")
        row[: len(words)] = torch.tensor([WORDS[word] for word in words], dtype=torch.int64, device=device)
    return rows


@jaxtyped(typechecker=beartype)
def accuracies(
    answered: Callable[[Question, Sequence[Fact]], frozenset[str]],
    sizes: Sequence[int],
    databases: int,
    generator: torch.Generator,
) -> Float[torch.Tensor, "kinds sizes"]:
    """Shares of exactly right answers, on databases of combinations that never occur in training.

    Args:
        answered: what is judged, from a question and a database to an answer.
        sizes: numbers of facts.
        databases: how many databases of each size; each is asked one question of every kind.
        generator: source of databases and questions.

    Returns:
        One row for each of `KINDS`, one column for each size.

    Raises:
        ValueError: if `databases` is below 1.
    """
    require_sizes(databases=databases)
    right = torch.zeros(len(KINDS), len(sizes))
    for column, size in enumerate(sizes):
        require(4 <= size <= 64, "sizes", "from 4 to 64", size)
        for _ in range(databases):
            facts = database(size, generator, held_out=True)
            for row, kind in enumerate(KINDS):
                asked = question(kind, facts, generator)
                right[row, column] += answered(asked, facts) == answer(asked, facts)
    return right / databases
