# %% [markdown]
# # Lab 6.1: the depth problem
#
# A deeper network can do whatever a shallower one can: its additional layers only have to be identities. Does training
# find that? We train plain and residual networks of 8, 20 and 56 layers on small handwritten digits, all with the same
# steps of the same optimiser, and compare their **training** loss. Nothing here is about new images.

# %%
import torch
from torch.nn.functional import cross_entropy

from notes.convolution.figures import curves_by_depth
from notes.convolution.residual import PlainBlock, PostActivationBlock
from notes.convolution.resnet import StagedNetwork, gradient_norms
from notes.convolution.training import fitted
from notes.data import digits
from notes.plotting import display

SEEDS = range(3)
DEPTHS = (8, 20, 56)
BLOCKS = {"plain": PlainBlock, "residual": PostActivationBlock}
images, targets = digits().inputs[:, None], digits().targets
print(len(images), "images of", *images.shape[-2:], "pixels")

# %% [markdown]
# ## Training
#
# The networks have three stages of blocks with 4, 8 and 16 channels and batch normalisation after every convolution;
# the two kinds have the same number of parameters and, for the same seed, the same first weights. The shortcuts add
# none. Each makes 45 steps of Adam with batches of 32.


# %%
def run(block, depth, seed):
    generator = torch.Generator().manual_seed(seed)
    network = StagedNetwork(block, depth, generator, channels=4)
    norms = gradient_norms(network, images[:64], targets[:64])
    losses = fitted(
        network, cross_entropy, (images, targets), generator, batch=32, steps=45
    ).losses
    return losses, norms


losses, norms = {}, {}
for name, block in BLOCKS.items():
    for depth in DEPTHS:
        runs = [run(block, depth, seed) for seed in SEEDS]
        losses[name, depth] = torch.stack([loss for loss, _ in runs])
        norms[name, depth] = torch.stack([norm for _, norm in runs])

# %% [markdown]
# ## Three seeds

# %%
final = {key: values[:, -10:].mean(1) for key, values in losses.items()}
growth = {key: values[:, 0] / values[:, -1] for key, values in norms.items()}
print(f"{'':10}{'layers':>8}{'training loss':>18}")
for (name, depth), values in final.items():
    print(f"{name:10}{depth:8}{f'{values.min():.1f} to {values.max():.1f}':>18}")

# %% [markdown]
# Each cell is the range over the seeds of the mean loss of the last ten batches. For every seed:

# %%
assert (final["plain", 8] < final["plain", 20]).all()
assert (final["plain", 20] < final["plain", 56]).all()
assert (final["residual", 56] < final["plain", 56] - 0.5).all()
assert (final["residual", 56] < final["plain", 20]).all()
assert (growth["plain", 56] > 30 * growth["residual", 56]).all()
print("all claims hold for every seed")

# %% [markdown]
# - **Plain networks train worse the deeper they are.** With 56 layers the loss hardly falls below that of guessing,
#   which is $\log 10 \approx 2.3$.
# - **Residual networks pay no such price.** With 56 layers they end below the plain networks of 20.
# - In the deep plain networks the gradient is far larger at the input than at the output, before any training, though
#   every convolution is followed by batch normalisation. It holds the activations at one scale and not the gradients.
#
# The curves are means over the seeds, each averaged over five steps. The gradients, layer by layer, are drawn in the
# chapter.

# %%
smooth = {
    name: {
        depth: losses[name, depth].mean(0).unflatten(0, (9, 5)).mean(1)
        for depth in DEPTHS
    }
    for name in BLOCKS
}
display(
    curves_by_depth(smooth, ylabel="training loss (nats)", xlabel="step (in fives)"),
    alt="Training loss against the step, plain networks left, residual right. Plain: the deeper, the slower, with 56 "
    "layers hardly any progress. Residual: all depths fall together.",
)

# %% [markdown]
# ## What to keep in mind
#
# - This is the start of training, at a scale of seconds: 8 by 8 pixels, a handful of channels, 45 steps. With more of
#   them, smaller rates or a warm-up the plain networks do learn; the claim is about equal effort.
# - He and others saw the gap at the end of long training on CIFAR-10, with forward and backward signals they found
#   healthy. Our gradients are not healthy. That deep plain networks with batch normalisation have exploding gradients
#   at initialisation was shown later, by Yang and others.
# - The batch's statistics are used throughout, so the loss is that of the network as it is trained.
#
# ## Further reading
#
# - K. He, X. Zhang, S. Ren and J. Sun, *Deep Residual Learning for Image Recognition*, CVPR 2016.
# - G. Yang, J. Pennington, V. Rao, J. Sohl-Dickstein and S. S. Schoenholz, *A Mean Field Theory of Batch
#   Normalization*, ICLR 2019.
