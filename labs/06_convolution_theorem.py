# %% [markdown]
# # Lab 6.2: when is the detour through frequencies shorter?
#
# A circular convolution of $n$ numbers costs $n^2$ multiplications as a matrix product, $n (6 \log_2 n + 4)$ through
# fast Fourier transforms. Counted, the second wins from $n = 64$ on. A clock sees more than multiplications: calls,
# memory, caches. Where is the crossover on a real machine?

# %%
import time

import torch

from notes.convolution.circulant import circulant_matrix
from notes.convolution.figures import measured_costs
from notes.convolution.spectral import (
    cost_crossover,
    spatial_convolution,
    spectral_convolution,
)
from notes.plotting import display

SEEDS = range(3)
SIZES = tuple(2**power for power in range(4, 13))
print("crossover by counting:", cost_crossover())


# %%
def seconds(function, repetitions=30):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def measured(seed):
    generator = torch.Generator().manual_seed(seed)
    spatial, spectral, errors = [], [], []
    for size in SIZES:
        x, w = (torch.rand(size, generator=generator) for _ in range(2))
        matrix = circulant_matrix(w)
        spatial.append(seconds(lambda matrix=matrix, x=x: matrix @ x))
        spectral.append(seconds(lambda x=x, w=w: spectral_convolution(x, w)))
        difference = spatial_convolution(x, w) - spectral_convolution(x, w)
        errors.append(
            (difference.abs().max() / spatial_convolution(x, w).abs().max()).item()
        )
    return spatial, spectral, max(errors)


# %% [markdown]
# The matrix is built beforehand and not timed, which favours the spatial route. Each time is the fastest of thirty
# calls, so that whatever else the machine does counts little. The three seeds draw different signals and repeat the
# measurement.

# %%
runs = [measured(seed) for seed in SEEDS]
spatial, spectral = (
    torch.tensor([run[k] for run in runs], dtype=torch.float64) for k in (0, 1)
)
errors = torch.tensor([run[2] for run in runs])

# %%
assert (errors < 1e-4).all()
assert (spatial[:, 0] < spectral[:, 0]).all()
assert (spectral[:, -1] < spatial[:, -1] / 3).all()
assert (spatial[:, -1] > 20 * spatial[:, 0]).all()
print("all claims hold for every seed")

# %% [markdown]
# - Both routes give the same numbers, to the rounding of 32 bits.
# - At 16 entries the matrix is faster: three transforms are three calls.
# - At 4,096 entries the transforms are more than three times as fast, and the gap widens.
#
# So the crossover lies between. It need not lie where counting puts it, as a matrix product is what processors do best.
# Its exact place depends on the machine; the page you read was measured on one.

# %%
display(
    measured_costs(SIZES, spatial, spectral),
    alt="Seconds against the length of the signal, both logarithmic: the matrix starts lower and rises steeply, the "
    "Fourier transforms start higher and stay nearly level; the curves cross at some hundred entries.",
)

# %% [markdown]
# ## Further reading
#
# - J. W. Cooley and J. W. Tukey, *An Algorithm for the Machine Calculation of Complex Fourier Series*, Mathematics of
#   Computation, 1965.
