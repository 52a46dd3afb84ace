r"""A small language model that answers from passages in its prompt, and what it does when they say otherwise.

A fact is three tokens: an entity, a relation, an answer. A prompt is some facts about an entity, and the first two
tokens of the one that is asked for; what the model writes next is its answer.
"""

from collections.abc import Callable
from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_below, require_decomposable, require_shape, require_sizes, require_some
from notes.losses.training import trained
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model

ENTITIES, RELATIONS, ANSWERS = 8, 8, 12
TOKENS = ENTITIES + RELATIONS + ANSWERS
PASSAGES = 4


@jaxtyped(typechecker=beartype)
def drawn_answers(generator: torch.Generator) -> Int64[Tensor, "entities relations"]:
    """A world: the answer to each question, drawn at random.

    Args:
        generator: source of randomness.

    Returns:
        The token of the answer for each entity and each relation.
    """
    shape = (ENTITIES, RELATIONS)
    return ENTITIES + RELATIONS + torch.randint(ANSWERS, shape, generator=generator, device=generator.device)


@jaxtyped(typechecker=beartype)
def prompts(
    world: Int64[Tensor, "entities relations"],
    entities: Int64[Tensor, "batch"],
    relations: Int64[Tensor, "batch passages"],
    asked: Int64[Tensor, "batch"],
) -> Int64[Tensor, "batch length"]:
    """Passages about an entity, and behind them a question about it.

    Args:
        world: the answers that the passages state.
        entities: what the passages are about, and the question.
        relations: which facts are stated, in this order; there may be none.
        asked: the relation that is asked for.

    Returns:
        Three tokens for each passage and two for the question.

    Raises:
        ValueError: if the world has another shape, or there is no such entity or relation.

    Example:
        ```python
        import torch
        from notes.retrieval.prompts import drawn_answers, prompts

        world = torch.full((8, 8), 20)
        print(prompts(world, torch.tensor([3]), torch.tensor([[1, 0]]), torch.tensor([0])).tolist())
        #> [[3, 9, 20, 3, 8, 20, 3, 8]]
        ```
    """
    require_shape((ENTITIES, RELATIONS), world=world)
    require_below(ENTITIES, entities=entities)
    require_below(RELATIONS, relations=relations, asked=asked)
    about = entities[:, None].expand_as(relations)
    stated = torch.stack([about, ENTITIES + relations, world[about, relations]], -1).flatten(1)
    return torch.cat([stated, torch.stack([entities, ENTITIES + asked], 1)], 1)


class Draw(NamedTuple):
    """Some questions, with the relations of the passages that are found for them.

    Attributes:
        entities: what is asked about.
        asked: which relation is asked for.
        relations: those that the passages state, the one that is asked for among them.
    """

    entities: Int64[Tensor, "batch"]
    asked: Int64[Tensor, "batch"]
    relations: Int64[Tensor, "batch passages"]


@jaxtyped(typechecker=beartype)
def drawn_questions(count: int, generator: torch.Generator, passages: int = PASSAGES) -> Draw:
    """Questions about random facts, and the relations of passages that hold the answer at a random place.

    Args:
        count: number of questions.
        generator: source of randomness.
        passages: number of passages for each, at most 8.

    Returns:
        The questions.

    Raises:
        ValueError: if `count` is below 1 or there are not so many relations.
    """
    require_sizes(count=count)
    if not 0 < passages <= RELATIONS:
        raise ValueError(f"`passages` must be a number from 1 to {RELATIONS}, got {passages}")
    device = generator.device
    entities = torch.randint(ENTITIES, (count,), generator=generator, device=device)
    relations = torch.rand(count, RELATIONS, generator=generator, device=device).argsort(dim=1)[:, :passages]
    place = torch.randint(passages, (count, 1), generator=generator, device=device)
    return Draw(entities, relations.take_along_dim(place, 1)[:, 0], relations)


