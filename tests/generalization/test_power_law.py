"""Power laws against SciPy's regression on the logarithms, and what they foretell."""

import math

import pytest
import torch
from scipy.stats import linregress

from notes.generalization.power_law import PowerLaw, power_law


def test_power_law_is_the_regression_of_the_logarithms(generator: torch.Generator):
    sizes, errors = 1 + 9 * torch.rand(2, 7, generator=generator, dtype=torch.float64)
    law, line = power_law(sizes, errors), linregress(sizes.log().numpy(), errors.log().numpy())
    assert law.exponent == pytest.approx(-line.slope)
    assert law.standard_error == pytest.approx(line.stderr)
    assert law.amount == pytest.approx(math.exp(line.intercept))


def test_power_law_finds_the_law_of_what_follows_one():
    sizes = torch.tensor([2.0, 5.0, 11.0], dtype=torch.float64)
    law = power_law(sizes, 3 * sizes**-0.4)
    assert (law.amount, law.exponent, law.standard_error) == pytest.approx((3.0, 0.4, 0.0), abs=1e-9)
    assert law.error_at(100.0) == pytest.approx(3 * 100**-0.4)


def test_a_law_has_a_positive_amount_and_no_negative_error():
    for bad in (0.0, math.nan):
        with pytest.raises(ValueError, match=f"^`amount` must be positive, got {bad}$"):
            PowerLaw(bad, 1.0, 0.0)
    with pytest.raises(ValueError, match=r"^`exponent` must be finite, got inf$"):
        PowerLaw(1.0, math.inf, 0.0)
    with pytest.raises(ValueError, match=r"^`standard_error` must not be negative, got -1\.0$"):
        PowerLaw(1.0, 1.0, -1.0)
    assert PowerLaw(1e-9, -1.0, 0.0).error_at(1.0) == 1e-9


def test_power_law_refuses_what_has_no_line():
    three = torch.tensor([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"^`sizes` must be at least three, got 2$"):
        power_law(three[:2], three[:2])
    with pytest.raises(ValueError, match=r"^`sizes` must be different, got 1\.0$"):
        power_law(torch.ones(3), three)
    with pytest.raises(ValueError, match=r"^`sizes` must be far enough apart, got 10000\.0$"):
        power_law(torch.tensor([1e4, 1e4, 1.01e4]), torch.tensor([1.0, 1.0, 1e-30]))
    for bad in (0.0, -1.0):
        for name, arguments in (("sizes", (three * bad, three)), ("errors", (three, three * bad))):
            with pytest.raises(ValueError, match=rf"^`{name}` must be positive"):
                power_law(*arguments)
    for name, arguments in (("sizes", (three * math.inf, three)), ("errors", (three, three * math.inf))):
        with pytest.raises(ValueError, match=rf"^`{name}` must be finite, got inf$"):
            power_law(*arguments)
    law = power_law(three, three)
    for bad in (0.0, math.nan):
        with pytest.raises(ValueError, match=f"^`size` must be positive, got {bad}$"):
            law.error_at(bad)
    assert law.error_at(1e-9) == pytest.approx(1e-9, rel=1e-4)
