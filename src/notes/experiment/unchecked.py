"""Calls without the checks of shapes, which take a fifth of the time of an experiment: its functions are short."""

from collections.abc import Iterator
from contextlib import contextmanager

import jaxtyping


@contextmanager
def without_checks_of_shapes() -> Iterator[None]:
    """Call functions without the checks of their annotations meanwhile, as under `JAXTYPING_DISABLE=1`."""
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    try:
        yield
    finally:
        jaxtyping.config.update("jaxtyping_disable", before)
