# %% [markdown]
# # Lab 7.1: learning without labels, judged with few
#
# Six methods train the same encoder on the same 4,000 images without looking at a label. Then a logistic regression on
# the frozen features is given 1, 10 or all labels of each digit. What have the methods learnt, against features at
# random, against supervised training, and against each other?

# %%
import torch

from notes.plotting import display
from notes.self_supervision.figures import label_efficiency
from notes.self_supervision.methods import (
    BYOL,
    BarlowTwins,
    RotationPrediction,
    SimCLR,
    SimSiam,
    VICReg,
)
from notes.self_supervision.siamese import digit_encoder
from notes.self_supervision.study import (
    compared,
    pretrained,
    small_digits,
    supervised_accuracy,
)

SEEDS = range(3)
SHOTS, NAMES = (1, 10, 0), ("10", "100", "all 4,000")
METHODS = {
    "rotation": RotationPrediction,
    "SimCLR": SimCLR,
    "BYOL": BYOL,
    "SimSiam": SimSiam,
    "Barlow Twins": BarlowTwins,
    "VICReg": VICReg,
}

# %% [markdown]
# ## One harness
#
# Encoder, projector, optimiser, batches, views and number of steps are the same for all; so are the first weights of
# the encoder, for each seed. "Random features" is that encoder before any training.

# %%
results = compared(METHODS, SHOTS, SEEDS, steps=120)
for name, accuracies in results.items():
    means, deviations = accuracies.mean(0), accuracies.std(0)
    row = "  ".join(
        f"{m:.2f} ± {s:.2f}" for m, s in zip(means, deviations, strict=False)
    )
    print(f"{name:16}{row}")

# %% [markdown]
# With ten labels a class every method that compares views beats the encoder that it started from, under every seed. The
# proxy task of quarter turns gains least: it needs to know which way is up, and little of what tells a 3 from an 8.
# SimCLR is ahead of every method without negatives, on every seed. That is a statement about 120 steps on small digits:
# at the scale of ImageNet the published order is another one, and closer.

# %%
start, best = results["random features"][:, 1], results["SimCLR"][:, 1]
for name in METHODS:
    if name != "rotation":
        assert (results[name][:, 1] > start + 0.05).all(), name
        assert results[name][:, 1].mean() > results["rotation"][:, 1].mean(), name
    if name != "SimCLR":
        assert (best > results[name][:, 1]).all(), name
assert results["rotation"][:, 1].mean() > start.mean() + 0.02

# %% [markdown]
# ## Against labels
#
# The same encoder with a linear layer, all of it trained on the labelled images: from random weights or from SimCLR's,
# on the images as they are or on views of them.


# %%
def supervised(start: str, strength: float) -> torch.Tensor:
    rows = []
    for seed in SEEDS:
        digits = small_digits(torch.Generator().manual_seed(seed))
        encoder = digit_encoder(torch.Generator().manual_seed(seed))
        if start == "fine-tuned":
            method = SimCLR(torch.Generator().manual_seed(seed))
            generator = torch.Generator().manual_seed(seed)
            encoder = pretrained(
                method, digits.images, generator, steps=120
            ).network.encoder
        rows.append(
            [
                supervised_accuracy(
                    encoder,
                    digits,
                    each,
                    torch.Generator().manual_seed(seed),
                    strength=strength,
                    steps=80,
                )
                for each in SHOTS
            ]
        )
    return torch.tensor(rows)


labelled = {
    "from scratch, images": supervised("scratch", 0.0),
    "from scratch, views": supervised("scratch", 1.0),
    "SimCLR, fine-tuned, images": supervised("fine-tuned", 0.0),
}
for name, accuracies in labelled.items():
    means, deviations = accuracies.mean(0), accuracies.std(0)
    row = "  ".join(
        f"{m:.2f} ± {s:.2f}" for m, s in zip(means, deviations, strict=False)
    )
    print(f"{name:28}{row}")

# %%
kept = {name: results[name] for name in ("random features", "SimCLR", "Barlow Twins")}
display(
    label_efficiency({**kept, **labelled}, NAMES),
    alt="Test accuracy against the number of labels. With 100 labels a linear layer on SimCLR's frozen "
    "features beats the same network trained from scratch on the images, and is beaten by one trained "
    "from scratch on views of them.",
)

# %% [markdown]
# With 100 labels, a *linear* layer on features that never saw a label beats the whole network trained on those labels.
# That is the promise of self-supervision, and it holds for every seed. But the third curve takes it back in part: the
# same network, trained from scratch on the same 100 labels and on *views* of them, is better still. What SimCLR learnt
# from 4,000 images is mostly what the views say, that a digit stays what it is when turned and moved a little; a
# supervised network that is told the same needs no pretraining at this scale. With all the labels, training from
# scratch on the images has caught up with frozen features. (On views it is behind there, as 80 steps are few for so
# varied a set.)

# %%
images, views = labelled["from scratch, images"], labelled["from scratch, views"]
assert (results["SimCLR"][:, 1] > images[:, 1] + 0.03).all()
assert (views[:, 1] > images[:, 1] + 0.05).all()
assert (views[:, 1] > results["SimCLR"][:, 1]).all()
assert (labelled["SimCLR, fine-tuned, images"][:, 1] > images[:, 1] + 0.03).all()
assert (images[:, 2] > results["SimCLR"][:, 2] - 0.03).all()
