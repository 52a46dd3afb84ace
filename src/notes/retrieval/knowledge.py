r"""A seeded knowledge base of sentences, with questions in the words of the sentences and in other words.

Every fact is about one entity and one relation, and its answer is two words that were drawn at random: nothing but the
passage that states it can tell what they are. A question in other words shares the entity's name with the passage, and
no other word.
"""

from typing import NamedTuple

import torch
from jaxtyping import jaxtyped

from notes.domain import beartype

FIRST = ("ba", "do", "fe", "gi", "ka", "lu", "mo", "ne", "pa", "ri")
LAST = ("dor", "lin", "mar", "nos", "rell", "tak", "vin", "zar")
ADJECTIVES = (
    "red",
    "blue",
    "round",
    "small",
    "tall",
    "plain",
    "golden",
    "broken",
    "quiet",
    "heavy",
    "bright",
    "strange",
)
OPENERS = ("", "as everybody knows", "it was said that", "in those days")
SYNONYMS = {
    "pet": ("companion", "animal", "beast"),
    "vehicle": ("transport", "conveyance", "carriage"),
    "garment": ("clothing", "outfit", "attire"),
    "tool": ("implement", "utensil", "device"),
    "home": ("dwelling", "residence", "abode"),
    "meal": ("dish", "food", "supper"),
    "gift": ("present", "donation", "offering"),
    "emblem": ("badge", "crest", "symbol"),
}
NOUNS = {
    "pet": ("cat", "dog", "goat", "raven", "hare", "toad"),
    "vehicle": ("cart", "boat", "sledge", "wagon", "coach", "bicycle"),
    "garment": ("cloak", "scarf", "hat", "coat", "apron", "robe"),
    "tool": ("hammer", "spade", "saw", "needle", "ladder", "knife"),
    "home": ("hut", "tower", "cottage", "castle", "mill", "barge"),
    "meal": ("soup", "stew", "pie", "salad", "omelette", "porridge"),
    "gift": ("ring", "book", "clock", "mirror", "vase", "lamp"),
    "emblem": ("lion", "rose", "star", "oak", "crown", "anchor"),
}
RELATIONS = tuple(SYNONYMS)
WORDINGS = 1 + len(SYNONYMS["pet"])


class Fact(NamedTuple):
    """One thing that is known.

    Attributes:
        entity: a name, such as "bador".
        relation: a word of `RELATIONS`, such as "pet".
        adjective: first word of the answer.
        noun: second word of the answer.
        opener: words before the statement, which say nothing.
    """

    entity: str
    relation: str
    adjective: str
    noun: str
    opener: str


@jaxtyped(typechecker=beartype)
def knowledge_base(generator: torch.Generator, entities: int = 40) -> list[Fact]:
    """Facts about some entities, one for every entity and relation, in random order.

    Args:
        generator: source of the names, the answers, the openers and the order.
        entities: number of entities, up to 80.

    Returns:
        As many facts as entities times relations.

    Raises:
        ValueError: if there are not so many names.

    Example:
        ```python
        import torch
        from notes.retrieval.knowledge import knowledge_base, passage

        facts = knowledge_base(torch.Generator().manual_seed(0), entities=5)
        print(len(facts), "|", passage(facts[0]))
        #> 40 | in those days the pet of netak is a bright cat
        ```
    """
    names = [first + last for first in FIRST for last in LAST]
    if not 0 < entities <= len(names):
        raise ValueError(f"`entities` must be a number from 1 to {len(names)}, got {entities}")

    def drawn(among: tuple[str, ...]) -> str:
        return among[int(torch.randint(len(among), (1,), generator=generator))]

    chosen = [names[i] for i in torch.randperm(len(names), generator=generator)[:entities].tolist()]
    facts = [
        Fact(name, relation, drawn(ADJECTIVES), drawn(NOUNS[relation]), drawn(OPENERS))
        for name in chosen
        for relation in RELATIONS
    ]
    return [facts[i] for i in torch.randperm(len(facts), generator=generator).tolist()]


def passage(fact: Fact) -> str:
    """The sentence that states a fact.

    Args:
        fact: what is known.

    Returns:
        The passage.

    Example:
        ```python
        from notes.retrieval.knowledge import Fact, passage

        print(passage(Fact("badar", "pet", "red", "cat", "in those days")))
        #> in those days the pet of badar is a red cat
        ```
    """
    return f"{fact.opener} the {fact.relation} of {fact.entity} is a {fact.adjective} {fact.noun}".strip()


@jaxtyped(typechecker=beartype)
def question(fact: Fact, wording: int) -> str:
    """A question that the fact answers.

    Args:
        fact: what is asked for.
        wording: 0 for the words of the passage, 1 to 3 for other words: only the name is shared then.

    Returns:
        The question.

    Raises:
        ValueError: if there is no such wording.

    Example:
        ```python
        from notes.retrieval.knowledge import Fact, question

        fact = Fact("badar", "pet", "red", "cat", "")
        print(question(fact, 0), "|", question(fact, 1))
        #> what is the pet of badar | which companion belongs to badar
        ```
    """
    if not 0 <= wording < WORDINGS:
        raise ValueError(f"`wording` must be a number from 0 to {WORDINGS - 1}, got {wording}")
    if wording == 0:
        return f"what is the {fact.relation} of {fact.entity}"
    return f"which {SYNONYMS[fact.relation][wording - 1]} belongs to {fact.entity}"
