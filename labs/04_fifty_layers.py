# %% [markdown]
# # Lab 4.2: fifty layers
#
# The theory of the chapter predicts what fifty layers of rectified units do to a signal: each multiplies its expected
# power by $D \sigma_\Omega^2 / 2$. First we measure that, for five weight variances. Then we see what it means for
# training.

# %%
import torch

from notes.data import digits, split, standardised
from notes.plotting import display
from notes.training.backpropagation import Layer, random_layers
from notes.training.figures import powers_with_depth
from notes.training.initialization import he_variance
from notes.training.signal import expected_powers, signal_powers

SEEDS = range(3)
WIDTH, DEPTH = 100, 50
SHARES = (0.5, 0.8, 1.0, 1.25, 2.0)

# %% [markdown]
# ## Measured against predicted
#
# The prediction is about the mean over networks, so we average thirty networks for each seed. They are drawn once; for
# each variance their weights are scaled. The ratio of the powers at the last and at the first layer is shown as a power
# of ten, since it spans thirty orders of magnitude.


# %%
def networks(seed, count=30):
    """Networks with variance 2/D, the inputs of each, and gradients at its output to send back."""
    generator = torch.Generator().manual_seed(seed)
    for _ in range(count):
        layers = random_layers(
            [WIDTH] * (DEPTH + 1), [he_variance(WIDTH)] * DEPTH, generator
        )
        ends = torch.randn(2, 8, WIDTH, generator=generator, dtype=torch.float64)
        yield layers, *ends


def mean_powers(share, drawn):
    """Powers of every layer, forward and backward, with the variance of all weights changed by a factor."""
    runs = [
        signal_powers(
            [Layer(share**0.5 * weights, biases) for weights, biases in layers], *ends
        )
        for layers, *ends in drawn
    ]
    return [torch.stack(part).mean(0) for part in zip(*runs, strict=True)]


powers = {}
for seed in SEEDS:
    drawn = list(networks(seed))
    for share in SHARES:
        powers[share, seed] = mean_powers(share, drawn)

curves = {"forward": {}, "backward": {}}
print("variance   predicted   forward (seeds)        backward (seeds)")
for share in SHARES:
    expected = expected_powers(
        [WIDTH] * DEPTH, [share * he_variance(WIDTH)] * DEPTH, power=1.0
    )
    predicted = (expected[-1] / expected[0]).log10().item()
    changes = []
    for seed in SEEDS:
        forward, backward = powers[share, seed]
        changes.append(
            [
                (forward[-1] / forward[0]).log10().item(),
                (backward[0] / backward[-1]).log10().item(),
            ]
        )
    columns = list(zip(*changes, strict=True))
    print(
        f"{2 * share:4g}/D {predicted:12.1f}    "
        + "   ".join(" ".join(f"{v:6.1f}" for v in c) for c in columns)
    )
    assert all(abs(change - predicted) < 0.7 for column in columns for change in column)
    name = rf"$\sigma_\Omega^2 = {2 * share:g}/D$"
    curves["forward"][name], curves["backward"][name] = forward, backward

# %%
figure = powers_with_depth(curves["forward"], curves["backward"])
display(
    figure,
    alt="Mean squares of pre-activations and of gradients over 50 layers, averaged over thirty networks, on "
    "logarithmic scales: straight lines, level for variance 2/D, falling for less and rising for more.",
)

# %% [markdown]
# Forward and backward agree with the prediction to within a factor of five over up to fifteen orders of magnitude. The
# scatter that remains is that of a mean over thirty networks: a single one strays further, as the chapter's page shows.
#
# ## What it means for training
#
# A network of thirty hidden layers of 64 units learns the digits by plain stochastic gradient descent, with the same
# learning rate and batches for every variance. Only the variance of the initial weights differs.


# %%
def trained_accuracy(share, seed):
    generator = torch.Generator().manual_seed(seed)
    train, test = standardised(*split(digits(), 0.8, generator))
    widths = [64] * 31 + [10]
    layers = random_layers(widths, [share * he_variance(64)] * 31, generator)
    parameters = [part.float().requires_grad_() for layer in layers for part in layer]
    optimizer = torch.optim.SGD(parameters, lr=0.01)

    def logits(images):
        hidden = images.flatten(1)
        for weights, biases in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
            hidden = torch.relu(hidden @ weights.T + biases)
        return hidden @ parameters[-2].T + parameters[-1]

    for _ in range(300):
        batch = torch.randint(len(train), (64,), generator=generator)
        loss = torch.nn.functional.cross_entropy(
            logits(train.inputs[batch]), train.targets[batch]
        )
        if not loss.isfinite():
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (logits(test.inputs).argmax(1) == test.targets).double().mean().item()


accuracies = {
    share: [trained_accuracy(share, seed) for seed in SEEDS] for share in SHARES
}
for share, by_seed in accuracies.items():
    print(
        f"{2 * share:4g}/D: held-out accuracy "
        + ", ".join(f"{accuracy:.0%}" for accuracy in by_seed)
    )

for half, low, right, high, double in zip(*accuracies.values(), strict=True):
    assert right > 0.4
    assert right > low + 0.15
    assert max(half, high, double) < 0.2

# %% [markdown]
# Ten classes: guessing gives 10%. Under every seed $2/D$ is the only variance of the five that is well on its way after
# 300 steps. With less, the first layers receive next to no gradient; at $1.6/D$ the network is learning, slowly. With
# more, the first step is so large that the loss overflows, and what comes out is a guess. A deep plain network is hard
# to train all the same: the right start is necessary, and far from sufficient. Chapter 6 takes this up.
#
# ## Further reading
#
# - X. Glorot and Y. Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural Networks*, AISTATS 2010.
# - K. He, X. Zhang, S. Ren and J. Sun, *Delving Deep into Rectifiers*, ICCV 2015.
# - B. Hanin, *Which Neural Net Architectures Give Rise to Exploding and Vanishing Gradients?*, NeurIPS 2018: why the
#   scatter grows with depth over width.
