"""All seeds of a block moved: whether what it prints holds for seeds that nobody chose."""

import numpy as np
import torch


def shift_seeds(by: int) -> None:
    """Add a number to every seed that torch and NumPy are given in this process from now on.

    It comes before the block's own imports, so that shapes and types are checked against the shifted generator.
    """

    class Generator(torch.Generator):
        """A source of randomness whose seeds are shifted."""

        def manual_seed(self, seed: int) -> "Generator":
            super().manual_seed(seed + by)
            return self

    seed_all, default_rng = torch.manual_seed, np.random.default_rng
    vars(torch).update(Generator=Generator, manual_seed=lambda seed: seed_all(seed + by))
    vars(np.random).update(default_rng=lambda seed=None: default_rng(seed + by if isinstance(seed, int) else seed))
