"""Experiments of chapter 7: what representations are worth, what keeps them from collapsing, which triplets teach.

Sizes and steps were chosen so that a run takes seconds; rates on seeds below 1000, for all rivals alike.
"""

from typing import cast

from torch import Generator, Tensor, arange, no_grad, randint, randperm, special
from torch.nn import Module
from torch.nn.functional import normalize

from notes.experiment import always, difference, experiment, mean, often, order
from notes.self_supervision import distillation, masking, methods, metric_training, planar, recommendation, two_towers
from notes.self_supervision.collapse import effective_rank, relative_spread
from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.metric import active_share, overlap, recall_at_k
from notes.self_supervision.siamese import digit_encoder
from notes.self_supervision.study import (
    Digits,
    accuracies,
    frozen_projections,
    pretrained,
    small_digits,
    supervised_accuracy,
)

RANKINGS = ("popularity", "MLP", "GMF", "NeuMF", "true affinity")


@experiment(
    "Recommending by products, by a network, by both",
    order("NeuMF", "GMF", "MLP", "popularity"),
    always("NeuMF finds more than popularity", lambda run: run["NeuMF"] > run["popularity"]),
    often("the true affinity finds most", lambda run: run["true affinity"] > max(run[n] for n in RANKINGS[:-1])),
    panels={"hit rate among the first ten": RANKINGS},
)
def recommended(seed: int) -> dict[str, float]:
    """Hit rate of three models after 80 steps on the choices of 200 users among 100 items."""
    choices = recommendation.seeded_choices(200, 100, Generator().manual_seed(seed))
    scores = {"popularity": choices.chosen.float().sum(0).expand(200, 100)}
    for name, kind in (("MLP", recommendation.MLP), ("GMF", recommendation.GMF), ("NeuMF", recommendation.NeuMF)):
        generator = Generator().manual_seed(seed)
        model = recommendation.recommender(kind(200, 100, 4, generator), choices.chosen, generator, steps=80)
        scores[name] = recommendation.all_scores(model, 200, 100)
    scores["true affinity"] = choices.affinity
    return {
        name: recommendation.hit_rate(recommendation.held_out_ranks(table, choices), 10)
        for name, table in scores.items()
    }


METHODS: dict[str, type[methods.Method]] = {
    "rotation": methods.RotationPrediction,
    "SimSiam": methods.SimSiam,
    "BYOL": methods.BYOL,
    "VICReg": methods.VICReg,
    "Barlow Twins": methods.BarlowTwins,
    "SimCLR": methods.SimCLR,
}
LABELLED = ("labels and images", "labels and views")


def encoder_by(method: type[methods.Method], digits: Digits, seed: int) -> Module:
    """The encoder after 30 steps of a method on batches of 64 images."""
    untrained = method(Generator().manual_seed(seed))
    generator = Generator().manual_seed(seed)
    return pretrained(untrained, digits.images, generator, steps=30, batch=64).network.encoder


@experiment(
    "What is learnt without labels, judged with ten labels a class",
    always("SimCLR ends above the first weights", lambda run: run["SimCLR"] > run["first weights"]),
    often(
        "SimCLR ends above all other methods without labels",
        lambda run: run["SimCLR"] > max(run[name] for name in METHODS if name != "SimCLR"),
    ),
    order("SimCLR", "Barlow Twins", "first weights"),
    difference("SimCLR", "labels and images"),
    difference("labels and views", "labels and images"),
    panels={"test accuracy": ("first weights", *METHODS, *LABELLED)},
)
def without_labels(seed: int) -> dict[str, float]:
    """Linear evaluation with 100 labels after 30 steps of each method, beside supervised training on those labels."""
    digits = small_digits(Generator().manual_seed(seed))
    found = {"first weights": digit_encoder(Generator().manual_seed(seed))}
    found |= {name: encoder_by(method, digits, seed) for name, method in METHODS.items()}
    numbers = {name: accuracies(encoder, digits, (10,)).item() for name, encoder in found.items()}
    for name, strength in zip(LABELLED, (0.0, 1.0), strict=True):
        generator = Generator().manual_seed(seed)
        numbers[name] = supervised_accuracy(
            digit_encoder(generator), digits, 10, generator, strength=strength, steps=40
        )
    return numbers


STRENGTHS = ("strength 0", "strength 1", "strength 2")
BATCHES = ("batch 16", "batch 64")


