# %% [markdown]
# # Lab 1.1: few samples or many?
#
# Naive Bayes models each class and gets its boundary from Bayes' rule. Logistic regression fits the boundary. Both end
# with the same kind of function, the sigmoid of a linear one. Ng and Jordan (2002) predicted how their test errors
# compare: **the generative fit is better with few samples, the discriminative one with many**. We check that on real
# tumours, where the generative model is false, and on made data, where it is true.

# %%
import torch

from notes.data import breast_cancer
from notes.introduction.divisions import (
    divisions,
    error_rates,
    logistic_fits,
    naive_fits,
)
from notes.introduction.figures import learning_curves
from notes.introduction.scaling import standardised
from notes.plotting import display

SEEDS = range(3)
DIVISIONS = 100

# %% [markdown]
# ## Tumours
#
# 569 tumours with the means of ten measurements of their cell nuclei, malignant or benign. For each seed and each size
# of the training set we divide the data 100 times at random. Logistic regression is stopped after 100 steps, after
# 1,000 and after 2,000, all along one descent; with few samples the classes are separable, and it has no optimum to
# reach.

# %%
SIZES = torch.tensor([10, 20, 40, 80, 160, 320])
STEPS = (100, 1000, 2000)


def errors(features, labels, size, seed, lengths=STEPS):
    orders = divisions(labels, size, DIVISIONS, torch.Generator().manual_seed(seed))
    training, test = orders[:, :size], orders[:, size:]
    fits, weights, done = [naive_fits(features, labels, training)], None, 0
    for steps in lengths:
        weights = logistic_fits(features, labels, training, steps - done, weights)
        fits.append(weights)
        done = steps
    return torch.stack([error_rates(fit, features, labels, test) for fit in fits])


tumours = breast_cancer()
features, labels = standardised(tumours.inputs[:, :10].double()), tumours.targets
rates = torch.stack(
    [
        torch.stack(
            [errors(features, labels, size, seed) for size in SIZES.tolist()], dim=-1
        )
        for seed in SEEDS
    ]
)
means = rates.mean(dim=2)

print("samples  " + "".join(f"{size:>16}" for size in SIZES.tolist()))
for k, name in enumerate(["naive Bayes", *(f"{steps} steps" for steps in STEPS)]):
    cells = [
        f"{low:.3f} to {high:.3f}"
        for low, high in zip(means[:, k].amin(0), means[:, k].amax(0), strict=True)
    ]
    print(f"{name:11}" + "".join(f"{cell:>16}" for cell in cells))

# %% [markdown]
# Each cell is the range of the mean test error over the seeds. For every seed:

# %%
naive, short, middle, long = means.unbind(dim=1)
assert (naive[:, :2] < middle[:, :2]).all()
assert (naive[:, :3] < long[:, :3]).all()
assert (naive[:, -2:] > torch.stack([short, middle, long])[..., -2:]).all()
assert (short[:, :3] < long[:, :3]).all()
assert (short[:, 2] < naive[:, 2]).all()
assert (naive[:, -3] - naive[:, -1] < 0.006).all()
print(
    f"from 80 to 320 samples naive Bayes gains {(naive[:, -3] - naive[:, -1]).mean():.3f}, "
    f"logistic regression (1000 steps) {(middle[:, -3] - middle[:, -1]).mean():.3f}"
)

# %%
display(
    learning_curves(
        SIZES,
        {
            "naive Bayes": rates[:, 0].flatten(0, 1),
            **{
                f"logistic, {steps} steps": rates[:, k].flatten(0, 1)
                for k, steps in enumerate(STEPS, start=1)
            },
        },
    ),
    alt="Test error against training samples. Naive Bayes starts lowest and flattens out near 0.08. The three curves "
    "of logistic regression start above it, the longer the descent the higher, cross it and end lower.",
)

# %% [markdown]
# - With 10 and 20 samples naive Bayes errs less than logistic regression after 1,000 steps, with 160 and 320 more,
#   **under every seed**. Its curve is flat from 80 samples on: it has converged, to a boundary that is not the best.
# - **Where the curves cross is not a property of the two models alone.** After 100 steps logistic regression has
#   overtaken naive Bayes by 40 samples, after 2,000 only later. Stopping early keeps the weights small, which helps
#   when samples are few; chapter 5 makes that precise. A comparison that does not say how long descent ran says little.
#
# ## Data for which the generative model is true
#
# Two Gaussians with the same diagonal covariance in ten dimensions, both equally frequent, their means two standard
# deviations apart. The least possible error is that of the halfway plane, $\Phi(-1) \approx 0.159$.

# %%
BEST = torch.distributions.Normal(0.0, 1.0).cdf(torch.tensor(-1.0)).item()


def made(seed):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(4000) % 2
    noise = torch.randn(4000, 10, generator=generator, dtype=torch.float64)
    shift = torch.full((10,), 2 / 10**0.5, dtype=torch.float64)
    return noise + labels.unsqueeze(1) * shift, labels


true_rates = torch.stack(
    [
        torch.stack(
            [
                errors(*made(seed), size, seed, lengths=(1000,))
                for size in SIZES.tolist()
            ],
            dim=-1,
        )
        for seed in SEEDS
    ]
)
true_means = true_rates.mean(dim=2)
for k, name in enumerate(["naive Bayes", "logistic"]):
    print(
        f"{name:12}"
        + "  ".join(
            f"{low:.3f} to {high:.3f}"
            for low, high in zip(
                true_means[:, k].amin(0), true_means[:, k].amax(0), strict=True
            )
        )
    )
print(f"least possible error {BEST:.3f}")

# %%
assert (true_means[:, 0] < true_means[:, 1]).all()
assert (true_means[:, :, -1] < BEST + 0.03).all()
gap = true_means[:, 1] - true_means[:, 0]
assert (gap[:, -1] < gap[:, 1] / 3).all()

# %%
display(
    learning_curves(
        SIZES,
        {
            "naive Bayes": true_rates[:, 0].flatten(0, 1),
            "logistic, 1000 steps": true_rates[:, 1].flatten(0, 1),
        },
        floor=BEST,
    ),
    alt="Test error against training samples where the generative model is true: both curves fall towards the least "
    "possible error, naive Bayes below logistic regression at every size.",
)

# %% [markdown]
# Where its assumptions hold, the generative fit is better at every size, and the lead melts away as the samples grow:
# both head for the best boundary there is.
#
# ## What to keep in mind
#
# - The divisions of one seed share one data set, so the bands of the first figure, two standard errors over divisions,
#   say how well the *mean over divisions* is known, not how other tumours would do.
# - The features were standardised with all samples. That uses no labels, and both classifiers get the same columns.
#
# ## Further reading
#
# - B. Efron, *The Efficiency of Logistic Regression Compared to Normal Discriminant Analysis*, Journal of the American
#   Statistical Association, 1975.
# - A. Y. Ng and M. I. Jordan, *On Discriminative vs. Generative Classifiers: A Comparison of Logistic Regression and
#   Naive Bayes*, NIPS 2001, published 2002.
