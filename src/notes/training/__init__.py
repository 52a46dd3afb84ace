"""Chapter 4, fitting the model: descent and its variants, the gradients it needs, and where to start from.

- `descent`: the rule every optimiser here follows, plain gradient descent, and the path it takes
- `line`: loss and gradient of the two-parameter line
- `gabor`: the Gabor model, its data, loss and exact gradient
- `minibatch`: batches drawn without replacement, the gradient they give, and its variance
- `schedules`: learning rates that change with time
- `momentum`: momentum and Nesterov momentum
- `adam`: the normalised step, and Adam
- `backpropagation`: forward and backward pass of a multilayer perceptron in matrix form
- `toy`: the eight-parameter chain of sine, exponential and cosine, differentiated by hand
- `autograd`: a reverse-mode automatic differentiation engine on a tape
- `perceptron`: a network on real digits, trained by that engine
- `computation_graph`: operations that the tape saves against differentiating each parameter afresh
- `initialization`: variances and draws of He and Glorot
- `signal`: how activations and gradients shrink or grow with depth
- `figures`: the pictures of the chapter
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked
"""
