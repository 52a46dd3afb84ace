"""The derivations of chapter 1, in the order of its sections.

- `least_squares`: gradient, normal equations, minimum and convexity of the squared error of a line
- `cross_entropy`: the forms of binary cross entropy, its gradient by the chain rule, convexity, separable classes
- `descent`: what a step of gradient descent does to a quadratic
- `posterior`: Bayes' rule, Gaussian classes, and why an inverse needs injectivity
- `probes`: what a penalty makes of a convex loss, and how far from its minimum weights can be
"""
