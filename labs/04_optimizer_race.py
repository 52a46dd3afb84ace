# %% [markdown]
# # Lab 4.1: a race, and a way out of a local minimum
#
# Two claims about optimisers are repeated everywhere: that momentum and Adam are faster than plain gradient
# descent, and that stochastic gradient descent escapes local minima. Here both are put to the
# test on the Gabor loss, whose two parameters let us see everything. What holds is narrower than the slogans.

# %%
import torch

from notes.plotting import display
from notes.training.adam import Adam
from notes.training.descent import GradientDescent, optimizer_path
from notes.training.figures import escapes
from notes.training.gabor import gabor_data, gabor_gradient, gabor_loss
from notes.training.minibatch import shuffled_batches, stochastic_gradient
from notes.training.momentum import Momentum, NesterovMomentum
from notes.training.schedules import constant_rate, cosine_annealing

SEEDS = range(3)
STEPS = 400

# %% [markdown]
# ## The race
#
# Three data sets, and for each of them twenty random starts near the true parameters, where the valley of the best
# minimum can be reached downhill. We count the steps until the loss stays within 0.001 of its minimum, and take the
# median over the starts. Every rule runs with several learning rates: a comparison at one rate each would compare our
# luck in choosing them. A dash means that more than half of the starts had not arrived after 400 steps.

# %%
RULES = {
    "plain": (GradientDescent(), (1.0, 4.0, 8.0, 16.0, 32.0)),
    "momentum": (Momentum(0.9), (1.0, 4.0, 8.0, 16.0, 32.0)),
    "Nesterov": (NesterovMomentum(0.9), (1.0, 4.0, 8.0, 16.0, 32.0)),
    "Adam": (Adam(), (0.03, 0.1, 0.3, 1.0)),
}


sets = [gabor_data(28, 0.1, torch.Generator().manual_seed(seed)) for seed in SEEDS]
inputs, targets = (torch.stack(part)[:, None] for part in zip(*sets, strict=True))
corner, sides = torch.tensor([[-1.5, 13.0], [3.0, 7.0]], dtype=torch.float64)
generator = torch.Generator().manual_seed(len(SEEDS))
starts = corner + sides * torch.rand(
    len(SEEDS), 20, 2, generator=generator, dtype=torch.float64
)


def loss(phi):
    return gabor_loss(phi, inputs, targets)


def gradient(phi):
    return gabor_gradient(phi, inputs, targets)


truth = torch.tensor([0.0, 16.6], dtype=torch.float64).expand(len(SEEDS), 1, 2)
best = optimizer_path(Adam(), gradient, truth, cosine_annealing(0.1, 600))[-1]


def arrival(rule, rate):
    path = optimizer_path(rule, gradient, starts, constant_rate(rate, STEPS))
    outside = loss(path) > loss(best) + 1e-3
    last = (outside * torch.arange(1, STEPS + 2)[:, None, None]).amax(0)
    return last.median(1).values.tolist()


arrivals = {
    name: {rate: arrival(rule, rate) for rate in rates}
    for name, (rule, rates) in RULES.items()
}

print("median steps, least and most over the data sets")
for name, by_rate in arrivals.items():
    for rate, steps in by_rate.items():
        shown = [str(s) if s <= STEPS else "-" for s in (min(steps), max(steps))]
        print(f"{name:9} rate {rate:5g}: {shown[0]:>4} to {shown[1]:>4}")

# %% [markdown]
# What holds for each of the data sets:

# %%
for k in range(len(SEEDS)):
    steps = {
        name: [by_rate[rate][k] for rate in by_rate]
        for name, by_rate in arrivals.items()
    }
    assert min(steps["Nesterov"]) < min(steps["plain"])
    assert min(steps["momentum"]) > 0.7 * min(steps["plain"])
    assert steps["plain"][-2] > STEPS
    assert steps["plain"][-1] > STEPS
    assert max(steps["momentum"][-2:] + steps["Nesterov"][-2:]) < 100
    assert max(steps["Adam"]) < 3 * min(steps["Adam"])
    assert steps["plain"][0] > 3.5 * steps["plain"][1]

