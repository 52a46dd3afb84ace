# %% [markdown]
# # Lab 6.2: when is the detour through frequencies shorter?
#
# A circular convolution of $n$ numbers costs $n^2$ multiplications as a matrix product, $n (6 \log_2 n + 4)$ through
# fast Fourier transforms. So much can be counted. A clock sees more than multiplications: calls, memory, caches. And
# both routes round: which one less?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import time

import torch

from notes.convolution.circulant import circulant_matrix
from notes.convolution.experiments.layers import routes
from notes.convolution.figures import measured_costs
from notes.convolution.spectral import (
    cost_crossover,
    spatial_multiplications,
    spectral_convolution,
    spectral_multiplications,
)
from notes.experiment.figures import show
from notes.plotting import display

SIZES = tuple(2**power for power in range(4, 12))

# %% [markdown]
# ## Counted
#
# Up to the crossover the matrix needs fewer multiplications, from there on the transforms do. No machine changes that.

# %%
crossover = cost_crossover()
print("crossover by counting:", crossover)
for size in SIZES:
    by_matrix, by_waves = (
        spatial_multiplications(size, size),
        spectral_multiplications(size),
    )
    assert (by_waves < by_matrix) == (size >= crossover)
    print(
        f"{size:5} entries: {by_matrix:8} by the matrix, {by_waves:6} by the transforms"
    )

# %% [markdown]
# ## Timed
#
# The matrix is built beforehand and not timed, which favours the spatial route. Each time is the fastest of thirty
# calls, so that whatever else the machine does counts little.


# %%
def seconds(function, repetitions=30):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


generator = torch.Generator().manual_seed(0)
spatial, spectral = torch.zeros(2, 1, len(SIZES), dtype=torch.float64)
for place, size in enumerate(SIZES):
    x, w = (torch.rand(size, generator=generator) for _ in range(2))
    matrix = circulant_matrix(w)
    spatial[0, place] = seconds(lambda matrix=matrix, x=x: matrix @ x)
    spectral[0, place] = seconds(lambda x=x, w=w: spectral_convolution(x, w))

display(
    measured_costs(SIZES, spatial, spectral),
    alt="Seconds against the length of the signal, both logarithmic, for the matrix and for the Fourier transforms, as "
    "measured once on the machine that made this page",
)

# %% [markdown]
# The picture is of one machine at one time, and nothing is claimed about others. Two things to look for: a short
# transform costs the time of its calls more than that of its multiplications, and a matrix product is what processors
# do best. So the curves need not cross where counting puts it.
#
# ## Rounded
#
# Each route is computed with numbers of 32 bits and compared with the same convolution in 64 bits.

# %%
show(routes)

# %% [markdown]
# Both routes give the same numbers to rounding. Which of them rounds less for long signals is up to the processor: with
# plain instructions the transforms, with wide ones the matrix. A product with wide instructions adds up many partial
# sums side by side, so that fewer roundings follow each other. Compare the colours.
#
# ## Further reading
#
# - J. W. Cooley and J. W. Tukey, [*An Algorithm for the Machine Calculation of Complex Fourier
#   Series*](../bibliography.md#cooley-tukey-1965), Mathematics of Computation, 1965.
