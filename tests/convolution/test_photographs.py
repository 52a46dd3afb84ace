import pytest
import torch
from jaxtyping import TypeCheckError
from sklearn.datasets import load_sample_image

from notes.convolution.photographs import luminance, photograph


@pytest.mark.parametrize("name", ["china", "flower"])
def test_photograph_is_what_scikit_learn_ships(name):
    shipped = torch.tensor(load_sample_image(f"{name}.jpg"))
    assert torch.equal((photograph(name) * 255).round().permute(1, 2, 0).to(torch.uint8), shipped)


def test_photograph_refuses_another_name():
    with pytest.raises(TypeCheckError):
        photograph("cat")


def test_luminance_of_pure_colours():
    assert luminance(torch.eye(3).reshape(3, 1, 3))[0].tolist() == pytest.approx([0.299, 0.587, 0.114])
    assert luminance(torch.ones(3, 2, 2)).flatten().tolist() == pytest.approx([1.0] * 4)