@jaxtyped(typechecker=beartype)
def next_scores(model: LanguageModel, tokens: Int64[Tensor, "batch length"]) -> Float[Tensor, "batch tokens"]:
    """The scores of the token that comes after each prompt.

    Args:
        model: the language model.
        tokens: the prompts.

    Returns:
        One score for each token of the vocabulary.

    Raises:
        ValueError: if there is no prompt, one is empty, or a token is none of the model's.
    """
    require_some(tokens=tokens)
    require_below(model.embedding.num_embeddings, tokens=tokens)
    scores, _ = model(tokens)
    return scores[:, -1]


@jaxtyped(typechecker=beartype)
def copying_model(generator: torch.Generator, *, steps: int = 150) -> LanguageModel:
    """A language model that has learned to go on with what it has read before: patterns of random tokens, repeated.

    Args:
        generator: source of weights and patterns.
        steps: updates, each of 32 sequences of 17 tokens.

    Returns:
        The trained model.

    Reference: C. Olsson et al., In-context Learning and Induction Heads, 2022.
    """
    sizes = Sizes(TOKENS, width=32, heads=2, groups=2, hidden=32)

    def loss(network: nn.Module) -> Tensor:
        periods = torch.randint(4, 9, (32, 1), generator=generator, device=generator.device)
        patterns = torch.rand(32, TOKENS, generator=generator, device=generator.device).argsort(dim=1)
        places = torch.arange(17, device=generator.device)
        tokens, known = patterns.gather(1, places % periods), (places >= periods)[:, :-1]
        scores, _ = network(tokens[:, :-1])
        return cross_entropy(scores[known], tokens[:, 1:][known])

    return cast(LanguageModel, trained(new_language_model(sizes, generator), loss, steps=steps, learning_rate=0.02))


@jaxtyped(typechecker=beartype)
def answering_model(
    model: LanguageModel,
    world: Int64[Tensor, "entities relations"],
    told: Callable[[], Tensor],
    generator: torch.Generator,
    *,
    steps: int = 100,
) -> LanguageModel:
    """A copy of a language model that has learned the facts of a world by heart, and to answer from passages.

    Args:
        model: what to start from; it stays as it is.
        world: the answers that it learns by heart, from questions without passages.
        told: gives the answers that the passages of the next update state: those of the world, or others.
        generator: source of the questions.
        steps: updates, each of 32 questions without passages and 32 with them.

    Returns:
        The trained copy.

    Raises:
        ValueError: if the world has another shape, an answer is no token, or the model is of half precision.
    """
    require_decomposable(model=model.output.weight)
    require_shape((ENTITIES, RELATIONS), world=world)
    require_below(TOKENS, world=world)

    def loss(network: nn.Module) -> Tensor:
        writer, total = cast(LanguageModel, network), torch.zeros((), device=world.device)
        for answers, passages in ((world, 0), (told(), PASSAGES)):
            draw = drawn_questions(32, generator)
            scores = next_scores(writer, prompts(answers, draw.entities, draw.relations[:, :passages], draw.asked))
            total = total + cross_entropy(scores, answers[draw.entities, draw.asked])
        return total

    return cast(LanguageModel, trained(model, loss, steps=steps, learning_rate=0.01))


@jaxtyped(typechecker=beartype)
def answers_read(model: LanguageModel, told: Int64[Tensor, "entities relations"], draw: Draw) -> Int64[Tensor, "batch"]:
    """What the model answers when the passages of each question stand in its prompt.

    Args:
        model: the language model.
        told: the answers that the passages state.
        draw: the questions and the relations of their passages; without relations it answers by heart.

    Returns:
        The likeliest next token of each prompt.

    Raises:
        ValueError: if what is told has another shape, or an answer is no token.
    """
    require_shape((ENTITIES, RELATIONS), told=told)
    require_below(TOKENS, told=told)
    with torch.no_grad():
        return next_scores(model, prompts(told, draw.entities, draw.relations, draw.asked)).argmax(1)
