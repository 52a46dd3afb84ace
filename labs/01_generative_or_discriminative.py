# %% [markdown]
# # Lab 1.1: few samples or many?
#
# Naive Bayes models each class and gets its boundary from Bayes' rule. Logistic regression fits the boundary. Both end
# with the same kind of function, the sigmoid of a linear one. Ng and Jordan (2002) predicted how their test errors
# compare: the generative fit is better with few samples, the discriminative one with many. We check that on real
# tumours, where the generative model is false, and on made data, where it is true, and ask what becomes of it when
# logistic regression is stopped early or penalised.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.data import breast_cancer
from notes.experiment.figures import show
from notes.introduction.divisions import (
    divisions,
    error_rates,
    logistic_fits,
    naive_fits,
)
from notes.introduction.experiments import PENALTY, STOPPED, gaussians, tumours
from notes.introduction.figures import learning_curves
from notes.introduction.scaling import standardised
from notes.plotting import display

# %% [markdown]
# ## Tumours
#
# 569 tumours with the means of ten measurements of their cell nuclei, malignant or benign. The data are divided at
# random, again and again, into so many training samples and the rest to judge by. Logistic regression starts from zero
# and is stopped after a thousand steps, or after very few; or its squared weights cost something. How few steps, and
# what they cost, was chosen on other divisions, once for all sizes.

# %%
SIZES = torch.tensor([10, 20, 40, 80, 160, 320])
data = breast_cancer()
features, labels = standardised(data.inputs[:, :10].double()), data.targets
generator = torch.Generator().manual_seed(0)
names = ("naive Bayes", "1,000 steps", f"{STOPPED} steps", f"penalty {PENALTY}")
errors = {name: [] for name in names}
for size in SIZES.tolist():
    orders = divisions(labels, size, 25, generator)
    training, test = orders[:, :size], orders[:, size:]
    fits = (
        naive_fits(features, labels, training),
        logistic_fits(features, labels, training, 1000),
        logistic_fits(features, labels, training, STOPPED),
        logistic_fits(features, labels, training, 300, penalty=PENALTY),
    )
    for name, fit in zip(names, fits, strict=True):
        errors[name].append(error_rates(fit, features, labels, test))

# %%
display(
    learning_curves(
        SIZES, {name: torch.stack(rows, dim=-1) for name, rows in errors.items()}
    ),
    alt="Test error against training samples for naive Bayes and three fits of logistic regression, as means over 25 "
    "divisions with bands of two standard errors. With most samples naive Bayes errs more than all three.",
)

# %% [markdown]
# The picture shows 25 divisions for each size. The experiment repeats them, at four of the sizes, for many seeds.

# %%
show(tumours)

# %% [markdown]
# - **Against the long descent the prediction holds**: with 10 samples naive Bayes errs less in most runs, with 320 more
#   in all.
# - **Where the curves cross is not a property of the two models alone.** Stopped after very few steps, logistic
#   regression errs less than naive Bayes at every size. A comparison that does not say how long descent ran says
#   little.
# - The penalty, one for all sizes, does not help with 10 samples. With 80 and 320 it beats naive Bayes on average.
#
# ## Data for which the generative model is true
#
# Two Gaussians with the same diagonal covariance in ten dimensions, both equally frequent, their means two standard
# deviations apart. The least possible error is that of the halfway plane, $\Phi(-1) \approx 0.159$.

# %%
show(gaussians)

# %% [markdown]
# Where its assumptions hold, the generative fit is ahead of the long descent on average (the other two have the
# settings of the tumours, which were not chosen for such data), and the lead melts away as the samples grow:
# both head for the best boundary there is.
#
# ## What to keep in mind
#
# - The divisions of one seed share one data set, so the bands of the figure, two standard errors over divisions, say
#   how well the *mean over divisions* is known, not how other tumours would do.
# - The features were standardised with all samples. That uses no labels, and all classifiers get the same columns.
#
# ## Further reading
#
# - B. Efron, [*The Efficiency of Logistic Regression Compared to Normal Discriminant
#   Analysis*](../bibliography.md#efron-1975), Journal of the American Statistical Association, 1975.
# - A. Y. Ng and M. I. Jordan, [*On Discriminative vs. Generative Classifiers: A Comparison of Logistic Regression
#   and Naive Bayes*](../bibliography.md#ng-jordan-2002), NIPS 2001, published 2002.
