# %% [markdown]
# # Lab 2.1: how many regions depth buys
#
# A network of several layers *can* have exponentially many linear pieces. This lab counts, exactly, how many it
# *has*: when its parameters are random, when they are constructed, and when they are trained. Every network here
# has one input and one output, so its pieces can be found in fractions, without a grid and without rounding.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.experiment.table import table
from notes.networks.experiments import (
    ARRANGEMENTS,
    KINDS,
    random_pieces,
    trained_on_teeth,
    trained_pieces,
)
from notes.networks.figures import curves_over_target, pieces_against_depth
from notes.networks.pieces import linear_pieces
from notes.networks.region_bounds import deep_region_bound
from notes.networks.sawtooth import folded_zigzag, sawtooth, sawtooth_values
from notes.plotting import display

# %% [markdown]
# ## Random networks
#
# Twenty-four hidden units, in one layer, in two, in three, four or six. For each arrangement: the pieces of a folded
# zigzag of these widths on $[0, 1]$, which is constructed to have many, and the bound $\prod_k (D_k + 1)$.

# %%
bounds = [deep_region_bound(widths) for widths in ARRANGEMENTS.values()]
folded = [
    len(linear_pieces(folded_zigzag(widths[0], len(widths)), 0.0, 1.0))
    for widths in ARRANGEMENTS.values()
]
for widths, pieces, bound in zip(ARRANGEMENTS.values(), folded, bounds, strict=True):
    assert pieces == widths[0] ** len(widths) <= bound
    print(f"{len(widths)} layers of {widths[0]:2}: {pieces:5} of at most {bound:5}")

# %% [markdown]
# And the pieces of random networks, on the whole line:

# %%
show(random_pieces)

# %%
recorded = table(random_pieces)
display(
    pieces_against_depth(
        list(ARRANGEMENTS),
        [recorded.column(name) for name in ARRANGEMENTS],
        folded,
        bounds,
    ),
    alt="Linear pieces on a logarithmic axis for 24 units in one to six layers. The bound and the folded zigzag climb "
    "from 25 to several thousand; the random networks, a dot each, stay below 48 whatever their depth.",
)

# %% [markdown]
# **On average a random network has about as many pieces as it has units, in one layer as in six.** The bound climbs
# from 25 to 15,625, the construction nearly follows it, and the random networks do not. Each unit of a later layer cuts
# only where its bent line happens to cross zero; for many crossings the line would have to swing from end to end on
# every piece of the layer before, as the zigzag's does. Hanin and Rolnick proved it: at random
# initialisation the expected number of pieces is proportional to the number of units, not exponential in the depth.
#
# ## Trained networks
#
# Could training find the sawtooth? The target is the tent folded three times, four teeth of $2^3$ pieces, so a
# network of three layers of two units and 19 parameters represents it without any error.

# %%
x = torch.linspace(0, 1, 129, dtype=torch.float64)
target = sawtooth_values(x, 3)
exact = sawtooth(3)
assert torch.allclose(exact(x[:, None]).squeeze(1), target)
print("parameters", sum(p.numel() for p in exact.parameters()))
print("pieces", len(linear_pieces(exact, 0.0, 1.0)))
print(f"error of the best constant: {float(target.std(unbiased=False)):.3f}")

# %% [markdown]
# We train, by Adam on all 129 points, networks of exactly those widths, larger ones of three layers, and shallow
# ones with about as many parameters as these. (Adam is derived in chapter 4.) One network of each kind to look at:

# %%
curves = {}
for name, widths in KINDS.items():
    network, _ = trained_on_teeth(widths, seed=0)
    with torch.no_grad():
        curves[name] = [network(x[:, None]).squeeze(1)]
display(
    curves_over_target(x, target, curves),
    alt="Three panels with the zigzag target in grey and one trained network each: two units a layer, three layers of "
    "sixteen, and a shallow one of 200 units.",
)

# %%
show(trained_pieces)

# %% [markdown]
# - **That a network can represent a function does not mean that training finds it.** The smallest network, which
#   could be perfect, ends as a constant or little better: a layer of two units is easily idle on the whole interval,
#   and an idle layer passes no gradient on.
# - **Trained networks have at most one piece a unit, and one more.** The bound for three layers of sixteen is 4,913.
# - At about 600 parameters and the same number of steps the deep networks have fewer pieces than the shallow ones, and
#   errors that are far more scattered. Which of the two errs less on average these runs do not tell.
#
# So what depth buys is not, by itself, a more complicated function for the same money. It is a *vocabulary*:
# functions that repeat, mirror and combine parts cost little. Whether training gets them is another question, and
# chapters 4 and 6 are about what helps.
#
# ## Further reading
#
# - M. Telgarsky, [*Benefits of Depth in Neural Networks*](../bibliography.md#telgarsky-2016), COLT 2016.
# - B. Hanin and D. Rolnick, [*Complexity of Linear Regions in Deep
#   Networks*](../bibliography.md#hanin-rolnick-2019), ICML 2019.
