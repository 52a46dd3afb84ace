# %% [markdown]
# # Lab 15.2: whose selection?
#
# Small-loss selection trains a network on the examples it finds easy. Co-teaching trains it on those that another
# network finds easy. Is the crossed selection cleaner? And can the transition matrix, from which selection needs the
# noise rate, be found without clean labels?

# %%
import torch

from notes.noisy_labels.estimation import (
    anchor_point_estimate,
    confident_learning_estimate,
)
from notes.noisy_labels.figures import (
    precisions_by_epoch,
    selection_precisions,
)
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.methods import WARM_UP, co_teaching, cross_entropy, small_loss
from notes.noisy_labels.study import out_of_sample
from notes.noisy_labels.task import digits_task
from notes.noisy_labels.transition import pair_flip_noise, symmetric_noise
from notes.plotting import display

SEEDS = range(4)

# %% [markdown]
# ## Own and crossed, epoch by epoch
#
# Eight networks for each, in pairs, with the same first weights and the same data. Only the exchange differs.

# %%
task = digits_task([symmetric_noise(10, 0.6)], SEEDS).repeated(2)
histories = {
    "own selection": training_history(small_loss, task, every=5),
    "co-teaching": training_history(co_teaching, task, every=5),
    "cross entropy": training_history(cross_entropy, task, every=5),
}
display(
    selection_precisions(histories, task, WARM_UP),
    alt="Precision of the selection and test accuracy against the epoch at 60 % noise: own and crossed selection rise "
    "and stay, co-teaching a little higher; for cross entropy both fall after a peak.",
)

# %%
precisions = {}
for name, history in histories.items():
    by_epoch = precisions_by_epoch(history, task, WARM_UP)
    precisions[name] = by_epoch[-1].view(2, -1).mean(0)
    numbers = [round(p, 2) for p in precisions[name].tolist()]
    tested = [
        round(a, 2) for a in history.test_accuracies[-1].view(2, -1).mean(0).tolist()
    ]
    print(f"{name:16}precision {numbers}  test {tested}")
chance = task.clean.float().mean().item()
print(f"precision of a random choice: {chance:.2f}")
for name in ("own selection", "co-teaching"):
    assert (precisions[name] > chance + 0.25).all()
    assert (precisions[name] > precisions["cross entropy"] + 0.05).all()

# %% [markdown]
# Crossing helps on average. It is no law: seeds differ by as much as the effect.

# %%
gain = precisions["co-teaching"] - precisions["own selection"]
print("gain of precision by crossing:", [round(g, 3) for g in gain.tolist()])
assert gain.mean() > 0

# %% [markdown]
# ## The matrix, estimated
#
# An early-stopped network scores images that it was not trained on, and two methods read a matrix off its scores.

# %%
for title, true in (
    ("symmetric, 40 %", symmetric_noise(10, 0.4)),
    ("pair flip, 30 %", pair_flip_noise(10, 0.3)),
):
    noisy = digits_task([true], SEEDS, examples=1000)
    scores, labels = out_of_sample(noisy, torch.Generator().manual_seed(0))
    anchors = torch.stack([anchor_point_estimate(s) for s in scores])
    confident = torch.stack(
        [confident_learning_estimate(s, y) for s, y in zip(scores, labels, strict=True)]
    )
    blind = (true - 0.1).abs().mean()
    for name, estimates in (
        ("anchor points", anchors),
        ("confident learning", confident),
    ):
        errors = (estimates - true).abs().mean((1, 2))
        print(f"{title}: {name:20}mean error {errors.min():.3f}-{errors.max():.3f}")
        assert (errors < blind / 2).all()
    print(f"{title}: knowing nothing      mean error {blind:.3f}")

# %% [markdown]
# ## What to keep in mind
#
# - Precision can be drawn only because the true labels are known here. In practice nobody sees this curve.
# - The two networks see the same data and become more alike with every epoch; the exchange is worth most early.
# - Estimated matrices are good where noise is strong and blurred where it is rare: a class-dependent rate of a per cent
#   is lost in the network's own errors.
#
# ## Further reading
#
# - B. Han et al., *Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy Labels*, 2018.
# - C. G. Northcutt, L. Jiang and I. L. Chuang, *Confident Learning: Estimating Uncertainty in Dataset Labels*, 2021.
