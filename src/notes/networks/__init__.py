"""Chapter 2, shallow and deep networks.

activation: the activation functions, each from its formula, and SELU's constants in closed form.
self_normalization: what SELU does to mean and variance, and its fixed point.
shallow: the network of one hidden layer, its joints and its slopes.
gated: gated linear units, and how many of them a budget of weights buys.
mlp: the multilayer perceptron, its shapes and its number of parameters.
lookup: a wide layer as a memory of keys and values.
scaling: width and depth on a budget of parameters.
composition: one network fed into another, and a wide network laid out as a narrow deep one.
sawtooth: zigzags, and the zigzag folded onto itself.
approximation: the ReLU interpolant of a function, and its error.
region_bounds: how many linear regions a network can have.
pieces: the linear pieces of a network with one input, exactly.
polygons: the regions of a network with two inputs, exactly.
figures, proofs, checks, formulas, notation, errata, exercises: what the page shows.
"""
