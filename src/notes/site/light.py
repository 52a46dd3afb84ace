"""A drawing in fewer bytes, for a reader who waits for it.

Pictures of pixels become WebP, without a loss where they are small; places are told to a tenth of a point and the
outlines of letters to a hundredth of their height. What no reader sees goes: who made the drawing, comments, names
that nothing refers to, spaces.
"""

import base64
import io
import re

from PIL import Image

COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
OUTLINE = re.compile(r'(?<=\sd=")[^"]*')
MADE_BY = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
PICTURE = re.compile(r'data:image/png;base64,([^"]*)')
PLACES = re.compile(r'(?<=\s)(?:d|x|y|points)="[^"]*"|translate\([^)]*\)')
GLYPH = re.compile(r'(<path id="[^"]*" d=")([^"]*)(" transform="scale\()0\.015625\)')
COARSER = 64
SMALL = 6000  # bytes up to which a picture is kept as it is, to the pixel
QUALITY = 26


def lightened(svg: str) -> str:
    """An SVG of matplotlib that looks the same and has fewer bytes; what is light already stays as it is."""
    if not MADE_BY.search(svg):
        return svg
    svg = GLYPH.sub(_coarser, PICTURE.sub(_webp, MADE_BY.sub("", svg)))
    svg = PLACES.sub(lambda place: re.sub(r"-?\d+\.\d{2,}", _rounded, place[0]), svg)
    known = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda name: name[0] if name[1] in known else "", svg)
    svg = OUTLINE.sub(lambda steps: re.sub(r"\s*([A-Za-z])\s*", r"\1", steps[0]), COMMENT.sub("", svg))
    return re.sub(r"\s*\n\s*", "\n", svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 1):g}"


def _coarser(glyph: re.Match[str]) -> str:
    outline = re.sub(r"-?\d+(?:\.\d+)?", lambda number: str(round(float(number[0]) / COARSER)), glyph[2])
    return f"{glyph[1]}{outline}{glyph[3]}{0.015625 * COARSER})"


def _webp(picture: re.Match[str]) -> str:
    image = Image.open(io.BytesIO(base64.b64decode(picture[1])))
    exact = _encoded(image, lossless=True, quality=75)
    best = exact if len(exact) <= SMALL else min(exact, _encoded(image, lossless=False, quality=QUALITY), key=len)
    return f"data:image/webp;base64,{base64.b64encode(best).decode()}"


def _encoded(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", lossless=lossless, quality=quality, method=4)
    return file.getvalue()