@experiment(
    "Augmentation and batches of SimCLR, each varied alone",
    always("strength 1 ends above strength 0", lambda run: run["strength 1"] > run["strength 0"]),
    always("strength 1 ends above strength 2", lambda run: run["strength 1"] > run["strength 2"]),
    mean("gain at strength 0", below=0.05),
    difference("batch 64", "batch 16"),
    panels={"test accuracy, ten labels a class": ("first weights", *STRENGTHS, *BATCHES)},
)
def ingredients(seed: int) -> dict[str, float]:
    """Linear evaluation with 100 labels after 25 steps of SimCLR on 64 images, and with one setting changed."""
    digits = small_digits(Generator().manual_seed(seed))

    def accuracy(batch: int, strength: float) -> float:
        generator = Generator().manual_seed(seed)
        method = methods.SimCLR(generator)
        model = pretrained(method, digits.images, generator, steps=25, batch=batch, strength=strength).network
        return accuracies(model.encoder, digits, (10,)).item()

    numbers = {"first weights": accuracies(digit_encoder(Generator().manual_seed(seed)), digits, (10,)).item()}
    numbers |= {name: accuracy(64, float(strength)) for strength, name in enumerate(STRENGTHS)}
    numbers["gain at strength 0"] = numbers["strength 0"] - numbers["first weights"]
    numbers |= {"batch 16": accuracy(16, 1.0), "batch 64": numbers["strength 1"]}
    return numbers


VARIANTS: dict[str, type[methods.Method]] = {
    "BYOL": methods.BYOL,
    "SimSiam": methods.SimSiam,
    "average alone": methods.AverageWithoutPredictor,
    "neither": methods.WithoutPredictor,
    "gradient not stopped": methods.WithoutStopGradient,
}
COLLAPSED = ("neither", "gradient not stopped")


@experiment(
    "Predictor, moving average, stopped gradient: what keeps directions apart",
    always(
        "without predictor and average, the spread is less than half of SimSiam's",
        lambda run: run["spread of neither"] < run["spread of SimSiam"] / 2,
    ),
    always(
        "with the gradient not stopped, the spread is less than half of SimSiam's",
        lambda run: run["spread of gradient not stopped"] < run["spread of SimSiam"] / 2,
    ),
    always(
        "the average alone keeps more spread than neither",
        lambda run: run["spread of average alone"] > run["spread of neither"],
    ),
    always(
        "the average alone keeps less spread than BYOL",
        lambda run: run["spread of average alone"] < run["spread of BYOL"],
    ),
    always(
        "the collapsed have the lower loss",
        lambda run: max(run[f"loss of {name}"] for name in COLLAPSED) < run["loss of SimSiam"],
    ),
    difference("accuracy of neither", "accuracy of first weights", above=-0.05),
    panels={
        "relative spread of the directions": tuple(f"spread of {name}" for name in VARIANTS),
        "effective rank": tuple(f"rank of {name}" for name in VARIANTS),
        "test accuracy, ten labels a class": tuple(
            f"accuracy of {name}" for name in ("first weights", "SimSiam", "neither")
        ),
    },
)
def collapse(seed: int) -> dict[str, float]:
    """Spread, rank, loss and linear accuracy after 30 steps on batches of 32, with and without each guard."""
    digits = small_digits(Generator().manual_seed(seed))
    start = accuracies(digit_encoder(Generator().manual_seed(seed)), digits, (10,)).item()
    numbers = {"accuracy of first weights": start}
    for name, method in VARIANTS.items():
        generator = Generator().manual_seed(seed)
        model, losses = pretrained(method(generator), digits.images, generator, steps=30, batch=32)
        directions = normalize(frozen_projections(model, digits.test_images), dim=1)
        numbers[f"spread of {name}"] = relative_spread(directions).item()
        numbers[f"rank of {name}"] = effective_rank(directions).item()
        numbers[f"loss of {name}"] = losses[-10:].mean().item()
        if name in ("SimSiam", "neither"):
            numbers[f"accuracy of {name}"] = accuracies(model.encoder, digits, (10,)).item()
    return numbers


TRIPLETS = {
    "random": metric_training.random_triplet_loss,
    "semi-hard": metric_training.semi_hard_triplet_loss,
    "hardest": metric_training.hard_triplet_loss,
    "hardest unsquared": metric_training.unsquared_hard_triplet_loss,
}

