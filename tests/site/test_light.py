"""A drawing with text, lines and pictures, before and after it is made light."""

import base64
import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from notes.site.light import SMALL, lightened


@pytest.fixture(scope="module")
def drawn() -> str:
    random = np.random.default_rng(0)
    figure, (left, middle, right) = plt.subplots(1, 3)
    left.plot(random.normal(size=100), label="$x_1$")
    left.legend()
    middle.imshow(random.integers(0, 3, (4, 4)))
    right.imshow(random.normal(size=(300, 300)))
    return svg(figure)


def svg(figure: Figure) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg")
    plt.close(figure)
    return file.getvalue()


def pictures(svg: str) -> list[tuple[str, bytes]]:
    return [(kind, base64.b64decode(data)) for kind, data in re.findall(r'data:image/(\w+);base64,([^"]*)', svg)]


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


def test_a_light_drawing_has_fewer_bytes_and_stays_as_it_is(drawn: str):
    light = lightened(drawn)
    assert len(light) < 0.6 * len(drawn)
    assert lightened(light) == light


def test_small_pictures_keep_every_pixel_and_large_ones_their_look(drawn: str):
    was, now = pictures(drawn), pictures(lightened(drawn))
    assert [kind for kind, _ in was] == ["png"] * 2
    assert [kind for kind, _ in now] == ["webp"] * 2
    small, large = [(pixels(old), pixels(new), len(new)) for (_, old), (_, new) in zip(was, now, strict=True)]
    assert small[2] <= SMALL
    assert (small[0] == small[1]).all()
    assert np.abs(large[0] - large[1]).mean() < 25


def test_what_is_referred_to_keeps_its_name(drawn: str):
    light = lightened(drawn)
    named, known = re.findall(r'\bid="([^"]*)"', light), re.findall(r'(?:href="#|url\(#)([^")]+)', light)
    assert set(named) == set(known)
    assert len(named) < len(re.findall(r'\bid="', drawn))


def test_outlines_of_letters_are_where_they_were(drawn: str):
    def first(svg: str) -> tuple[np.ndarray, float]:
        outline, scale = re.findall(r'<path id="\w+-[0-9a-f]+" d="([^"]*)" transform="scale\(([\d.]+)\)', svg)[0]
        return np.array(re.findall(r"-?[\d.]+", outline), dtype=float), float(scale)

    (was, fine), (now, coarse) = first(drawn), first(lightened(drawn))
    assert np.abs(was * fine - now * coarse).max() <= 0.5  # of 100, the height of a letter
