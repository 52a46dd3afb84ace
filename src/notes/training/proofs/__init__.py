"""What chapter 4 claims, proved.

- `descent`: contraction on a parabola, the gradients of the line and of the Gabor model, the cosine schedule
- `batches`: the batch mean is unbiased; its variance with and without replacement
- `quadratic`: momentum on a parabola, its stable range and best choice, and the cloud of noisy descent
- `momentum`: momentum and Nesterov momentum, and how they map to torch's conventions
- `adam`: the normalised step, bias correction, the first step
- `backpropagation`: a layer's matrix derivatives, what a rectifier passes back, the toy model and its graph
- `muon`: the Newton-Schulz iteration on singular values
- `initialization`: rectified power, the variances of He, their compromise, and what depth makes of a factor
"""
