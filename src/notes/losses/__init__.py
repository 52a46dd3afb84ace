"""Chapter 3: training and loss functions.

- `training`: a loss over a data set, and its minimiser.
- `likelihood`: likelihood, log likelihood and negative log likelihood of a predicted distribution.
- `inference`: the predicted distribution, or its mode.
- `recipe`: from a distribution to a loss in four steps, and the table of its rows.
- `gaussian`: least squares; the optimal variance; one variance per example.
- `heteroscedastic`: data whose noise grows, and a network that predicts mean and variance.
- `bernoulli`, `categorical`: binary and multiclass cross entropy from logits.
- `information`: entropy, cross entropy and the Kullback-Leibler divergence.
- `robust`, `counts`, `circular`: Laplace, Huber and Student losses, Poisson and von Mises losses.
- `exponential_family`: why the gradient is prediction minus target.
- `label_smoothing`, `focal`, `quantile`: losses that are no likelihood, and what each is least at.
- `scoring`: proper and improper scores of predicted probabilities.
- `mixture`: a density for each way in which a target may turn out.
- `conformal`: intervals that keep their word whatever the model.
- `calibration`: whether predicted probabilities and bands keep their word.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
