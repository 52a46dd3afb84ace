"""How wide a formula is on the page, from the advances of the font's own glyphs, so that no browser is needed.

It follows MathML Core, with its operator dictionary as far as the course has operators. The unit is the font size of
the formula. A test holds the widths against those that Chromium has measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from xml.etree.ElementTree import Element

from fontTools.ttLib import TTFont

from notes.site.font import TARGET
from notes.site.mathml import mathml

SIZES, DEEPER = (1.0, 0.7, 0.5), 0.71
CELL_SIDE = 0.4
FRACTION_SIDES = 2 / 17  # two pixels, as browsers have it
RADICAL = 1.056
AFTER_SCRIPT = 0.056
NARROW, MIDDLE, WIDE = 3 / 18, 4 / 18, 5 / 18
INVISIBLE = "\u2061\u2062\u2063\u2064"
INFIX = dict.fromkeys("+-−±∓∪∩", (MIDDLE, MIDDLE)) | dict.fromkeys("⋅·×∗∘⊙⊗*/⊕%", (NARROW, NARROW))
INFIX |= dict.fromkeys(",;:", (0.0, NARROW)) | dict.fromkeys(INVISIBLE, (0.0, 0.0))
AROUND = dict.fromkeys("∑∏∫", (NARROW, NARROW)) | dict.fromkeys("()[]{}⌊⌋⌈⌉⟨⟩!", (0.0, 0.0))
AT_ENDS = "+-−±∓¬∂∇|‖"
STACKED = {"munder", "mover", "munderover"}
SCRIPTED = {"msub", "msup", "msubsup"} | STACKED
ALPHABETS = {"A": (0x1D434, 26), "a": (0x1D44E, 26), "Α": (0x1D6E2, 25), "α": (0x1D6FC, 25)}
ITALIC = {
    chr(ord(first) + place): chr(italic + place)
    for first, (italic, letters) in ALPHABETS.items()
    for place in range(letters)
} | {"h": "ℎ", "ϕ": "𝜙", "ϵ": "𝜖", "ϑ": "𝜗"}
LETTERS = {"mi", "mn", "mo", "mtext", "ms"}


@dataclass(frozen=True)
class Place:
    """Where an element stands: how deep in indices, and whether it is set large, as on a line of its own."""

    level: int = 0
    display: bool = True

    @property
    def size(self) -> float:
        """The font size there."""
        return SIZES[self.level] if self.level < len(SIZES) else SIZES[-1] * DEEPER ** (self.level - len(SIZES) + 1)


@cache
def width(latex: str) -> float:
    """The width of a formula on display, in units of its font size."""
    return set_width(mathml(latex, display=True))


def set_width(formula: Element) -> float:
    """The width of a formula that is set, its `<math>` element, in units of its font size."""
    return _row(formula, Place(display=formula.get("display") == "block"))


@cache
def advances() -> tuple[dict[str, float], dict[str, float]]:
    """The advance of each character of the mathematics font, and of each large operator."""
    font = TTFont(TARGET)
    unit, tall = font["head"].unitsPerEm, font["MATH"].table.MathConstants.DisplayOperatorMinHeight
    variants = font["MATH"].table.MathVariants
    built = dict(zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True))
    plain, large = {}, {}
    for code, name in font.getBestCmap().items():
        sizes = built[name].MathGlyphVariantRecord if name in built else []
        taller = [one.VariantGlyph for one in sizes if one.AdvanceMeasurement >= tall]
        plain[chr(code)] = font["hmtx"][name][0] / unit
        large[chr(code)] = font["hmtx"][taller[0] if taller else name][0] / unit
    return plain, large


def _row(parts: Iterable[Element], place: Place) -> float:
    """The width of elements side by side, with the spaces around those that are operators."""
    shown = list(parts)
    total = 0.0
    for position, part in enumerate(shown):
        total += _width(part, place)
        core = _core(part)
        if core is not None:
            ends = len(shown) > 1 and position in (0, len(shown) - 1)
            total += sum(_spaces(core, ends)) * place.size
    return total


def _width(element: Element, place: Place) -> float:
    """The width of an element without the spaces around it."""
    tag, parts = element.tag, list(element)
    if tag in LETTERS:
        return _letters(element, place)
    if tag == "mspace":
        return (_ems(element.get("width"), 0) + _ems(_style(element).get("margin-left"), 0)) * place.size
    if tag in SCRIPTED:
        return _scripted(tag, parts, place)
    if tag == "mfrac":
        inner = Place(place.level + (not place.display), display=False)
        return max(_width(part, inner) for part in parts) + FRACTION_SIDES
    if tag == "msqrt":
        return RADICAL * place.size + _row(parts, replace(place, display=False))
    if tag == "mroot":
        return RADICAL * place.size + _row(parts[:1], replace(place, display=False))
    if tag == "mtable":
        return _table(element, place)
    return _row(parts, place)


def _letters(element: Element, place: Place) -> float:
    plain, large = advances()
    text = "".join(element.itertext()).strip(" \n")
    if element.tag == "mi" and element.get("mathvariant") != "normal":
        text = ITALIC.get(text, text)
    known = large if element.tag == "mo" and place.display and text in "∑∏∫∬⋃⋂" else plain
    return sum(known.get(letter, 0.5) for letter in text if letter not in INVISIBLE) * place.size


def _scripted(tag: str, parts: Sequence[Element], place: Place) -> float:
    """A base with indices: beside it, or above and below where the base is on display."""
    inner = Place(place.level + 1, display=False)
    base, scripts = _width(parts[0], place), max(_width(part, inner) for part in parts[1:])
    if tag in STACKED and (place.display or _core(parts[0]) is None):
        return max(base, scripts)
    return base + scripts + AFTER_SCRIPT * place.size


def _table(table: Element, place: Place) -> float:
    inner = Place(int(table.get("scriptlevel", place.level)), display=table.get("displaystyle") == "true")
    rows = [[_row(cell, inner) + _sides(cell) * inner.size for cell in row] for row in table]
    columns = range(max(map(len, rows)))
    return sum(max(row[column] for row in rows if column < len(row)) for column in columns)


def _sides(cell: Element) -> float:
    """The space on both sides of a cell of a table."""
    return sum(_ems(_style(cell).get(f"padding-{side}"), CELL_SIDE) for side in ("left", "right"))


def _style(element: Element) -> dict[str, str]:
    """The declarations in an element's attribute `style`."""
    declared = (part.split(":") for part in element.get("style", "").split(";") if part.strip())
    return {name.strip(): value for name, value in declared}


def _core(element: Element) -> Element | None:
    """The operator that an element is, perhaps with indices, or None."""
    if element.tag == "mo":
        return element
    if element.tag in SCRIPTED or (element.tag == "mrow" and len(element) == 1):
        return _core(element[0])
    return None


def _spaces(operator: Element, ends: bool) -> tuple[float, float]:
    """The spaces before and after an operator; `ends` if it begins or ends its row."""
    text = (operator.text or "").strip()
    before, after = AROUND.get(text) or ((0.0, 0.0) if ends and text in AT_ENDS else INFIX.get(text, (WIDE, WIDE)))
    return _ems(operator.get("lspace"), before), _ems(operator.get("rspace"), after)


def _ems(length: str | None, default: float) -> float:
    """A length such as `0.4em` in units of the font size."""
    return default if length is None else float(length.strip().removesuffix("em"))
