# %% [markdown]
# # Lab 9.2: eight modes, and how many a generator finds
#
# The data are eight narrow Gaussians on a ring. The same two networks are trained as a GAN, with the loss that does
# not saturate, and as the original Wasserstein GAN, whose critic has clipped weights. How many modes does each cover,
# and does it hold them?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.generative.experiments import modes
from notes.generative.figures import samples_over_time
from notes.generative.training import GAN, trained_on_ring
from notes.plotting import display

# %% [markdown]
# ## One run of a GAN
#
# The rings are the modes, the dots samples of the generator.

# %%
random = torch.Generator().manual_seed(0)
course = trained_on_ring(GAN, 900, random, batch=64, looks=4)
display(
    samples_over_time(course.steps, course.shown),
    alt="Samples of one generator at four moments of its training, beside circles that mark the eight modes.",
)

# %% [markdown]
# ## All recorded runs
#
# A mode counts as covered if at least two in a hundred samples lie within four of its standard deviations. Modes are
# counted ten times on the way. Both kinds make equally many updates of both players together; since a critic makes
# five for one of its generator, the Wasserstein GAN's generator makes a third as many as the GAN's.

# %%
show(modes)

# %% [markdown]
# ## What to keep in mind
#
# - Coverage is not monotone: generators lose modes that they had. That is what the word collapse stands for here; a
#   count of modes does not tell whether all samples ever sat in one place.
# - A generator that covers few modes at the end of its run may cover more later.
# - Networks, step sizes and batch were not searched. Nothing here says which kind is better when each has its best.
# - A covered mode is not a well-modelled one: samples between the modes do not count against a generator here.
#
# ## Further reading
#
# - L. Metz, B. Poole, D. Pfau and J. Sohl-Dickstein, [*Unrolled Generative Adversarial
#   Networks*](../bibliography.md#metz-2017), ICLR 2017.
# - M. Arjovsky, S. Chintala and L. Bottou, [*Wasserstein Generative Adversarial
#   Networks*](../bibliography.md#arjovsky-2017), ICML 2017.
# - I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin and A. Courville, [*Improved Training of Wasserstein
#   GANs*](../bibliography.md#gulrajani-2017), NeurIPS 2017.
