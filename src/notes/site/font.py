"""The mathematics font of the site: Latin Modern Math, cut down to what deep learning writes.

`python -m notes.site.font latinmodern-math.otf` makes docs/assets/fonts/notes-math.woff2 from the original of GUST.
Smaller shapes for indices (OpenType's `ssty`) double the size; they stay for what stands in indices most: letters,
digits, signs and primes. What is cut is a matter of size alone; a test tells which character of a page is missing.

One thing is changed: tall brackets are made as narrow as short ones. Browsers of the Chromium family give every
stretchy bracket the width of the widest size that the font has, which would leave a gap around all usual ones.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.misc.transform import Offset, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otTables import ScriptRecord

FAMILY = "Notes Math"
MARGIN = 60
TARGET = Path("docs/assets/fonts/notes-math.woff2")

TEXT = "20-7E A0 A7 AC AF B0 B1 B4 B7 D7 F7 131 237 2009 200A 2010-2016 2018 2019 201C 201D 2020-2022 2026 2044"
ACCENTS = "2C6 2C7 2D8-2DC 300-30C 332 338 20D6 20D7"
GREEK = "391-3A9 3B1-3C9 3D1 3D5 3D6 3F0 3F1 3F4 3F5"
PRIMES = "2032-2037 2057"
INVISIBLE = "2061-2064"
LETTERLIKE = "2102 210A-2113 2115 2118-211D 2124 2127 212C 212F-2134"
ARROWS = "2190-2199 21A6 21A9 21AA 21C4 21CC 21D0-21D5 21DD 27F5-27FA 27FC"
OPERATORS = (
    "2200-220D 220F-2213 2215-221E 2220 2223-222E 2234-2237 223C 2241-224D 2254 2255 225C 225D 225F-226B 2270-2273"
    " 227A-2281 2282-228B 228E-2299 22A2-22AB 22B2-22B5 22C0-22C6 22C8 22EE-22F1 27C2 2A00-2A02 2A7D 2A7E 2AAF 2AB0"
)
SHAPES = "25A0 25A1 25AA 25B3 25B7 25BD 25C1 25CA 25CB 25CF 25EF 2605"
FENCES = "2308-230B 239B-23AE 23B0 23B1 23B4 23B5 23D0 23DC-23E1 27E6-27EB"
BOLD, ITALIC, BOLD_ITALIC = "1D400-1D433", "1D434-1D467", "1D468-1D49B"
SCRIPT, FRAKTUR, DOUBLE_STRUCK, SANS = "1D49C-1D4B5", "1D51E-1D537", "1D538-1D56B 1D7D8-1D7E1", "1D5A0-1D5D3"
GREEK_BOLD, GREEK_ITALIC, GREEK_BOLD_ITALIC = "1D6A8-1D6E1 1D7CE-1D7D7", "1D6A4 1D6A5 1D6E2-1D71B", "1D71C-1D755"

REPERTOIRE = [
    *(TEXT, ACCENTS, GREEK, PRIMES, INVISIBLE, LETTERLIKE, ARROWS, OPERATORS, SHAPES, FENCES),
    *(BOLD, ITALIC, BOLD_ITALIC, SCRIPT, FRAKTUR, DOUBLE_STRUCK, SANS, GREEK_BOLD, GREEK_ITALIC, GREEK_BOLD_ITALIC),
]
BRACKETS = ("(", ")", "[⌊⌈", "]⌋⌉", "{", "}", "⟨", "⟩", "‖")  # what shares its pieces stands together
IN_INDICES = [PRIMES, ITALIC, "28-3A 3D 41-5A 61-7A 3D5 3B1-3C9 210E 2212 2217 22A4 2020", GREEK_ITALIC]


def codepoints(ranges: list[str]) -> set[int]:
    """The numbers named by ranges such as "20-7E A0", in hexadecimal."""
    bounds = [part.split("-") for part in " ".join(ranges).split()]
    return {code for bound in bounds for code in range(int(bound[0], 16), int(bound[-1], 16) + 1)}


def cut(original: Path, target: Path) -> None:
    """Write the subset of the font file `original` to `target`, as WOFF2 under its own name."""
    options = Options(layout_features=["ssty", "dtls"], flavor="woff2", hinting=False)
    font = load_font(str(original), options)
    names = font.getBestCmap()
    _keep_small_shapes(font, {names[code] for code in codepoints(IN_INDICES) if code in names})
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints(REPERTOIRE))
    subsetter.subset(font)
    for family in BRACKETS:
        _narrow(font, family)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = FAMILY.replace(" ", "" if record.nameID == 6 else " ")
    save_font(font, str(target), options)


def _keep_small_shapes(font: TTFont, glyphs: set[str]) -> None:
    """Restrict the feature `ssty` to `glyphs` and offer it in every script: browsers do not ask for `math`."""
    table = font["GSUB"].table
    small = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "ssty"]
    wanted = {index for feature in small for index in feature.LookupListIndex}
    record = next(record for record in table.ScriptList.ScriptRecord if record.ScriptTag == "math")
    table.ScriptList.ScriptRecord = [_under(record, tag) for tag in ("DFLT", "grek", "latn", "math")]
    for lookup in (table.LookupList.Lookup[index] for index in wanted):
        for part in lookup.SubTable:
            part = getattr(part, "ExtSubTable", part)
            part.alternates = {glyph: shapes[:1] for glyph, shapes in part.alternates.items() if glyph in glyphs}


def _under(record: ScriptRecord, tag: str) -> ScriptRecord:
    """The features of a script under another script's tag."""
    other = ScriptRecord()
    other.ScriptTag, other.Script = tag, record.Script
    return other


def _narrow(font: TTFont, family: str) -> None:
    """Fit every taller size of a family of brackets into the width of the first; pieces stay in line."""
    variants = font["MATH"].table.MathVariants
    names = [font.getBestCmap()[ord(bracket)] for bracket in family]
    found = [variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(name)] for name in names]
    pieces = {part.glyph for one in found if one.GlyphAssembly for part in one.GlyphAssembly.PartRecords}
    sizes = {record.VariantGlyph for one in found for record in one.MathGlyphVariantRecord} - set(names) - pieces
    width, _ = font["hmtx"][names[0]]
    low, high = _extent(font, names[:1])
    for glyphs in [pieces, *({size} for size in sorted(sizes))]:
        if glyphs:
            left, right = _extent(font, glyphs)
            scale = min(1.0, (width - 2 * MARGIN) / (right - left))
            bearing = (width - scale * (right - left)) * low / (width - (high - low))
            for glyph in sorted(glyphs):
                _redraw(font, glyph, Offset(bearing - scale * left, 0).scale(scale, 1), width)


def _extent(font: TTFont, glyphs: Iterable[str]) -> tuple[float, float]:
    """The horizontal extent of the ink of all `glyphs` together."""
    pen = BoundsPen(font.getGlyphSet())
    for glyph in glyphs:
        font.getGlyphSet()[glyph].draw(pen)
    return pen.bounds[0], pen.bounds[2]


def _redraw(font: TTFont, glyph: str, transform: Transform, width: int) -> None:
    drawn = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(drawn)
    outlines = font["CFF "].cff.topDictIndex[0].CharStrings
    private = outlines[glyph].private
    pen = T2CharStringPen(width - private.nominalWidthX, font.getGlyphSet())
    drawn.replay(TransformPen(pen, transform))
    outlines[glyph] = pen.getCharString(private, outlines[glyph].globalSubrs)
    font["hmtx"][glyph] = (width, round(_extent(font, [glyph])[0]))


if __name__ == "__main__":
    cut(Path(sys.argv[1]), TARGET)
