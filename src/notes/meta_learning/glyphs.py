"""Glyphs of many characters in the fonts that matplotlib ships: many classes, few examples of each."""

import functools
from importlib.resources import as_file, files

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghijmnqrtyαβγδεζηθλμξπρσφχψωΓΔΘΛΞΠΣΦΨΩБДЖЗИЛУЦЧШЩЪЫЭЮЯбжлфя23456789&@#%?"
FONTS = [f"DejaVu{kind}.ttf" for kind in ("Sans", "Sans-Bold", "Sans-Oblique", "Sans-BoldOblique")]
FONTS += [f"DejaVuSansMono{kind}.ttf" for kind in ("", "-Bold", "-Oblique", "-BoldOblique")]
FONTS += [f"DejaVuSerif{kind}.ttf" for kind in ("", "-Bold", "-Italic", "-BoldItalic")]
FONTS += [f"STIXGeneral{kind}.ttf" for kind in ("", "Bol", "Italic", "BolIta")]
SIDE, SIZE = 16, 11
ABSENT = "\uffff"


@functools.cache
def glyphs() -> Float[Tensor, "characters fonts 16 16"]:
    """Every character in every font that has it in all, between 0 (paper) and 1 (ink), centred.

    Returns:
        One image per character and font. Characters that a font lacks, or draws blank, or draws exactly as an earlier
        one (a 3 and the letter ze), are left out: of two classes with one image, one could be known and the other new.
    """
    with as_file(files("matplotlib") / "mpl-data" / "fonts" / "ttf") as folder:
        fonts = [ImageFont.truetype(str(folder / name), SIZE) for name in FONTS]
    images = torch.stack([torch.stack([_image(font, c) for font in fonts]) for c in CHARACTERS])
    absent = torch.stack([_image(font, ABSENT) for font in fonts])
    drawn = images.flatten(2).gt(0).any(-1) & (images != absent).flatten(2).any(-1)
    return _distinct(images[drawn.all(1)])


def _distinct(images: Tensor) -> Tensor:
    """The classes, without those of which a font has the same image as of an earlier class."""
    same = (images[:, None] == images[None]).flatten(3).all(-1).any(-1)
    return images[~same.tril(-1).any(-1)]


def _image(font: ImageFont.FreeTypeFont, character: str) -> Tensor:
    """One glyph in the middle of the square."""
    square = Image.new("L", (SIDE, SIDE))
    left, top, right, bottom = font.getbbox(character)
    place = ((SIDE - right - left) / 2, (SIDE - bottom - top) / 2)
    ImageDraw.Draw(square).text(place, character, fill=255, font=font)
    return torch.tensor(np.asarray(square) / 255, dtype=torch.float32)
