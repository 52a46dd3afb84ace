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
from notes.experiment.figures import show
from notes.generalization.experiments.descents import random_feature_descent

# %%
show(random_feature_descent)

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
# (Belkin et al. and Nakkiran et al.). To establish it takes more and longer trainings than a lab can afford, and so it
# is not shown here.
#
# ## Further reading
#
# - M. Belkin, D. Hsu, S. Ma and S. Mandal, [*Reconciling Modern Machine-Learning Practice and the Classical
#   Bias-Variance Trade-Off*](../bibliography.md#belkin-2019), PNAS, 2019.
# - P. Nakkiran, G. Kaplun, Y. Bansal, T. Yang, B. Barak and I. Sutskever, [*Deep Double Descent: Where Bigger Models
#   and More Data Hurt*](../bibliography.md#nakkiran-2020), ICLR 2020.
