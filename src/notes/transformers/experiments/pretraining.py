"""What pretraining is worth: hidden words, few labels of sentences, few labels of digits, and few images."""

import torch
from torch import Generator, Tensor

from notes.data import digits, mnist, split
from notes.experiment import always, difference, experiment, mean, often
from notes.transformers.bert import Bert
from notes.transformers.comparison import digit_classifiers
from notes.transformers.grammar import TOPICS, documents
from notes.transformers.packing import Packed, packed, sentence_pairs
from notes.transformers.pretraining import (
    SMALL,
    Pretrainer,
    Pretraining,
    accuracy,
    best_guesses,
    fine_tuned,
    linear_readout,
    new_pretrainer,
    pretrained,
    pretraining_scores,
)
from notes.transformers.text_to_text import TASKS, sentinels, texts, trained_on_all_tasks
from notes.transformers.transfer import WAYS, digits_task, transfer_accuracies
from notes.transformers.translation import exact_match

SIZES = SMALL._replace(layers=1)
LABELS, IMAGES = (6, 48), (10, 300)
GAP = "some salty [MASK] ##s drift near a deep whale"


def pretraining_run(generator: Generator) -> Pretraining:
    """A BERT of one layer, pretrained on 400 documents of four sentences."""
    text = documents(400, 4, generator)
    return pretrained(new_pretrainer(SIZES, generator), text, generator, steps=300)


def labelled(number: int, generator: Generator) -> tuple[Packed, Tensor]:
    """Sentences as a packed batch, and the topic of each."""
    text = documents(number, 1, generator)
    topics = torch.tensor([document.topic for document in text])
    return packed([document.sentences[0] for document in text]), topics


def noun_guesses(network: Pretrainer) -> dict[str, float]:
    """Of the four best guesses for a gap in a sentence about the sea: nouns of any topic, and nouns of the sea."""
    guesses = set(best_guesses(network, GAP, 4))
    nouns = {topic: set(words.partition("|")[0].split()) for topic, words in TOPICS.items()}
    return {
        "guesses that are nouns": len(guesses & set().union(*nouns.values())),
        "guesses of the sea": len(guesses & nouns["sea"]),
    }


def topic_accuracies(encoder: Bert, generator: Generator) -> dict[str, float]:
    """Accuracy on topics of an encoder fine-tuned, frozen, and replaced by a new one, for few labels and for many."""
    test, truth = labelled(300, generator)
    batch, topics = labelled(max(LABELS), generator)
    numbers = dict[str, float]()
    for size in LABELS:
        few, labels = Packed(*(part[:size] for part in batch)), topics[:size]
        scratch = new_pretrainer(SIZES, generator).bert
        classifiers = {
            "fine-tuned": fine_tuned(encoder, few, labels, generator, classes=3, steps=40),
            "frozen": linear_readout(encoder, few, labels, generator, classes=3),
            "from scratch": fine_tuned(scratch, few, labels, generator, classes=3, steps=40),
        }
        numbers |= {f"{way} {size}": accuracy(found, test, truth) for way, found in classifiers.items()}
    return numbers


@experiment(
    "A small BERT learns which words keep company; with six labels that is worth much, with forty-eight little",
    always("hidden words are named better than by the most common one", lambda run: run["words"] > run["common word"]),
    mean("next sentence", above=0.5),
    often(
        "with six labels the fine-tuned network is ahead of the one from scratch",
        lambda run: run["fine-tuned 6"] > run["from scratch 6"],
    ),
    difference("fine-tuned 6", "from scratch 6"),
    difference("frozen 6", "from scratch 6"),
    difference("gain 6", "gain 48"),
    mean("guesses that are nouns", above=3),
    mean("guesses of the sea", above=1.5),
    panels={
        "share right": ("words", "common word", "next sentence"),
        "accuracy on topics": tuple(
            f"{way} {size}" for size in LABELS for way in ("fine-tuned", "frozen", "from scratch")
        ),
    },
)
def few_labels(seed: int) -> dict[str, float]:
    """Scores of pretraining on fresh text, and accuracy on topics with 6 and with 48 labelled sentences."""
    generator = Generator().manual_seed(seed)
    network = pretraining_run(generator).network
    pairs = sentence_pairs([story.sentences for story in documents(150, 4, generator)], 400, generator)
    scores = pretraining_scores(network, pairs, generator)
    numbers = {"words": scores.words, "common word": scores.common_word, "next sentence": scores.follows}
    numbers |= noun_guesses(network)
    numbers |= topic_accuracies(network.bert, generator)
    gains = {f"gain {size}": numbers[f"fine-tuned {size}"] - numbers[f"from scratch {size}"] for size in LABELS}
    return numbers | gains


