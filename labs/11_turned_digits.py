# %% [markdown]
# # Lab 11.1: digits that are turned
#
# Networks with about as many parameters learn small digits, upright. One convolves over places; the other also over
# quarter turns. Then the digits are turned. We ask what each of them still knows, and what the symmetry costs. A third
# rival is the first network again, shown the same digits, each turned at random: *augmentation*.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.data import digits
from notes.experiment.figures import show
from notes.geometric.experiments import turned_digits
from notes.geometric.figures import pictures
from notes.geometric.group_convolution import TURNS, GroupNetwork, PlainNetwork
from notes.geometric.representation import turned
from notes.plotting import display

networks = {
    "plain": PlainNetwork((16, 32), torch.Generator()),
    "group": GroupNetwork(TURNS, (8, 16), torch.Generator()),
}
for name, network in networks.items():
    print(
        f"{name}: {sum(weight.numel() for weight in network.parameters())} parameters"
    )

# %%
images = digits().inputs[:6, None].float()
display(
    pictures({"upright": images[:, 0], "turned": turned(images, 1)[:, 0]}),
    alt="Six small digits, zero to five, above as they are and below turned by a quarter",
)

# %% [markdown]
# ## One run
#
# The share of unseen digits that are right, upright, after a quarter turn and after half a turn. All three networks are
# trained with the same number of batches of the same size.

# %%
run = turned_digits(0)
print(
    "the group network knows turned digits as well:",
    abs(run["group quarter"] - run["group upright"]) < 0.005,
)
print("the plain network is wrong on most:", run["plain quarter"] < 0.5)

# %% [markdown]
# ## All runs

# %%
show(turned_digits)

# %% [markdown]
# - **Turned digits are nothing new to the group network.** Its accuracy is the same for all turns, but for ties that
#   rounding decides.
# - **To the plain network they are**, unless it has been shown them. At a quarter turn it is near guessing. Half a turn
#   is kinder, since some digits survive it.
# - **Augmentation is the rival to beat.** It needs nothing but turned copies, and most of what was missing is there.
#   After as many batches the group network is ahead on turned digits; longer training may narrow that.
# - **Upright the plain network is better** on average. That is not what is usually reported, and there are two
#   reasons to think of. The group network must not use orientation, by which 6 and 9, or 2 and 5, differ most. And at
#   equal parameters it has fewer different filters: each is used in four positions. In the original work the group
#   convolutions win upright too, with deeper networks that are trained longer, on more digits.
#
# ## What to keep in mind
#
# - An invariance is knowledge. Where it is right it may save data; where the task needs what it forgets, it does harm.
# - The group network takes several times as many multiplications for the same number of parameters.
# - Networks, steps and rates were chosen so that a run takes seconds, alike for all rivals.
#
# ## Further reading
#
# - T. Cohen and M. Welling, [*Group Equivariant Convolutional Networks*](../bibliography.md#cohen-welling-2016),
#   ICML 2016.
