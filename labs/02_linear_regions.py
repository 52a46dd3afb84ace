# %% [markdown]
# # Lab 2.1: how many regions depth buys
#
# A network of several layers *can* have exponentially many linear pieces. This lab counts, exactly, how many it
# *has*: when its parameters are random, when they are constructed, and when they are trained. Every network here
# has one input and one output, so its pieces can be found in fractions, without a grid and without rounding.

# %%
import torch

from notes.networks.figures import (
    curves_over_target,
    pieces_against_depth,
)
from notes.networks.mlp import parameter_count, random_mlp
from notes.networks.pieces import linear_pieces
from notes.networks.region_bounds import deep_region_bound
from notes.networks.sawtooth import folded_zigzag, sawtooth, sawtooth_values
from notes.plotting import display

SEEDS = range(3)


def generator(seed):
    return torch.Generator().manual_seed(seed)


# %% [markdown]
# ## Random networks
#
# Twenty-four hidden units, in one layer, in two, in three, four or six. For each arrangement: the pieces of ten
# random networks on the whole line, the pieces of a folded zigzag of the same widths on $[0, 1]$, and the bound
# $\prod_k (D_k + 1)$.

# %%
UNITS = 24
arrangements = [[UNITS // layers] * layers for layers in (1, 2, 3, 4, 6)]
counts = [
    [
        len(linear_pieces(random_mlp([1, *widths, 1], generator(seed))))
        for seed in range(10)
    ]
    for widths in arrangements
]
constructed = [
    len(linear_pieces(folded_zigzag(widths[0], len(widths)), 0.0, 1.0))
    for widths in arrangements
]
bounds = [deep_region_bound(widths) for widths in arrangements]

print(f"{'units in each layer':22}{'random':>12}{'zigzag':>10}{'bound':>10}")
for widths, several, folded, bound in zip(
    arrangements, counts, constructed, bounds, strict=True
):
    print(
        f"{', '.join(map(str, widths)):22}{f'{min(several)} to {max(several)}':>12}{folded:10}{bound:10}"
    )

# %% [markdown]
# For every seed:

# %%
for widths, several, folded, bound in zip(
    arrangements, counts, constructed, bounds, strict=True
):
    assert folded == widths[0] ** len(widths) <= bound
    assert all(count <= 2 * UNITS for count in several)
assert all(count == UNITS + 1 for count in counts[0])
assert all(constructed[-1] > 100 * count for count in counts[-1])

# %%
display(
    pieces_against_depth(
        [f"{widths[0]} x {len(widths)}" for widths in arrangements],
        counts,
        constructed,
        bounds,
    ),
    alt="Linear pieces on a logarithmic axis for 24 units in one to six layers. The bound and the folded zigzag climb "
    "from 25 to several thousand; the random networks stay at about 25 whatever their depth.",
)

# %% [markdown]
# **A random network has about as many pieces as it has units, or fewer, whatever its depth.** The bound climbs from 25
# to 15,625, the construction nearly follows it, and the random networks do not follow. Each unit of a later layer cuts
# only where its bent line happens to cross zero, which with random weights is about once; for many crossings the
# line would have to swing from end to end on every piece of the layer before, as the zigzag's does. Hanin and
# Rolnick proved it: at random initialisation the expected number of pieces is proportional to the number of units,
# not exponential in the depth.
#
# ## Trained networks
#
# Could training find the sawtooth? The target is the tent folded three times, four teeth of $2^3$ pieces, so a
# network of three layers of two units and 19 parameters represents it without any error.

# %%
DEPTH = 3
x = torch.linspace(0, 1, 129, dtype=torch.float64)
target = sawtooth_values(x, DEPTH)
exact = sawtooth(DEPTH)
print(
    "parameters",
    sum(p.numel() for p in exact.parameters()),
    "pieces",
    len(linear_pieces(exact, 0.0, 1.0)),
)
assert torch.allclose(exact(x[:, None]).squeeze(1), target)
best_constant = float(target.std(unbiased=False))
print(f"root mean square error of the best constant: {best_constant:.3f}")


# %% [markdown]
# We train, by Adam on all 129 points, networks of exactly those widths, larger ones of three layers, and shallow
# ones with about as many parameters as these. (Adam is derived in chapter 4.)


# %%
def trained(widths, seed, steps=1000):
    network = random_mlp(widths, generator(seed))
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3, fused=True)
    for _ in range(steps):
        optimiser.zero_grad()
        (network(x[:, None]).squeeze(1) - target).square().mean().backward()
        optimiser.step()
    return network


kinds = {
    "2-2-2": [1, 2, 2, 2, 1],
    "16-16-16": [1, 16, 16, 16, 1],
    "200": [1, 200, 1],
}
errors, pieces, curves = {}, {}, {}
for name, widths in kinds.items():
    networks = [trained(widths, seed) for seed in SEEDS]
    with torch.no_grad():
        curves[name] = [network(x[:, None]).squeeze(1) for network in networks]
    errors[name] = [
        float((curve - target).square().mean().sqrt()) for curve in curves[name]
    ]
    pieces[name] = [len(linear_pieces(network, 0.0, 1.0)) for network in networks]

print(f"{'hidden layers':>14}{'parameters':>12}{'error':>18}{'pieces':>12}{'units':>8}")
for name, widths in kinds.items():
    error = f"{min(errors[name]):.3f} to {max(errors[name]):.3f}"
    count = f"{min(pieces[name])} to {max(pieces[name])}"
    print(
        f"{name:>14}{parameter_count(widths):12}{error:>18}{count:>12}{sum(widths[1:-1]):8}"
    )

# %% [markdown]
# For every seed:

# %%
for name, widths in kinds.items():
    assert all(count <= sum(widths[1:-1]) + 1 for count in pieces[name])
assert all(count == 1 for count in pieces["2-2-2"])
assert all(error > 0.99 * best_constant for error in errors["2-2-2"])
assert all(
    error < 0.7 * best_constant
    for name in ("16-16-16", "200")
    for error in errors[name]
)

# %%
display(
    curves_over_target(x, target, curves),
    alt="Three panels with the zigzag target in grey and three trained networks each. The networks of two units a "
    "layer are flat lines; those of three layers of sixteen and the shallow ones of 200 units follow most or all.",
)

# %% [markdown]
# - **That a network can represent a function does not mean that training finds it.** The smallest network, which
#   could be perfect, ends as a constant under each of the three seeds: a layer of two units is easily idle on the
#   whole interval, and an idle layer passes no gradient on.
# - **Trained networks stay below one piece a unit.** The bound for three layers of sixteen is 4,913; they have about
#   25 pieces, three times as many as the target needs.
# - At about 600 parameters the deep network is the better one under two of the three seeds, with fewer pieces, and
#   worse than every shallow one under the third, where it is stuck. Three seeds show that the range is wide, not
#   how often each happens.
#
# So what depth buys is not, by itself, a more complicated function for the same money. It is a *vocabulary*:
# functions that repeat, mirror and combine parts cost little. Whether training gets them is another question, and
# chapters 4 and 6 are about what helps.
#
# ## Further reading
#
# - M. Telgarsky, *Benefits of Depth in Neural Networks*, COLT 2016.
# - B. Hanin and D. Rolnick, *Complexity of Linear Regions in Deep Networks*, ICML 2019.
