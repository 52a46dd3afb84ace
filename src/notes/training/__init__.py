"""Chapter 4, fitting the model: descent and its variants, the gradients it needs, and where to start from.

- `descent`: the rule every optimiser here follows, plain gradient descent, and the path it takes
- `line`: loss and gradient of the two-parameter line
- `gabor`: the Gabor model, its data, loss and exact gradient
- `minibatch`: batches drawn without replacement, the gradient they give, and its variance
- `schedules`: learning rates that change with time
- `momentum`: momentum and Nesterov momentum
- `quadratic`: what momentum does on a parabola, and how far noise keeps descent from its minimum
- `adaptive`: AdaGrad and RMSProp
- `adam`: the normalised step, Adam, and AdamW
- `backpropagation`: forward and backward pass of a multilayer perceptron in matrix form
- `toy`: the eight-parameter chain of sine, exponential and cosine, differentiated by hand
- `autograd`: a reverse-mode automatic differentiation engine on a tape
- `perceptron`: a network on real digits, trained by that engine
- `computation_graph`: operations that the tape saves against differentiating each parameter afresh
- `initialization`: variances and draws of He and Glorot
- `clipping`: gradients clipped by their norm
- `checkpointing`: backpropagation that keeps some activations and computes the others again
- `lion`, `muon`: steps along signs, and along matrices whose singular values are about one
- `mixed_precision`: gradients in half precision, of a loss that is scaled
- `signal`: how activations and gradients shrink or grow with depth
- `figures`: the pictures of the chapter
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked
"""
