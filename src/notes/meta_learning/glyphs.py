"""Glyphs of many characters in the fonts that matplotlib ships: many classes, few examples of each."""

import functools
from pathlib import Path

import matplotlib
import numpy as np
import torch
from jaxtyping import Float
from matplotlib.ft2font import FT2Font
from torch import Tensor

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghijmnqrtyαβγδεζηθλμξπρσφχψωΓΔΘΛΞΠΣΦΨΩБДЖЗИЛУЦЧШЩЪЫЭЮЯбжлфя23456789&@#%?"
FONTS = [f"DejaVu{kind}.ttf" for kind in ("Sans", "Sans-Bold", "Sans-Oblique", "Sans-BoldOblique")]
FONTS += [f"DejaVuSansMono{kind}.ttf" for kind in ("", "-Bold", "-Oblique", "-BoldOblique")]
FONTS += [f"DejaVuSerif{kind}.ttf" for kind in ("", "-Bold", "-Italic", "-BoldItalic")]
FONTS += [f"STIXGeneral{kind}.ttf" for kind in ("", "Bol", "Italic", "BolIta")]
SIDE = 16


@functools.cache
def glyphs() -> Float[Tensor, "characters fonts 16 16"]:
    """Every character in every font that has it in all, between 0 (paper) and 1 (ink), centred.

    Returns:
        One image per character and font. Characters that a font lacks, or draws blank, are left out.
    """
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    fonts = [FT2Font(str(folder / name)) for name in FONTS]
    shared = [c for c in CHARACTERS if all(font.get_char_index(ord(c)) for font in fonts)]
    images = torch.stack([torch.stack([_image(font, c) for font in fonts]) for c in shared])
    return images[images.flatten(2).sum(-1).gt(0).all(1)]


def _image(font: FT2Font, character: str) -> Tensor:
    """One glyph, shrunk to the square where it is larger, in the middle of it."""
    font.clear()
    font.set_size(11, 72)
    font.set_text(character)
    font.draw_glyphs_to_bitmap(antialiased=True)
    ink = np.asarray(font.get_image())[:SIDE, :SIDE]
    square = torch.zeros(SIDE, SIDE)
    top, left = (SIDE - ink.shape[0]) // 2, (SIDE - ink.shape[1]) // 2
    square[top : top + ink.shape[0], left : left + ink.shape[1]] = torch.tensor(ink / 255.0, dtype=torch.float32)
    return square
