"""What word vectors learn: mutual information, company, and why one vector a word is too few."""

import torch
from torch import Generator, Tensor
from torch.nn.functional import cross_entropy

from notes.experiment import always, experiment, mean, often
from notes.experiment.claims import Claim
from notes.transformers.corpus import PLURALS, cooccurrence_counts, encoded, frequent_words, topics, windows
from notes.transformers.elmo import BidirectionalLanguageModel, layer_mixture, trained_language_model
from notes.transformers.neighbours import analogy_accuracy, cosines, nearest_words
from notes.transformers.senses import AMBIGUOUS, NOUNS, PLACE, VERBS, WORDS, Sentences, sentences
from notes.transformers.word2vec import (
    WordVectors,
    cbow_scores,
    negative_sampling_loss,
    noise_distribution,
    shifted_pmi,
    trained_on_counts,
    trained_vectors,
)

WIDTHS = (2, 8, 40)
FELLOWS = {"two": "three", "left": "right"}


@experiment(
    "The wider the vectors, the nearer their scores to the shifted mutual information",
    always("the error falls with the width", lambda run: run["width 2"] > run["width 8"] > run["width 40"]),
    panels={"root mean square error of the scores (nats)": tuple(f"width {width}" for width in WIDTHS)},
)
def mutual_information(seed: int) -> dict[str, float]:
    """How far the scores of all pairs of forty words are from their best values, by the width of the vectors."""
    counts = 1 + cooccurrence_counts(encoded(topics(), frequent_words(topics(), 40)), 40, reach=3)
    noise = noise_distribution(counts)
    best, numbers = shifted_pmi(counts, noise, negatives=5), {}
    for width in WIDTHS:
        vectors = trained_vectors(
            lambda found: negative_sampling_loss(found.scores, counts, noise, negatives=5),
            40,
            width,
            100,
            Generator().manual_seed(seed),
        )
        numbers[f"width {width}"] = (vectors.scores - best).square().mean().sqrt().item()
    return numbers


def neighbours(word: str, other: str) -> Claim:
    """The claim that one word is nearest to another."""
    return often(f"{other} is nearest to {word}", lambda run: run[word] == 1)


@experiment(
    "From the help of a programming language: what six words tell of the seventh, nearest words, analogies",
    always("six words around tell more than none", lambda run: run["six words read"] < run["nothing read"]),
    always("more than a twentieth of the analogies are right", lambda run: run["analogies right"] > 0.05),
    always("fewer than a third are", lambda run: run["analogies right"] < 1 / 3),
    mean("analogies right"),
    *(neighbours(word, other) for word, other in FELLOWS.items()),
    panels={
        "loss (nats a word)": ("nothing read", "six words read"),
        "share of analogies of singular and plural": ("analogies right",),
    },
)
def company(seed: int) -> dict[str, float]:
    """Losses of the continuous bag of words, and nearest words and analogies of the skip-gram."""
    generator, numbers = Generator().manual_seed(seed), frequent_words(topics(), 600)
    texts = encoded(topics(), numbers)
    targets, contexts = windows(texts, reach=3)

    def loss(vectors: WordVectors) -> Tensor:
        batch = torch.randint(len(targets), (256,), generator=generator)
        return cross_entropy(cbow_scores(contexts[batch], vectors), targets[batch])

    bag = trained_vectors(loss, 600, 32, 60, generator)
    frequencies = torch.bincount(targets) / len(targets)
    vectors = trained_on_counts(cooccurrence_counts(texts, 600, reach=3), 48, 60, generator).inputs
    pairs = [pair for pair in PLURALS if set(pair) <= set(numbers)]
    return {
        "nothing read": torch.special.entr(frequencies).sum().item(),
        "six words read": cross_entropy(cbow_scores(contexts[::8], bag), targets[::8]).item(),
        "analogies right": analogy_accuracy(pairs, vectors, numbers),
    } | {word: float(nearest_words(word, vectors, numbers, 1) == [other]) for word, other in FELLOWS.items()}


def static_cosines(train: Sentences, generator: Generator) -> Tensor:
    """Cosines of each word's skip-gram vector with the mean vector of the verbs, and with that of the nouns."""
    counts = cooccurrence_counts(list(train.words), len(WORDS), reach=5)
    vectors = trained_on_counts(counts, 8, 200, generator).inputs
    groups = [[WORDS[word] for word in group] for group in (VERBS, NOUNS)]
    return cosines(vectors, torch.stack([vectors[rows].mean(0) for rows in groups]))


def senses_right(model: BidirectionalLanguageModel, test: Sentences, logits: Tensor) -> float:
    """How often the ambiguous word is nearer to the words of its own sense, by a mixture of the model's layers."""
    known, asked = (
        layer_mixture(model(part.words)[:, :, PLACE], logits, torch.tensor(1.0))
        for part in (test.unambiguous, test.ambiguous)
    )
    means = torch.stack([known[test.unambiguous.senses == sense].mean(0) for sense in (0, 1)])
    return (cosines(asked, means).argmax(1) == test.ambiguous.senses).double().mean().item()


@experiment(
    "One vector a word cannot tell two senses apart; a vector computed from the sentence mostly can",
    always(
        "a verb is nearer to the verbs and a noun to the nouns",
        lambda run: run["keep to verbs"] > run["keep to nouns"] and run["branch to nouns"] > run["branch to verbs"],
    ),
    always(
        "stick is nearer to the nouns than a verb is and nearer to the verbs than a noun is",
        lambda run: run["stick to nouns"] > run["keep to nouns"] and run["stick to verbs"] > run["branch to verbs"],
    ),
    always("the own vector is right under two thirds", lambda run: run["own vector right"] < 2 / 3),
    always(
        "the mixture is right at least as often as the own vector",
        lambda run: run["mixture right"] >= run["own vector right"],
    ),
    often("the mixture is right in more than nine of ten", lambda run: run["mixture right"] > 0.9),
    panels={
        "cosine of skip-gram vectors": tuple(
            f"{word} to {group}" for word in ("keep", "branch", AMBIGUOUS) for group in ("verbs", "nouns")
        ),
        "share of new sentences whose sense is told": ("own vector right", "mixture right"),
    },
)
def senses(seed: int) -> dict[str, float]:
    """Where a word with two senses lies among words with one, and how often its sense is told from its vector."""
    generator = Generator().manual_seed(seed)
    train, test = sentences(200, generator), sentences(300, generator)
    near = static_cosines(train, generator)
    model = trained_language_model(train.words, len(WORDS), 16, 60, generator)
    numbers = {
        f"{word} to {group}": near[WORDS[word], place].item()
        for word in ("keep", "branch", AMBIGUOUS)
        for place, group in enumerate(("verbs", "nouns"))
    }
    ways = {"own vector right": torch.tensor([60.0, 0, 0]), "mixture right": torch.zeros(3)}
    return numbers | {name: senses_right(model, test, logits) for name, logits in ways.items()}
