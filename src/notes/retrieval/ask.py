r"""Ask the notes: sentences that answer a question, with the section they come from, or "not in the notes".

python -m notes.retrieval.ask "why do gradients vanish in deep networks?"
"""

import argparse
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_finite, require_no_gradient
from notes.retrieval.pages import PACKAGE, Section, sections
from notes.retrieval.sparse import bm25, robertson_idf
from notes.retrieval.vocabulary import vocabulary, word_counts, words

THRESHOLD = 0.5
WHOLE = re.compile(r"[A-Z*$`].*[.?!*]")
SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "e", "y")
EMPTY = frozenset(
    words(
        """
        a about after all also an and any are as at be because been before between but by can could did do does for
        from get give given had has have how i if in into is it its itself just like make many may me more most much
        my need no not of on one only or other our out over should so some such tell than that the their them then
        there these they this those to too two up us use used uses using very was we were what when where which while
        who whose why will with without would you your
        """
    )
)


class Answer(NamedTuple):
    """What the notes say.

    Attributes:
        section: where they say it.
        sentences: what they say, word for word.
        coverage: share of the question that the section covers, from 0 to 1.
    """

    section: Section
    sentences: tuple[str, ...]
    coverage: float


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, without their endings and in one spelling.

    Args:
        text: a question or a passage.

    Returns:
        Stems in the order of the text, repetitions included.

    Example:
        ```python
        from notes.retrieval.ask import stems

        print(stems("Why do we regularize the networks?"), stems("regularisation of a network"))
        #> ['regularis', 'network'] ['regularis', 'network']
        ```
    """
    return [_stem(word) for word in words(text.replace("'s ", " ")) if word not in EMPTY and len(word) > 1]


class Notes:
    """The sections of the notes, ready to be asked.

    Args:
        found: the sections to search.
    """

    def __init__(self, found: Sequence[Section]) -> None:
        self.sections = list(found)
        texts = [_text([section.title, *section.sentences]) for section in self.sections]
        self.columns = vocabulary(texts)
        self.counts = word_counts(texts, self.columns)
        self.names = word_counts([_text(section.names) for section in self.sections], self.columns)
        self.rarity = robertson_idf(self.counts)

    def known(self, question: str) -> list[str]:
        """The different stems of a question that stand in the notes."""
        return sorted({stem for stem in stems(question) if stem in self.columns})

    def scores(self, question: str) -> Float[Tensor, "sections"]:
        """BM25 of the question with each section and, once more, with what the section names in title and bold type."""
        asked = word_counts([" ".join(self.known(question))], self.columns, device=self.counts.device)
        return (bm25(asked, self.counts) + bm25(asked, self.names))[0]

    def coverage(self, question: str, place: int) -> float:
        """Share of the question's weight that stands in a section; see `coverage`."""
        known, asked = self.known(question), set(stems(question))
        weights = self.rarity[[self.columns[stem] for stem in known]]
        present = self.counts[place, [self.columns[stem] for stem in known]] > 0
        return coverage(weights, present, len(asked) - len(known), len(self.sections))


@jaxtyped(typechecker=beartype)
def coverage(weights: Float[Tensor, "known"], present: Bool[Tensor, " known"], unknown: int, documents: int) -> float:
    r"""Share of a question's weight that stands in one document, from 0 to 1.

    $$c(x, z) = \frac{\sum_{w \in x \cap z} \operatorname{idf}(w)}{\sum_{w \in x} \operatorname{idf}(w)}$$

    BM25 ranks, but its size depends on the question. This share can be compared between questions, so it can have a
    threshold. A word that no document has counts in the denominator with the largest weight there is.

    Args:
        weights: inverse document frequencies of the words of the question that some document has.
        present: which of them stand in the document.
        unknown: number of words of the question that no document has; not negative.
        documents: number of documents; positive.

    Returns:
        The share; 0 for a question without words.

    Raises:
        ValueError: if a number is outside its domain, or `weights` is NaN or infinite, or `weights` asks for a
            gradient.

    Example:
        ```python
        import torch
        from notes.retrieval.ask import coverage

        weights, present = torch.tensor([1.0, 3.0]), torch.tensor([False, True])
        print(round(coverage(weights, present, unknown=0, documents=10), 4))
        #> 0.75
        ```
    """
    require_no_gradient(weights=weights)
    require_finite(weights=weights)
    if unknown < 0:
        raise ValueError(f"`unknown` must not be negative, got {unknown}")
    if documents < 1:
        raise ValueError(f"`documents` must be positive, got {documents}")
    missing = unknown * torch.tensor(1 + (documents + 0.5) / 0.5, device=weights.device).log()
    total = weights.sum() + missing
    return float(weights[present].sum() / total) if total > 0 else 0.0


