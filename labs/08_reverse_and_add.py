# %% [markdown]
# # Lab 8.1: a Transformer that reverses and adds
#
# One Transformer with one layer on either side, two tasks. It reads five digits and writes them
# backwards; and it reads a number of four digits and writes its sum with itself, the ones first.
# An answer counts only if *every* digit is right. What is judged was never seen in training.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.transformers.experiments.sequences import (
    adding,
    doubler,
    reversal,
    reverser,
    two_numbers,
)
from notes.transformers.figures import attention_maps
from notes.transformers.tasks import doublings, reversals
from notes.transformers.transformer import cross_attention

# %% [markdown]
# ## Reversal
#
# A hundred thousand sequences are possible, and training draws fewer than a tenth as many. Each run
# of the experiment has first weights and sequences of its own.

# %%
show(reversal)

# %% [markdown]
# ## Addition
#
# Of the ten thousand numbers five hundred are held out. The ones come first, because then each digit
# of the sum needs one digit and the carry of the digit before, as on paper; written from the front,
# the first digit may need all of them. The same network gets the same number of updates.

# %%
show(adding)

# %% [markdown]
# ## Two numbers
#
# Adding *two* numbers of two digits asks for more: of the digits on either side of the plus the right ones have to
# be brought together. Nothing else is changed.

# %%
show(two_numbers)

# %% [markdown]
# ## Where it looks
#
# One run. While the reverser writes, its decoder looks along the anti-diagonal: so it does in every run of
# the experiment. The adder needs for each digit its place and the place before it. The heads share the
# work, so their mean is drawn. Where the adder looks differs from run to run, and nothing is claimed of it.

# %%
generator = torch.Generator().manual_seed(0)
source, target = reversals(500, 5, 10, generator)
looks = cross_attention(reverser(generator), source, target).mean(dim=(0, 1))
adder, unseen = doubler(generator)
sums = cross_attention(adder, *doublings(unseen, 4)).mean(dim=(0, 1))

# %%
display(
    attention_maps({"reversal": looks}, "12345", "12345"),
    alt="Mean attention of one reverser, digits written by digits read: in each row the largest weight is on the "
    "anti-diagonal.",
)

# %%
places = ["ones", "tens", "hundreds", "thousands"]
display(
    attention_maps({"addition": sums}, [*places, "ten thousands"], places),
    alt="Mean attention of one adder, digits of the sum by digits of the number, for this run alone.",
)

# %% [markdown]
# ## What to keep in mind
#
# - In trials with many times the updates most sums of two numbers came out right. No table stands behind that, so take
#   it as a hint.
# - It adds numbers of the length it was trained on, and longer ones mostly wrongly. Positions beyond were never used
#   in training.
# - Width, step size and number of updates were chosen on other seeds than those of the tables, so that a run takes
#   seconds. In trials a narrower network did worse.
# - Attention shows where information could come from, not what was done with it.
#
# ## Further reading
#
# - A. Vaswani et al., [*Attention Is All You Need*](../bibliography.md#vaswani-2017), NeurIPS 2017.
# - N. Lee et al., [*Teaching Arithmetic to Small Transformers*](../bibliography.md#lee-2024), ICLR 2024.
