"""What pretraining is worth: hidden words, few labels of sentences, few labels of digits, and few images."""

import torch
from torch import Generator, Tensor

from notes.data import digits, mnist, split
from notes.experiment import always, difference, experiment, often
from notes.transformers.bert import Bert
from notes.transformers.comparison import digit_classifiers
from notes.transformers.grammar import documents
from notes.transformers.packing import Packed, packed, sentence_pairs
from notes.transformers.pretraining import (
    SMALL,
    Pretraining,
    accuracy,
    fine_tuned,
    linear_readout,
    new_pretrainer,
    pretrained,
    pretraining_scores,
)
from notes.transformers.transfer import WAYS, digits_task, transfer_accuracies

LABELS, IMAGES = (6, 48), (10, 300)


def pretraining_run(generator: Generator) -> Pretraining:
    """A small BERT pretrained on 300 documents of four sentences."""
    text = documents(300, 4, generator)
    return pretrained(new_pretrainer(SMALL, generator), text, generator, steps=200, batch=32)


def labelled(number: int, generator: Generator) -> tuple[Packed, Tensor]:
    """Sentences as a packed batch, and the topic of each."""
    text = documents(number, 1, generator)
    topics = torch.tensor([document.topic for document in text])
    return packed([document.sentences[0] for document in text]), topics


def topic_accuracies(encoder: Bert, generator: Generator) -> dict[str, float]:
    """Accuracy on topics of an encoder fine-tuned, frozen, and replaced by a new one, for few labels and for many."""
    test, truth = labelled(300, generator)
    batch, topics = labelled(max(LABELS), generator)
    numbers = {}
    for size in LABELS:
        few, labels = Packed(*(part[:size] for part in batch)), topics[:size]
        scratch = new_pretrainer(SMALL, generator).bert
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
    often("next sentence prediction is right more often than by guessing", lambda run: run["next sentence"] > 0.55),
    difference("fine-tuned 6", "from scratch 6"),
    difference("frozen 6", "from scratch 6"),
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
    return numbers | topic_accuracies(network.bert, generator)


@experiment(
    "Features of the digits 0 to 4 are worth most where the digits 5 to 9 have few labels",
    difference("frozen 10", "from scratch 10"),
    difference("fine-tuned 10", "from scratch 10"),
    difference("fine-tuned 300", "frozen 300"),
    difference("frozen 300", "frozen at random 300"),
    panels={"accuracy on the digits 5 to 9": tuple(f"{way} {size}" for size in IMAGES for way in WAYS)},
)
def few_digits(seed: int) -> dict[str, float]:
    """Accuracy on grainy digits with 10 and with 300 labels, by what is done with features of other digits."""
    generator = Generator().manual_seed(seed)
    task = digits_task(mnist(), generator, copies=1)
    found = transfer_accuracies(task, list(IMAGES), generator, steps=120)
    return {f"{way} {size}": found[way][place].item() for place, size in enumerate(IMAGES) for way in WAYS}


@experiment(
    "With few images a Vision Transformer makes more errors than a convolutional network",
    always(
        "the convolutional network is right more often", lambda run: run["convolutional"] > run["Vision Transformer"]
    ),
    difference("convolutional", "Vision Transformer"),
    difference("Vision Transformer", "linear"),
    panels={"accuracy on 450 digits": ("Vision Transformer", "convolutional", "linear")},
)
def few_images(seed: int) -> dict[str, float]:
    """Accuracy of three kinds of network on digits of 8 by 8 pixels."""
    generator = Generator().manual_seed(seed)
    train, test = split(digits(), 0.75, generator)
    return {
        name: found.accuracy for name, found in digit_classifiers(train, test, generator, steps=70, batch=32).items()
    }
