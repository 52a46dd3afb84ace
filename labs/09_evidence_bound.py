# %% [markdown]
# # Lab 9.1: how loose is the evidence bound?
#
# A variational autoencoder is trained on a bound. The log likelihood itself is unknown, but it can be approached from
# below: with $K$ draws from the encoder, weighted by importance, the bound rises with $K$ towards the log evidence. We
# train on digits under three seeds, and look at held-out digits.

# %%
import torch

from notes.data import digits, split
from notes.generative.figures import latent_plane
from notes.generative.inference import importance_weighted_bound
from notes.generative.vae import evidence_bound, log_weights, trained_vae
from notes.plotting import display

SEEDS, DRAWS = range(3), (1, 10, 100)
data = digits()
print(len(data), "images of 64 pixels")


# %% [markdown]
# ## Three seeds
#
# The evidence bound is averaged over twenty draws for each image. The importance-weighted bounds use the same hundred
# draws for all $K$, in groups of $K$, so that they differ in nothing but how the weights are averaged.


# %%
def bounds(weights):
    """Mean over images of the bound with K draws, for each K."""
    return torch.stack(
        [
            torch.stack(
                [importance_weighted_bound(group) for group in weights.split(draws)]
            ).mean()
            for draws in DRAWS
        ]
    )


elbos, found = [], []
for seed in SEEDS:
    random = torch.Generator().manual_seed(seed)
    train, test = split(data, 0.8, random)
    model = trained_vae(train.inputs.flatten(1).float(), 2, random, steps=400)
    held_out = test.inputs.flatten(1).float()
    with torch.no_grad():
        noise = torch.randn(100, len(held_out), 2, generator=random)
        found.append(bounds(log_weights(model, held_out, noise)))
        elbos.append(
            torch.stack(
                [evidence_bound(model, held_out, draw) for draw in noise[:20]]
            ).mean()
        )
elbos, found = torch.stack(elbos), torch.stack(found)
for seed in SEEDS:
    shown = ", ".join(
        f"K = {k}: {bound:.1f}" for k, bound in zip(DRAWS, found[seed], strict=True)
    )
    print(f"seed {seed}: bound {elbos[seed]:.1f} nats; {shown}")

# %% [markdown]
# For every seed:

# %%
gains = found[:, 1:] - found[:, :-1]
assert (gains > 0.1).all()
assert ((elbos - found[:, 0]).abs() < 0.3).all()
assert (gains[:, 1] < gains[:, 0]).all()
print(f"a hundred draws add {(found[:, 2] - found[:, 0]).mean():.1f} nats on average")

# %% [markdown]
# - With one draw the importance-weighted bound is the evidence bound. (Here one computes the divergence in closed form
#   and the other by draws, so they agree up to chance.)
# - Ten draws tighten it, a hundred tighten it further, under every seed, and the second step is the smaller one.
# - The gap that closes is the divergence of the encoder's Gaussian from the true posterior. What is left after a
#   hundred draws is not known from this experiment: the numbers are bounds still.
#
# What the last seed's model has made of the plane of its two latent coordinates:

# %%
ticks = torch.linspace(-2, 2, 9)
grid = torch.stack(torch.meshgrid(ticks, ticks, indexing="xy"), dim=-1)
with torch.no_grad():
    means = model.posterior(held_out)[0]
    decoded = model.decoder(grid).unflatten(-1, (8, 8))
display(
    latent_plane(means, test.targets, decoded),
    alt="Left: held-out digits in the latent plane, in overlapping groups by class. Right: decoded images of a grid, "
    "which change gradually from one digit to another.",
)

# %% [markdown]
# ## Further reading
#
# - D. P. Kingma and M. Welling, *Auto-Encoding Variational Bayes*, ICLR 2014.
# - Y. Burda, R. Grosse and R. Salakhutdinov, *Importance Weighted Autoencoders*, ICLR 2016.
