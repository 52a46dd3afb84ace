"""Formulas of chapter 6 that the code implements, compared with it on random inputs."""

from random import Random

from notes.convolution.padding import output_size
from notes.reading.formula import Case, formula


@formula(
    "eq:output-size",
    r"W_{\text{out}} = \left\lfloor \frac{W_{\text{in}} + 2P - d(F - 1) - 1}{S} \right\rfloor + 1",
)
def size_of_the_output(random: Random) -> Case:
    """The number of places of a window with padding, stride and dilation."""
    kernel, padding, stride, dilation = (random.randint(*ends) for ends in ((1, 5), (0, 3), (1, 4), (1, 3)))
    size = dilation * (kernel - 1) + 1 + random.randint(0, 20)
    names = {r"W_{\text{in}}": size, "P": padding, "d": dilation, "F": kernel, "S": stride}
    return names, output_size(size, kernel, padding=padding, stride=stride, dilation=dilation)
