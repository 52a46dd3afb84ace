"""The made-up language: its sentences keep to their topic and agree in number."""

import pytest
import torch

from notes.transformers.grammar import DETERMINERS, LINKS, TOPICS, WORDS, documents, sentence


def test_words_are_all_different_and_begin_with_the_special_tokens() -> None:
    assert len(WORDS) == len(set(WORDS)) == 43
    assert WORDS[:4] == ("[PAD]", "[CLS]", "[SEP]", "[MASK]")


@pytest.mark.parametrize("topic", range(len(TOPICS)))
def test_sentence_keeps_to_its_topic_and_agrees(topic: int, generator: torch.Generator) -> None:
    nouns, verbs, adjectives = (part.split() for part in list(TOPICS.values())[topic].split("|"))
    lengths = set()
    for _ in range(100):
        spoken = " ".join(WORDS[number] for number in sentence(topic, generator))
        lengths.add(len(spoken.split()))
        words = spoken.replace(" ##s", "s").split()
        determiner, *extra, noun, verb, link, other_determiner, adjective, other = words
        plural, other_plural = noun not in nouns, other not in nouns
        assert noun.removesuffix("s" * plural) in nouns
        assert other.removesuffix("s" * other_plural) in nouns
        assert determiner in DETERMINERS[plural]
        assert other_determiner in DETERMINERS[other_plural]
        assert verb in ([*verbs] if plural else [v + "s" for v in verbs])
        assert link in LINKS
        assert {adjective, *extra} <= set(adjectives)
    assert lengths == {8, 9, 10}


def test_documents_have_topics_in_equal_shares_and_sentences_of_theirs(generator: torch.Generator) -> None:
    text = documents(1000, 2, generator)
    counts = torch.tensor([document.topic for document in text]).bincount()
    assert counts.min() > 270
    assert len(counts) == len(TOPICS)
    assert all(len(document.sentences) == 2 for document in text)
    own = [set(" ".join(TOPICS[topic].split("|")).split()) for topic in TOPICS]
    for document in text[:100]:
        said = {WORDS[number] for spoken in document.sentences for number in spoken}
        assert not any(said & own[other] for other in range(len(TOPICS)) if other != document.topic)


def test_sentences_and_documents_refuse_what_is_out_of_range(generator: torch.Generator) -> None:
    with pytest.raises(ValueError, match="`topic` must be from 0 to 2, got 3"):
        sentence(3, generator)
    with pytest.raises(ValueError, match="`number` and `length` must be positive, got 0 and 2"):
        documents(0, 2, generator)