# %% [markdown]
# - **Plain descent lives in a narrow window.** A quarter of the rate takes four times the steps, and at twice to four
#   times its best rate it never settles.
# - **Momentum does not win here.** At the best rate of each, plain descent is about as good or better: near the minimum
#   this loss is a round enough bowl. The advantage of momentum is in narrow valleys (see the chapter's page).
# - **Nesterov momentum does win**, at every data set.
# - **Adam forgives.** Over rates that differ by a factor of 33, the slowest needs less than three times the steps of
#   the fastest. That, rather than speed, is why it is tried first.

# %% [markdown]
# ## The way out
#
# From $(-2, 5)$ full-batch descent ends in a poor local minimum. Three hundred stochastic runs with batches of
# five start at the same place. Each seed below draws other batches; the data set is the one of the chapter's page.

# %%
data = gabor_data(28, 0.1, torch.Generator().manual_seed(4))
rates = cosine_annealing(2.0, 600)


def ends(starts, seed):
    batches = shuffled_batches(
        28, 5, torch.Generator().manual_seed(seed), runs=len(starts)
    )
    return optimizer_path(
        GradientDescent(),
        stochastic_gradient(gabor_gradient, *data, batches),
        starts,
        rates,
    )


def full_path(starts):
    return optimizer_path(
        GradientDescent(), lambda phi: gabor_gradient(phi, *data), starts, rates
    )


trap = torch.tensor([-2.0, 5.0], dtype=torch.float64)
deep = torch.tensor([-5.0, 13.0], dtype=torch.float64)
print(
    f"full batch ends at {gabor_loss(full_path(trap)[-1], *data):.2f} and {gabor_loss(full_path(deep)[-1], *data):.2f}"
)
for seed in SEEDS:
    paths = ends(trap.expand(300, 2), seed)
    losses = gabor_loss(paths[-1], *data)
    stuck = gabor_loss(ends(deep.expand(300, 2), seed)[-1], *data)
    print(
        f"seed {seed}: from (-2, 5) {(losses < 0.4).double().mean():.0%} leave, "
        f"{(losses < 0.02).double().mean():.0%} reach the best minimum; "
        f"from (-5, 13) {(stuck < 0.02).double().mean():.0%} do"
    )
    assert (losses < 0.4).all()
    assert 0.35 < (losses < 0.02).double().mean() < 0.65
    assert not (stuck < 0.02).any()

figure = escapes(data, full_path(trap), paths)
display(
    figure,
    alt="Left: the Gabor landscape with four noisy paths from one start, some of which reach the best minimum. Right: "
    "final losses of 300 runs, about half at the lowest value, the rest around 0.2, all below full-batch descent.",
)

# %% [markdown]
# From the first start every run leaves. From the second, with the same noise, none gets to the best minimum. So is
# noise a good bet on the whole? Four hundred random starts, with and without:

# %%
for seed in SEEDS:
    generator = torch.Generator().manual_seed(100 + seed)
    corner, sides = torch.tensor([[-10.0, 2.5], [20.0, 20.0]], dtype=torch.float64)
    starts = corner + sides * torch.rand(
        400, 2, generator=generator, dtype=torch.float64
    )
    full, noisy = (
        gabor_loss(path[-1], *data) for path in (full_path(starts), ends(starts, seed))
    )
    shares = [(losses < 0.02).double().mean().item() for losses in (full, noisy)]
    print(
        f"seed {seed}: reach the best minimum: {shares[0]:.0%} full batch, {shares[1]:.0%} stochastic; "
        f"mean loss {full.mean():.3f} and {noisy.mean():.3f}"
    )
    assert abs(shares[0] - shares[1]) < 0.06
    assert noisy.mean() < full.mean()

# %% [markdown]
# The share that finds the best minimum is the same within a few per cent: noise carries some runs into the good valley
# and shakes others out of it. The mean loss is a little lower, because the worst of the local minima are shallow and
# are left. On this loss, **stochastic gradient descent trades bad minima for middling ones.**
#
# ## Further reading
#
# - B. T. Polyak, *Some Methods of Speeding up the Convergence of Iteration Methods*, 1964.
# - N. S. Keskar et al., *On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima*, ICLR 2017.
