# %% [markdown]
# # Lab 7.2: three ingredients, measured
#
# Contrastive learning is said to need strong augmentation, large batches and hard negatives. Each is varied here alone,
# over three seeds.

# %%
import torch

from notes.plotting import display
from notes.self_supervision.collapse import relative_spread
from notes.self_supervision.figures import measured_ingredients
from notes.self_supervision.ingredients import contrastive_accuracy
from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.metric import overlap, recall_at_k
from notes.self_supervision.metric_training import (
    hard_triplet_loss,
    metric_encoder,
    pair_loss,
    random_triplet_loss,
    semi_hard_triplet_loss,
)
from notes.self_supervision.siamese import digit_encoder
from notes.self_supervision.study import accuracies, small_digits

SEEDS = range(3)
digits = [small_digits(torch.Generator().manual_seed(seed)) for seed in SEEDS]


# %% [markdown]
# ## Augmentation and batch size
#
# SimCLR, judged by a logistic regression with ten labels a class. At strength 0 both views are the image itself. The
# batches have the same number of steps, so that a larger one also sees more images.


# %%
def accuracy_of(**options: float) -> list[float]:
    return [
        contrastive_accuracy(data, seed, **options)
        for data, seed in zip(digits, SEEDS, strict=False)
    ]


strength = {f"{s:g}": accuracy_of(steps=100, strength=s) for s in (0.0, 0.5, 1.0, 2.0)}
batch = {str(b): accuracy_of(steps=100, batch=b) for b in (8, 32, 128)}
more_steps = accuracy_of(steps=400, batch=32)
untrained = [
    accuracies(
        digit_encoder(torch.Generator().manual_seed(seed)), digits[seed], (10,)
    ).item()
    for seed in SEEDS
]
print("random features   ", [round(a, 2) for a in untrained])
for name, values in strength.items():
    print(f"strength {name:9}", [round(a, 2) for a in values])
for name, values in batch.items():
    print(f"batch {name:12}", [round(a, 2) for a in values])
print("batch 32, 4 x steps", [round(a, 2) for a in more_steps])

# %% [markdown]
# Without augmentation SimCLR's features are no better than random ones: finding an image among others is easy when it
# is shown twice, and needs no shape. Half the strength is about as good as all of it, and twice is worse: views that go
# too far make a 6 of a 0. Larger batches help, at the same number of steps. But 32 images in four times as many steps,
# which cost as much as 128, are better still: at this scale the number of steps counts, and not the number of
# negatives.

# %%
for seed in SEEDS:
    assert strength["0"][seed] < untrained[seed] + 0.02
    assert strength["1"][seed] > strength["0"][seed] + 0.1
    assert strength["1"][seed] > strength["2"][seed]
    assert batch["128"][seed] > batch["32"][seed] > batch["8"][seed]
    assert more_steps[seed] > batch["128"][seed]

# %% [markdown]
# ## Hard negatives
#
# Now with labels: embeddings of length one, judged by whether the nearest neighbour in the test set has the same class,
# and by overlap, the share of same-class pairs that are farther apart than the nearest stranger.

# %%
losses = {
    "pairs": pair_loss,
    "random": random_triplet_loss,
    "semi-hard": semi_hard_triplet_loss,
    "hardest": hard_triplet_loss,
}
recall, overlaps, spreads = {}, {}, {}
for name, loss in losses.items():
    embeddings = [
        frozen_features(
            metric_encoder(
                digits[seed].images,
                digits[seed].labels,
                loss,
                torch.Generator().manual_seed(seed),
                steps=150,
            ),
            digits[seed].test_images,
        )
        for seed in SEEDS
    ]
    labels = [d.test_labels for d in digits]
    recall[name] = [
        recall_at_k(e, y, 1) for e, y in zip(embeddings, labels, strict=False)
    ]
    overlaps[name] = [overlap(e, y) for e, y in zip(embeddings, labels, strict=False)]
    spreads[name] = [relative_spread(e).item() for e in embeddings]
    print(
        f"{name:10} recall@1 {[round(r, 2) for r in recall[name]]}  "
        f"overlap {[round(o, 2) for o in overlaps[name]]}  "
        f"spread {[round(s, 2) for s in spreads[name]]}"
    )

# %%
display(
    measured_ingredients(
        {"augmentation": strength, "batch size": batch, "triplets": recall},
        ("accuracy, 100 labels", "accuracy, 100 labels", "recall@1"),
    ),
    alt="Three panels, one dot a seed. Accuracy rises from strength 0 to 0.5 and 1 and falls at 2; it rises "
    "with the batch; recall at one is highest for semi-hard triplets and lowest for the hardest.",
)

# %% [markdown]
# Semi-hard triplets are best by both measures. The *hardest* ones are worst: their embeddings collapse into a heap,
# whose spread is near zero. The reason is in the loss. With the farthest positive and the nearest negative of each
# anchor, the quickest way to make their difference small is to make both distances small; the loss then stays at the
# margin, and its gradient there vanishes with the distances. FaceNet's authors saw the same and proposed the semi-hard
# ones.

# %%
for seed in SEEDS:
    assert recall["semi-hard"][seed] > recall["random"][seed] + 0.02
    assert recall["random"][seed] > recall["hardest"][seed] + 0.1
    assert overlaps["semi-hard"][seed] < overlaps["random"][seed] - 0.1
    assert spreads["hardest"][seed] < 0.1 < 0.6 < spreads["random"][seed]