@experiment(
    "Features of other digits help with ten labels; with three hundred only those that move along do",
    difference("frozen 10", "from scratch 10"),
    difference("fine-tuned 10", "from scratch 10"),
    difference("fine-tuned 300", "frozen 300"),
    difference("from scratch 300", "frozen 300"),
    difference("frozen gain 10", "frozen gain 300"),
    difference("frozen 300", "frozen at random 300"),
    always(
        "with three hundred labels learnt and random features are both better than guessing",
        lambda run: min(run["frozen 300"], run["frozen at random 300"]) > 1 / 5,
    ),
    panels={"accuracy on the digits 5 to 9": tuple(f"{way} {size}" for size in IMAGES for way in WAYS)},
)
def few_digits(seed: int) -> dict[str, float]:
    """Accuracy on grainy digits with 10 and with 300 labels, by what is done with features of other digits."""
    generator = Generator().manual_seed(seed)
    task = digits_task(mnist(), generator, copies=1)
    found = transfer_accuracies(task, list(IMAGES), generator, steps=120)
    numbers = {f"{way} {size}": found[way][place].item() for place, size in enumerate(IMAGES) for way in WAYS}
    gains = {f"frozen gain {size}": numbers[f"frozen {size}"] - numbers[f"from scratch {size}"] for size in IMAGES}
    return numbers | gains


@experiment(
    "With few images and steps a Vision Transformer makes more errors than a convolutional network",
    always(
        "the convolutional network is right more often", lambda run: run["convolutional"] > run["Vision Transformer"]
    ),
    always("so is the linear model", lambda run: run["linear"] > run["Vision Transformer"]),
    difference("convolutional", "Vision Transformer"),
    panels={"accuracy on 450 digits": ("Vision Transformer", "convolutional", "linear")},
)
def few_images(seed: int) -> dict[str, float]:
    """Accuracy of three kinds of network on digits of 8 by 8 pixels."""
    generator = Generator().manual_seed(seed)
    train, test = split(digits(), 0.75, generator)
    return {
        name: found.accuracy for name, found in digit_classifiers(train, test, generator, steps=110, batch=32).items()
    }


@experiment(
    "One Transformer with one loss names topics, copies subjects and fills gaps, as the first word asks",
    always("more than nine in ten topics are right", lambda run: run["topic"] > 0.9),
    always("more than a quarter of the subjects are right in every word", lambda run: run["subject"] > 0.25),
    always("more than four in five fills have just the sentinels asked for", lambda run: run["sentinels"] > 0.8),
    always("fewer than one in five fills is right in every word", lambda run: run["fill"] < 0.2),
    mean("topic"),
    mean("subject"),
    mean("sentinels"),
    mean("fill"),
    panels={"share of new texts": ("topic", "subject", "sentinels", "fill")},
)
def text_to_text(seed: int) -> dict[str, float]:
    """How often a model trained on three tasks at once writes exactly what is asked, about new sentences."""
    generator, numbers = Generator().manual_seed(seed), dict[str, float]()
    model = trained_on_all_tasks(generator)
    for task in TASKS:
        read, right = texts(task, 300, generator)
        written = model.written(read, right.shape[1])
        numbers[task] = exact_match(written, right).item()
    same = [ours == theirs for ours, theirs in zip(sentinels(written), sentinels(right), strict=True)]
    return numbers | {"sentinels": sum(same) / len(same)}
