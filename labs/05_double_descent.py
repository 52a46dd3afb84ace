# %% [markdown]
# # Lab 5.1: double descent, and what feeds it
#
# The chapter's page shows one run of random features, fitted exactly. Here the same is done on many data sets, and
# three questions are asked. Is the peak always where features meet samples? Does it need wrong labels? What removes
# it?
#
# Every run makes its own MNIST-1D: 200 training samples, 15% of whose labels have been drawn anew, and 1,500 test
# samples with clean labels. It draws its own random features, and the minimum-norm fit of each width is exact, so
# that no optimiser can be blamed.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.experiment.table import table
from notes.generalization.experiments.descents import WIDTHS, random_feature_descent
from notes.plotting import BLUE, GREY, ORANGE, axes, display

# %%
show(random_feature_descent)

# %% [markdown]
# The recorded runs as curves:

# %%
recorded = table(random_feature_descent)
figure, panels = axes(1, 2, width=8, height=3.4)
for panel, name in zip(panels, ("wrong", "squared"), strict=True):
    runs = torch.tensor(
        [[run[f"{name} {width}"] for width in WIDTHS] for run in recorded.numbers()]
    )
    panel.plot(WIDTHS, runs.T, color=GREY, linewidth=0.5, alpha=0.5)
    panel.plot(WIDTHS, runs.mean(0), "o-", color=BLUE, label="mean of the runs")
    panel.axvline(200, color=ORANGE, linestyle=":", label="features = samples")
    panel.set(xscale="log", xlabel="random features")
panels[0].set(ylabel="share of wrong labels")
panels[1].set(ylabel="squared error (power of ten)")
panels[0].legend(fontsize=8)
display(
    figure,
    alt="Two panels against the number of random features, a thin line for every recorded run. Left: the share of "
    "wrong labels falls, peaks at 200 features and falls again. Right: the squared error has a sharp peak there.",
)

# %% [markdown]
# - **The peak is where features meet samples**, in every run and by both measures: there is exactly one fit, and it
#   has to be huge.
# - **It needs no wrong labels.** Trained on the right ones the errors peak as well: what the features cannot
#   explain acts as noise.
# - **How far the second descent goes depends on the measure.** By wrong labels the widest fit mostly ends below the
#   best narrow one. By squared error it does not come back to the value of ten features, which hardly dare to
#   predict anything.
# - **A penalty removes the peak.** The strength is chosen for each fit from three, on 500 samples that are not
#   tested on. The penalised fit of the worst width is then about as good as the unpenalised one of a width ten
#   times as large; the penalised fit of that width is better still.
#
# Networks all of whose weights are trained have a peak too, near where *all* their parameters meet the equations
# (Belkin et al. and Nakkiran et al.). It is low and rugged at sizes that a lab can afford, and so it is not shown
# here.
#
# ## Further reading
#
# - M. Belkin, D. Hsu, S. Ma and S. Mandal, *Reconciling Modern Machine-Learning Practice and the Classical
#   Bias-Variance Trade-Off*, PNAS, 2019.
# - P. Nakkiran, G. Kaplun, Y. Bansal, T. Yang, B. Barak and I. Sutskever, *Deep Double Descent: Where Bigger Models
#   and More Data Hurt*, ICLR 2020.
