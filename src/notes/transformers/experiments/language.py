"""What small language models show: perplexity and tokenizers, what is learned in context, and preferences."""

import torch
from torch import Generator, Tensor

from notes.experiment import always, difference, experiment, mean, often
from notes.losses.training import minimiser
from notes.transformers.byte_pairs import Tokenizer, byte_pair_merges
from notes.transformers.corpus import help_texts
from notes.transformers.induction import repetitions, shares_known, trained_copier
from notes.transformers.language_model import Sizes, new_language_model, perplexity, token_losses, trained_on_text
from notes.transformers.preference import Preferences, drawn_preferences, optimal_policy, preference_loss

TIME = 64


@experiment(
    "A model of byte pairs has the larger perplexity a token, and the smaller one a byte",
    always("a token of byte pairs is harder than a byte", lambda run: run["token of pairs"] > run["token of bytes"]),
    always("but a byte is easier in byte pairs", lambda run: run["byte in pairs"] < run["byte in bytes"]),
    panels={
        "perplexity a token": ("token of bytes", "token of pairs"),
        "perplexity a byte": ("byte in bytes", "byte in pairs"),
    },
)
def tokenizers(seed: int) -> dict[str, float]:
    """Perplexities of two models that differ in the tokenizer alone, on the topics that were kept apart."""
    train, test = help_texts()
    numbers = dict[str, float]()
    for name, merges in (("bytes", []), ("pairs", byte_pair_merges(train[:30_000], 200))):
        tokenizer, generator = Tokenizer(merges), Generator().manual_seed(seed)
        model = new_language_model(Sizes(len(tokenizer.vocabulary), layers=1), generator)
        model = trained_on_text(model, torch.tensor(tokenizer.encoded(train[:200_000])), generator, time=TIME, steps=60)
        passages = torch.tensor(tokenizer.encoded(test[:20_000])).unfold(0, TIME + 1, TIME + 1)
        with torch.no_grad():
            losses = token_losses(model, passages)
        count = sum(len(tokenizer.vocabulary[token]) for token in passages[:, 1:].flatten().tolist())
        numbers[f"token of {name}"] = perplexity(losses, losses.numel())
        numbers[f"byte in {name}"] = perplexity(losses, count)
    return numbers


@experiment(
    "Two layers copy a pattern that they see for the second time; one layer mostly cannot",
    always("two layers copy more than two thirds", lambda run: run["two layers again"] > 2 / 3),
    often("they copy more than nine of ten", lambda run: run["two layers again"] > 0.9),
    always("one layer copies fewer than half", lambda run: run["one layer again"] < 0.5),
    always(
        "where the token is new neither is right in a fifth",
        lambda run: max(run["one layer first"], run["two layers first"]) < 0.2,
    ),
    always("one layer copies fewer than a fifth of longer patterns", lambda run: run["one layer longer"] < 0.2),
    mean("two layers longer", above=0.5),
    panels={
        "share of right next tokens": tuple(
            f"{layers} {where}" for layers in ("one layer", "two layers") for where in ("first", "again", "longer")
        )
    },
)
def induction(seed: int) -> dict[str, float]:
    """How often the next token is right in new patterns and their repetitions, also in longer ones than in training."""
    numbers = dict[str, float]()
    for name, layers in (("one layer", 1), ("two layers", 2)):
        generator = Generator().manual_seed(seed)
        model = trained_copier(layers, generator)
        first, again = shares_known(model, repetitions(500, 17, generator)).tolist()
        _, longer = shares_known(model, repetitions(500, 25, generator, shortest=12, longest=12)).tolist()
        numbers |= {f"{name} first": first, f"{name} again": again, f"{name} longer": longer}
    return numbers


def fitted_policy(reference: Tensor, pairs: Preferences, strength: float) -> Tensor:
    """The log probabilities that make the preference loss least."""

    def loss(logits: Tensor) -> Tensor:
        return preference_loss(logits.log_softmax(dim=0), reference, pairs, strength)

    return minimiser(loss, reference).log_softmax(dim=0)


@experiment(
    "With many preferences the policy comes to the best one near the reference",
    often("300 pairs beat the reference", lambda run: run["worth after 300 pairs"] > run["worth of the reference"]),
    always("nearer with 30 000 pairs", lambda run: run["30000 pairs"] < min(run["300 pairs"], run["reference"])),
    difference("3000 pairs", "30000 pairs"),
    panels={
        "divergence from the best policy (nats)": ("300 pairs", "3000 pairs", "30000 pairs"),
    },
)
def preferences(seed: int) -> dict[str, float]:
    """How far a policy of eight answers, fitted to preferences, is from the best one, and what it is worth."""
    generator, strength = Generator().manual_seed(seed), 0.5
    reference, rewards = torch.randn(2, 8, dtype=torch.float64, generator=generator)
    reference = reference.log_softmax(dim=0)
    policies = {"best": optimal_policy(reference, rewards, strength), "reference": reference}
    for number in (300, 3000, 30_000):
        pairs = drawn_preferences(reference.exp(), rewards, number, generator)
        policies[f"{number} pairs"] = fitted_policy(reference, pairs, strength)
    best = policies.pop("best")
    numbers = {name: (best.exp() * (best - policy)).sum().item() for name, policy in policies.items()}
    for name, policy in (
        ("of the reference", reference),
        ("after 300 pairs", policies["300 pairs"]),
        ("of the best", best),
    ):
        numbers[f"worth {name}"] = (policy.exp() * (rewards - strength * (policy - reference))).sum().item()
    return numbers