NEW_DIGITS = ("new digits by pixels", "new digits by others", "new digits by all")


@experiment(
    "Which triplets teach, in squared distances and in distances",
    always("semi-hard triplets find more than random ones", lambda run: run["semi-hard"] > run["random"]),
    often("semi-hard triplets find more than pixels", lambda run: run["semi-hard"] > run["pixels"]),
    always("the hardest, squared, find less than pixels", lambda run: run["hardest"] < run["pixels"]),
    always("the hardest find more unsquared than squared", lambda run: run["hardest unsquared"] > run["hardest"]),
    always(
        "semi-hard triplets have less overlap than pixels",
        lambda run: run["overlap of semi-hard"] < run["overlap of pixels"],
    ),
    always(
        "both kinds of hardest triplets leave a spread below 0.1",
        lambda run: max(run["spread of hardest"], run["spread of hardest unsquared"]) < 0.1,
    ),
    mean("random triplets that cost something", below=0.5),
    always(
        "on digits from 5 to 9, training on digits from 0 to 4 finds less than pixels",
        lambda run: run["new digits by others"] < run["new digits by pixels"],
    ),
    panels={
        "recall at one": ("pixels", *TRIPLETS),
        "recall at one, among test digits from 5 to 9": NEW_DIGITS,
        "overlap": tuple(f"overlap of {name}" for name in ("pixels", *TRIPLETS)),
        "relative spread": tuple(f"spread of {name}" for name in TRIPLETS),
    },
)
def triplets(seed: int) -> dict[str, float]:
    """Recall, overlap and spread of test images after 120 steps on four kinds of triplets, beside the pixels.

    At the end the same for digits that training never saw.
    """
    digits = small_digits(Generator().manual_seed(seed))
    found = {"pixels": digits.test_images.flatten(1)}
    for name, loss in TRIPLETS.items():
        encoder = metric_training.metric_encoder(digits.images, digits.labels, loss, Generator().manual_seed(seed))
        found[name] = frozen_features(encoder, digits.test_images)
    numbers = {name: recall_at_k(vectors, digits.test_labels, 1) for name, vectors in found.items()}
    numbers |= {f"overlap of {name}": overlap(vectors, digits.test_labels) for name, vectors in found.items()}
    numbers |= {f"spread of {name}": relative_spread(found[name]).item() for name in TRIPLETS}
    active = active_share(found["random"], digits.test_labels, Generator().manual_seed(seed), margin=0.2)
    numbers |= {"random triplets that cost something": active}
    return numbers | recall_of_new_digits(digits, found["pixels"], found["semi-hard"], seed)


def recall_of_new_digits(digits: Digits, pixels: Tensor, by_all: Tensor, seed: int) -> dict[str, float]:
    """Recall among the test digits from 5 to 9: by pixels, and by semi-hard triplets of other digits and of all."""
    known, new = digits.labels < 5, digits.test_labels >= 5
    loss, generator = metric_training.semi_hard_triplet_loss, Generator().manual_seed(seed)
    encoder = metric_training.metric_encoder(digits.images[known], digits.labels[known], loss, generator)
    by_others = frozen_features(encoder, digits.test_images)
    return {
        name: recall_at_k(vectors[new], digits.test_labels[new], 1)
        for name, vectors in zip(NEW_DIGITS, (pixels, by_others, by_all), strict=True)
    }


@experiment(
    "Centre loss draws classes together",
    often("centre loss lowers the scatter", lambda run: run["with centre loss"] < run["softmax alone"]),
    mean("ratio of the two", below=1),
    panels={"scatter within classes over scatter between them": ("softmax alone", "with centre loss")},
)
def centres(seed: int) -> dict[str, float]:
    """Scatter of planar features of six digits after 60 steps of the softmax loss, with and without centre loss."""
    digits = small_digits(Generator().manual_seed(seed))
    known, asked = digits.labels < 6, digits.test_labels < 6
    numbers = {}
    for name, loss in (
        ("softmax alone", planar.softmax_loss),
        ("with centre loss", planar.softmax_and_center_loss),
    ):
        generator = Generator().manual_seed(seed)
        model = planar.planar_classifier(loss, digits.images[known], digits.labels[known], generator, steps=60)
        features = frozen_features(model, digits.test_images[asked])
        numbers[name] = planar.scatter_ratio(features, digits.test_labels[asked])
    return numbers | {"ratio of the two": numbers["with centre loss"] / numbers["softmax alone"]}


