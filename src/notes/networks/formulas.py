"""Formulas of chapter 2 that the code implements, compared with it on random inputs."""

from random import Random

from notes.networks.activation import relu
from notes.networks.mlp import parameter_count
from notes.networks.shallow import ten_parameter_network
from notes.reading.formula import Case, doubles, drawn, formula


@formula(
    "eq:ten-parameter-network",
    r"\phi_0 + \phi_1 \mathrm{a}[\theta_{10} + \theta_{11} x] + \phi_2 \mathrm{a}[\theta_{20} + \theta_{21} x] "
    r"+ \phi_3 \mathrm{a}[\theta_{30} + \theta_{31} x]",
    notation={"a[#1]": r"\max(0, #1)"},
)
def network_of_ten_parameters(random: Random) -> Case:
    """The output of the network of ten parameters, with rectified units."""
    phi, theta, (x,) = drawn(random, 4), [drawn(random, 2) for _ in range(3)], drawn(random, 1)
    values = {rf"\phi_{d}": weight for d, weight in enumerate(phi)} | {"x": x}
    values |= {rf"\theta_{{{d}{j}}}": row[j] for d, row in enumerate(theta, start=1) for j in (0, 1)}
    return values, ten_parameter_network(doubles([x]), doubles(phi), doubles(theta)).item()


@formula("eq:relu", r"\begin{cases} 0 & z < 0,\\ z & z \ge 0. \end{cases}")
def rectified_number(random: Random) -> Case:
    """The rectified linear unit."""
    (z,) = drawn(random, 1)
    return {"z": z}, relu(doubles([z])).item()


@formula("eq:mlp-parameter-count", r"\sum_{k=0}^{K} (D_k + 1)\, D_{k+1}")
def parameters_of_a_network(random: Random) -> Case:
    """The number of weights and biases of a network, from its widths."""
    widths = [random.randint(1, 9) for _ in range(random.randint(2, 6))]
    return {"K": len(widths) - 2, "D": dict(enumerate(widths))}, parameter_count(widths)
