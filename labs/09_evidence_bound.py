# %% [markdown]
# # Lab 9.1: how loose is the evidence bound?
#
# A variational autoencoder is trained on a bound. With $K$ draws from the encoder, weighted by importance, the bound
# rises with $K$ towards the log evidence. And with two latent coordinates the log evidence itself can be computed: its
# integral is a sum over a fine grid of the plane. So here the gap is known.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.data import digits, split
from notes.experiment.figures import show
from notes.generative.experiments import draws
from notes.generative.figures import latent_plane
from notes.generative.vae import trained_vae
from notes.plotting import display

# %% [markdown]
# ## All recorded runs
#
# In each run the digits are split anew and an autoencoder is trained for a few hundred steps. On held-out digits the
# bounds with one, ten and a hundred draws are taken from the same draws, in groups, so that they differ in nothing but
# how weights are averaged. The evidence comes from the grid.

# %%
show(draws)

# %% [markdown]
# - More draws tighten the bound, and the first nine more do more than the next ninety.
# - What is left after a hundred draws is the distance to the evidence: the encoder's Gaussian is not the posterior.
# - The spread between runs is large: the training is short, and the hundred held-out digits differ. The gaps of one
#   run are compared with each other, not with those of another.
#
# ## One run: the plane
#
# What one model has made of the plane of its two latent coordinates:

# %%
data, random = digits(), torch.Generator().manual_seed(0)
train, test = split(data, 0.8, random)
model = trained_vae(train.inputs.flatten(1).float(), 2, random, steps=250)
ticks = torch.linspace(-2, 2, 9)
grid = torch.stack(torch.meshgrid(ticks, ticks, indexing="xy"), dim=-1)
with torch.no_grad():
    means = model.posterior(test.inputs.flatten(1).float())[0]
    decoded = model.decoder(grid).unflatten(-1, (8, 8))
display(
    latent_plane(means, test.targets, decoded),
    alt="Left: held-out digits in the latent plane, coloured by class. "
    "Right: decoded images of a grid of latent points.",
)

# %% [markdown]
# ## Further reading
#
# - D. P. Kingma and M. Welling, [*Auto-Encoding Variational Bayes*](../bibliography.md#kingma-welling-2014), ICLR
#   2014.
# - Y. Burda, R. Grosse and R. Salakhutdinov, [*Importance Weighted Autoencoders*](../bibliography.md#burda-2016),
#   ICLR 2016.
