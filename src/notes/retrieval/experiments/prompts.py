"""A language model with passages in its prompt, and with neighbours of its contexts."""

from torch import Generator, Tensor, arange

from notes.experiment import always, difference, experiment, mean, often
from notes.retrieval.evaluation import agreement, faithfulness
from notes.retrieval.nearest_neighbour_lm import context_vectors, mixed, neighbours_distribution
from notes.retrieval.prompts import (
    ENTITIES,
    RELATIONS,
    TOKENS,
    Draw,
    answering_model,
    answers_read,
    copying_model,
    drawn_answers,
    drawn_questions,
    next_scores,
    prompts,
)
from notes.transformers.language_model import LanguageModel

TRAININGS = ("true passages", "passages drawn anew")


@experiment(
    "A language model by heart, from its prompt, and with neighbours",
    mean("copier reads", above=0.3),
    always(
        "by heart both know more than eight in ten",
        lambda run: min(run[f"{name} by heart"] for name in TRAININGS) > 0.8,
    ),
    always(
        "with the passage in the prompt both answer more than half",
        lambda run: min(run[f"{name} reads"] for name in TRAININGS) > 0.5,
    ),
    mean("true passages reads", above=0.9),
    mean("passages drawn anew reads", above=0.8),
    often(
        "trained with passages drawn anew it is more faithful than with true ones",
        lambda run: run["passages drawn anew faithful"] > run["true passages faithful"],
    ),
    difference("passages drawn anew faithful", "true passages faithful"),
    mean("clings", above=0),
    always(
        "with a quarter for the neighbours fewer than a third of the changed facts are right, with three quarters more "
        "than nine in ten",
        lambda run: run["neighbours 0.25"] < 1 / 3 and run["neighbours 0.75"] > 0.9,
    ),
    panels={
        "share of right answers": (
            "copier reads",
            *(f"{name} {how}" for name in TRAININGS for how in ("by heart", "reads")),
        ),
        "passages that say otherwise": (*(f"{name} faithful" for name in TRAININGS), "clings"),
        "changed facts right, without a passage in the prompt": ("neighbours 0.25", "neighbours 0.75"),
    },
)
def prompted(seed: int) -> dict[str, float]:
    """Right and faithful answers of a small language model after two trainings, and of its mixture with neighbours."""
    generator = Generator().manual_seed(seed)
    world, changed, copier = drawn_answers(generator), drawn_answers(generator), copying_model(generator)
    passages = dict(zip(TRAININGS, (lambda: world, lambda: drawn_answers(generator)), strict=True))
    models = {name: answering_model(copier, world, told, generator) for name, told in passages.items()}
    draw = drawn_questions(500, generator)
    known, said = world[draw.entities, draw.asked], changed[draw.entities, draw.asked]
    numbers = {"copier reads": agreement(answers_read(copier, world, draw), known).item()}
    for name, model in models.items():
        by_heart = answers_read(model, world, draw._replace(relations=draw.relations[:, :0]))
        numbers[f"{name} by heart"] = agreement(by_heart, known).item()
        numbers[f"{name} reads"] = agreement(answers_read(model, world, draw), known).item()
        numbers[f"{name} faithful"] = faithfulness(answers_read(model, changed, draw), said).item()
    otherwise = known != said
    clinging = answers_read(models["true passages"], changed, draw)[otherwise]
    numbers["clings"] = agreement(clinging, known[otherwise]).item()
    by_neighbours = {
        f"neighbours {w}": with_neighbours(models["true passages"], changed, draw, w) for w in (0.25, 0.75)
    }
    return numbers | {name: agreement(found, said).item() for name, found in by_neighbours.items()}


def with_neighbours(model: LanguageModel, changed: Tensor, draw: Draw, weight: float) -> Tensor:
    """Answers by heart, mixed with the words that come next in a store of all facts as they are now."""
    places = arange(ENTITIES * RELATIONS)
    entities, relations = places // RELATIONS, places % RELATIONS
    stored = prompts(changed, entities, relations[:, None][:, :0], relations)
    asked = prompts(changed, draw.entities, draw.relations[:, :0], draw.asked)
    keys, vectors = context_vectors(model, stored), context_vectors(model, asked)
    by_neighbours = neighbours_distribution(vectors, keys, changed[entities, relations], TOKENS)
    return mixed(next_scores(model, asked).softmax(-1).detach(), by_neighbours, weight).argmax(1)
