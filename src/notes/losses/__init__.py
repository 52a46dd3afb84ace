"""Chapter 3: training and loss functions.

- `training`: a loss over a data set, and its minimiser.
- `likelihood`: likelihood, log likelihood and negative log likelihood of a predicted distribution.
- `inference`: the predicted distribution, or its mode.
- `recipe`: from a distribution to a loss in four steps, and the table of its rows.
- `gaussian`: least squares; the optimal variance; one variance per example.
- `heteroscedastic`: data whose noise grows, and a network that predicts mean and variance.
- `bernoulli`, `categorical`: binary and multiclass cross entropy from logits.
- `information`: entropy, cross entropy and the Kullback-Leibler divergence.
- `robust`, `counts`, `circular`: Laplace, Poisson and von Mises losses.
- `calibration`: whether predicted probabilities and bands keep their word.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
