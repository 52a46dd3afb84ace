"""The schemes of chapter 9: how networks and their parts hang together; `figures` has what is measured."""

from itertools import pairwise

from matplotlib.figure import Figure

from notes.diagrams import arrow, box, diagram, node, words
from notes.plotting import BLUE, GREY, ORANGE


def gan_scheme() -> Figure:
    """A generative adversarial network: noise to sample, data or sample to verdict, and the slope's way back."""
    figure, axis = diagram(width=4.8, height=1.65)
    noise, generator = box(axis, (0.3, 0.65), "$z$"), box(axis, (1.2, 0.65), "generator", ORANGE)
    sample, data = box(axis, (2.25, 0.65), "$G(z)$"), box(axis, (2.25, 1.35), "data $x$")
    judge, verdict = box(axis, (3.5, 1.0), "discriminator", BLUE), box(axis, (4.5, 1.0), "$D$")
    for start, end in ((noise, generator), (generator, sample), (sample, judge), (data, judge), (judge, verdict)):
        arrow(axis, start, end)
    arrow(axis, judge, generator, "slope", ORANGE, via=[(3.5, 0.15), (1.2, 0.15)], dashed=True)
    return figure


def vae_scheme() -> Figure:
    """A variational autoencoder: encoder, a draw of the code, decoder, and the two terms of its bound."""
    figure, axis = diagram(width=6.4, height=1.9)
    image, encoder = box(axis, (0.25, 1.0), "$x$"), box(axis, (1.15, 1.0), "encoder", BLUE)
    moments, code = (
        box(axis, (2.5, 1.0), r"$\mu, \; \log \sigma^2$"),
        box(axis, (4.0, 1.0), r"$z = \mu + \sigma \epsilon$"),
    )
    decoder, made = box(axis, (5.25, 1.0), "decoder", ORANGE), box(axis, (6.15, 1.0), "$f$")
    noise, prior = box(axis, (4.0, 1.65), r"$\epsilon$"), box(axis, (2.5, 0.3), "divergence from the prior")
    likelihood = box(axis, (5.4, 0.3), "log likelihood of $x$")
    for start, end in ((image, encoder), (encoder, moments), (moments, code), (code, decoder), (decoder, made)):
        arrow(axis, start, end)
    arrow(axis, noise, code)
    arrow(axis, moments, prior)
    arrow(axis, made, likelihood.at(0.85, 1.0))
    return figure


def diffusion_chain() -> Figure:
    """Diffusion: noise is added step by step to the right, and the decoder goes back to the left."""
    figure, axis = diagram(width=4.8, height=1.15)
    names = ("$x_0$", "$x_1$", r"$\cdots$", "$x_n$", "$x_{n+1}$")
    chain = [
        node(axis, (0.4 + place, 0.57), name, GREY if place else BLUE, radius=0.24) for place, name in enumerate(names)
    ]
    for before, after in pairwise(chain):
        arrow(axis, before.at(0.7, 0.7), after.at(-0.7, 0.7))
        arrow(axis, after.at(-0.7, -0.7), before.at(0.7, -0.7), colour=ORANGE, dashed=True)
    words(axis, (2.4, 1.0), "noise added")
    words(axis, (2.4, 0.14), "decoder", ORANGE)
    return figure
