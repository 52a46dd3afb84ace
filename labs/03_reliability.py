# %% [markdown]
# # Lab 3.2: does a probability keep its word?
#
# Multiclass cross entropy makes a classifier predict a distribution over the classes. The probability of the class that
# it chooses is its *confidence*. Is it right 80 times in 100 when its confidence is 0.8? We train a network on a few
# handwritten digits until it makes no error on them, find that it promises more than it keeps, and mend that with one
# number.

# %%
import torch

from notes.data import digits, split
from notes.losses.calibration import expected_calibration_error, reliability_diagram
from notes.losses.categorical import categorical_nll, softmax
from notes.losses.figures import reliability
from notes.losses.training import minimiser, trained
from notes.networks.mlp import random_mlp
from notes.plotting import display

SEEDS = range(5)
images = digits()
print(len(images), "images of", *images.inputs[0].shape, "pixels")

# %% [markdown]
# ## Training
#
# Every seed divides the images in three and starts a network with one hidden layer: 150 to train on, 400 to calibrate
# with, the rest to judge by. It is trained with cross entropy, and for long.


# %%
def parts(generator):
    train, others = split(images, 150 / len(images), generator)
    return train, *split(others, 400 / len(others), generator)


def logits(network, data):
    return network(data.inputs.flatten(1).double())


def classifier(train, generator):
    network = random_mlp([64, 64, 10], generator)
    return trained(
        network,
        lambda model: categorical_nll(logits(model, train), train.targets).mean(),
        steps=400,
        learning_rate=0.05,
    )


# %% [markdown]
# ## One number
#
# *Temperature scaling* divides all logits by one temperature $T$, chosen to make the negative log likelihood of the
# calibration part least. The largest logit stays the largest, so no decision changes; a temperature above one only
# makes every confidence smaller. We search for $\log T$, which may be any number.


# %%
def temperature(scores, targets):
    log_temperature = minimiser(
        lambda log_t: categorical_nll(scores / log_t.exp(), targets).mean(),
        torch.zeros((), dtype=scores.dtype),
    )
    return log_temperature.exp()


def diagram(scores, targets):
    confidences, choices = softmax(scores).max(dim=-1)
    return reliability_diagram(confidences, choices == targets)


def verdict(scores, targets):
    confidences, choices = softmax(scores).max(dim=-1)
    return torch.stack(
        [
            (choices == targets).double().mean(),
            confidences.mean(),
            expected_calibration_error(diagram(scores, targets)),
            categorical_nll(scores, targets).mean(),
        ]
    )


# %% [markdown]
# ## Five seeds

# %%
before, after, temperatures, perfect = [], [], [], []
for seed in SEEDS:
    generator = torch.Generator().manual_seed(seed)
    train, calibration, test = parts(generator)
    network = classifier(train, generator)
    with torch.no_grad():
        perfect.append((logits(network, train).argmax(-1) == train.targets).all())
        scores, held_out = logits(network, test), logits(network, calibration)
    temperatures.append(temperature(held_out, calibration.targets))
    before.append(verdict(scores, test.targets))
    after.append(verdict(scores / temperatures[-1], test.targets))
before, after, temperatures = (
    torch.stack(before),
    torch.stack(after),
    torch.stack(temperatures),
)

columns = ["accuracy", "confidence", "ECE", "NLL in nats"]
print(" " * 10 + "".join(f"{column:>15}" for column in columns))
for name, result in {"as trained": before, "calibrated": after}.items():
    spread = [
        f"{low:.2f} to {high:.2f}"
        for low, high in zip(result.amin(0), result.amax(0), strict=True)
    ]
    print(f"{name:10}" + "".join(f"{cell:>15}" for cell in spread))
print(f"temperature: {temperatures.min():.1f} to {temperatures.max():.1f}")

# %% [markdown]
# Each cell is the range over the seeds, on images that neither training nor calibration has seen. ECE is the expected
# calibration error: the mean distance between confidence and accuracy over ten bins. For every seed:

# %%
assert all(perfect)
assert (before[:, 1] > before[:, 0] + 0.02).all()
assert (temperatures > 1.5).all()
assert (after[:, 0] == before[:, 0]).all()
assert (after[:, 2] < before[:, 2] - 0.01).all()
assert (after[:, 3] < before[:, 3] - 0.05).all()
left = (after[:, 2] / before[:, 2]).mean()
print(f"share of the calibration error that is left, on average: {left:.1f}")

# %% [markdown]
# - The network makes no error on the images it was trained on, so cross entropy can only fall by making the logits
#   larger. It keeps doing so: **the network is trained into overconfidence.**
# - On new images its confidence exceeds its accuracy, under every seed, and its errors are expensive, because they
#   are made with confidence.
# - The temperature mends most of that and changes no decision. That the likelihood improves while the accuracy stays
#   says that the two measure different things.
#
# The diagrams are those of the last seed. Each dot is a bin of predictions; below the diagonal a bin promises more than
# it keeps. Bins with few predictions, counted below, say little.

# %%
display(
    reliability(diagram(scores, test.targets)),
    alt="Reliability diagram as trained: in nearly every bin the accuracy is below the confidence, and nearly all "
    "predictions are in the bin of the highest confidence.",
)

# %%
display(
    reliability(diagram(scores / temperatures[-1], test.targets)),
    alt="Reliability diagram after temperature scaling: the bins lie close to the diagonal, and more predictions have "
    "moderate confidence.",
)

# %% [markdown]
# ## What to keep in mind
#
# - The calibration error depends on the bins. With few predictions it is above zero even for perfect probabilities,
#   because in every bin chance moves the accuracy away from the confidence; compare it only at the same bins and the
#   same number of examples.
# - A classifier that always gives the shares of the classes is perfectly calibrated and useless. Calibration is judged
#   together with the likelihood, which also rewards telling the classes apart.
# - The temperature is fitted to data from the same source. On images of another kind it promises nothing.
#
# ## Further reading
#
# - M. H. DeGroot and S. E. Fienberg, *The Comparison and Evaluation of Forecasters*, The Statistician, 1983.
# - A. Niculescu-Mizil and R. Caruana, *Predicting Good Probabilities with Supervised Learning*, ICML 2005.
# - C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, *On Calibration of Modern Neural Networks*, ICML 2017.