HEADS: dict[str, dict[str, object]] = {
    "both": {},
    "centring alone": {"temperatures": (0.1, 0.1)},
    "sharpening alone": {"centre_decay": 1.0},
}


@experiment(
    "Centring and sharpening: what a teacher says without one of them",
    always(
        "with centring alone each answer is less decided than with both",
        lambda run: run["one answer by centring alone"] > run["one answer by both"],
    ),
    always(
        "with sharpening alone the answers use fewer units than with both",
        lambda run: run["mean answer by sharpening alone"] < run["mean answer by both"],
    ),
    difference("one answer by centring alone", "one answer by both"),
    difference("mean answer by both", "mean answer by sharpening alone"),
    panels={
        "entropy of an answer": tuple(f"one answer by {name}" for name in HEADS),
        "entropy of the mean answer": tuple(f"mean answer by {name}" for name in HEADS),
    },
)
def distilled(seed: int) -> dict[str, float]:
    """Entropies of what the teacher says of test images over 32 units, after 60 steps on batches of 64."""
    digits, numbers = small_digits(Generator().manual_seed(seed)), {}
    for name, settings in HEADS.items():
        generator = Generator().manual_seed(seed)
        method = distillation.DINO(generator)
        for key, value in settings.items():
            setattr(method, key, value)
        network = pretrained(method, digits.images, generator, steps=60, batch=64).network
        answers = distillation.teacher_answers(cast(distillation.DINO, network), digits.test_images)
        numbers[f"one answer by {name}"] = special.entr(answers).sum(1).mean().item()
        numbers[f"mean answer by {name}"] = special.entr(answers.mean(0)).sum().item()
    return numbers


@experiment(
    "Half of an image from the other half",
    always("predicted better than by the mean image", lambda run: run["predicted"] < run["mean image"]),
    mean("share of the error left", below=0.8),
    difference("accuracy of the encoder", "accuracy of first weights", above=-0.05),
    difference("accuracy of first weights", "accuracy of the encoder", above=-0.05),
    panels={
        "squared error of hidden pixels": ("mean image", "predicted"),
        "test accuracy, ten labels a class": ("accuracy of first weights", "accuracy of the encoder"),
    },
)
def masked(seed: int) -> dict[str, float]:
    """Error of hidden test pixels after 250 steps on batches of 128, and linear evaluation with 100 labels."""
    digits, generator = small_digits(Generator().manual_seed(seed)), Generator().manual_seed(seed)
    first = masking.MaskedAutoencoder(Generator().manual_seed(seed))
    model = masking.masked_autoencoder(digits.images, generator)
    hidden = masking.hidden_patches(digits.test_images, 0.5, generator)
    guess = digits.images.mean(0).expand_as(digits.test_images)
    with no_grad():
        predicted = model(digits.test_images, hidden)
    numbers = {
        name: masking.masked_loss(found, digits.test_images, hidden).item()
        for name, found in (("mean image", guess), ("predicted", predicted))
    }
    numbers["share of the error left"] = numbers["predicted"] / numbers["mean image"]
    numbers["accuracy of first weights"] = accuracies(first.encoder, digits, (10,)).item()
    return numbers | {"accuracy of the encoder": accuracies(model.encoder, digits, (10,)).item()}


@experiment(
    "Pictures of numbers, found by names that training did not see",
    always("more than a third of new names are found", lambda run: run["new names"] > 1 / 3),
    difference("seen names", "new names"),
    panels={"found among all 72 names": ("seen names", "new names")},
)
def named(seed: int) -> dict[str, float]:
    """Share of test pictures whose own name is the nearest of 72; in 100 steps 54 of the names were seen."""
    digits, generator = small_digits(Generator().manual_seed(seed)), Generator().manual_seed(seed)
    seen, new = randperm(72, generator=generator).split([54, 18])
    drawn = seen[randint(54, (2000,), generator=generator)]
    numbers = two_towers.written_numbers(digits.images, digits.labels, drawn, generator)
    towers, found = two_towers.trained_towers(numbers, generator), {}
    for name, names in (("seen names", seen), ("new names", new)):
        asked = names[randint(len(names), (500,), generator=generator)]
        test = two_towers.written_numbers(digits.test_images, digits.test_labels, asked, generator)
        told = two_towers.nearest_names(towers, test.images, arange(72))
        found[name] = (told == asked).float().mean().item()
    return found