@jaxtyped(typechecker=beartype)
def answer(question: str, notes: Notes, *, threshold: float = THRESHOLD, sentences: int = 2) -> Answer | None:
    """What the notes say about a question, word for word, or None if nothing in them is relevant enough.

    BM25 ranks the sections. The best one answers if it covers enough of the question, with those of its sentences that
    cover most of it.

    Args:
        question: a question in plain words.
        notes: the sections to search.
        threshold: least share of the question that must be covered, from 0 to 1.
        sentences: number of sentences to give; positive.

    Returns:
        The answer, or None.

    Raises:
        ValueError: if an argument is outside its domain.

    Example:
        ```python
        from notes.retrieval.ask import Notes, answer
        from notes.retrieval.pages import sections

        notes = Notes(sections(chapters=range(1, 7)))
        found = answer("What is the universal approximation theorem?", notes)
        print(found.section.citation)
        #> 02-networks.md#universal-approximation
        print(answer("Who painted the ceiling of the Sistine Chapel?", notes))
        #> None
        ```
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"`threshold` must be a number from 0 to 1, got {threshold}")
    if sentences < 1:
        raise ValueError(f"`sentences` must be positive, got {sentences}")
    best = int(notes.scores(question).argmax())
    covered = notes.coverage(question, best)
    if covered == 0 or covered < threshold:
        return None
    section, asked = notes.sections[best], notes.known(question)

    def relevance(place: int) -> float:
        shared = set(stems(section.sentences[place])) & set(asked)
        return float(notes.rarity[[notes.columns[stem] for stem in shared]].sum())

    whole = [place for place, sentence in enumerate(section.sentences) if WHOLE.fullmatch(sentence)]
    ranked = sorted(whole or range(len(section.sentences)), key=relevance, reverse=True)[:sentences]
    return Answer(section, tuple(section.sentences[place] for place in sorted(ranked)), covered)


def told(question: str, notes: Notes) -> str:
    """The answer as text: the sentences and where they stand, or that there is none.

    Args:
        question: a question in plain words.
        notes: the sections to search.

    Returns:
        Sentences with their citation, or "Not in the notes."

    Example:
        ```python
        from notes.retrieval.ask import Notes, told
        from notes.retrieval.pages import sections

        print(told("How tall is the Eiffel tower?", Notes(sections(chapters=range(1, 7)))))
        #> Not in the notes.
        ```
    """
    found = answer(question, notes)
    if found is None:
        return "Not in the notes."
    return f"{' '.join(found.sentences)}\n[{found.section.citation}]"


def main() -> None:
    """Answer the question on the command line."""
    parser = argparse.ArgumentParser(prog="python -m notes.retrieval.ask", description="Ask the notes a question.")
    parser.add_argument("question", help="in plain words, in quotes")
    parser.add_argument("--docs", type=Path, default=PACKAGE / "docs", help="folder of the pages")
    arguments = parser.parse_args()
    print(told(arguments.question, Notes(sections(folder=arguments.docs))))


def _stem(word: str) -> str:
    """The word without its ending, if four letters stay; British and American spelling become one."""
    spelled = word.replace("iz", "is").replace("our", "or").replace("yz", "ys")
    ending = next((end for end in SUFFIXES if spelled.endswith(end) and len(spelled) - len(end) >= 4), "")
    return spelled.removesuffix(ending)


def _text(parts: Iterable[str]) -> str:
    """Some texts as one, in stems."""
    return " ".join(stem for part in parts for stem in stems(part))


if __name__ == "__main__":
    main()
