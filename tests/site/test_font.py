import re
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from notes.site.font import BRACKETS, FAMILY, TARGET, codepoints

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(ROOT / TARGET)


def test_codepoints_are_read_from_ranges():
    assert codepoints(["20-22 A0", "1D400"]) == {0x20, 0x21, 0x22, 0xA0, 0x1D400}


def test_font_sets_mathematics_and_is_renamed_as_its_licence_asks(font: TTFont):
    assert {"MATH", "GSUB"} <= set(font.keys())
    assert font["name"].getBestFamilyName() == FAMILY
    assert "GUST Font License" in (ROOT / TARGET.parent / "notes-math-licence.txt").read_text("utf8")


def test_font_has_every_character_of_the_mathematics_on_the_site(font: TTFont, html: dict[str, str]):
    known = set(font.getBestCmap()) | {ord("\n"), 0x200B}
    missing = {}
    for address, text in html.items():
        formulas = "".join(re.findall(r"<math\b.*?</math>", text, re.DOTALL))
        characters = set(unescape(re.sub(r"<[^>]+>", "", formulas)))
        missing |= {char: address for char in characters if ord(char) not in known}
    assert not missing, "add them to REPERTOIRE in notes.site.font and make the font anew"


def test_tall_brackets_are_as_narrow_as_short_ones(font: TTFont):
    variants = font["MATH"].table.MathVariants
    for bracket in "".join(BRACKETS):
        name = font.getBestCmap()[ord(bracket)]
        sizes = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(name)].MathGlyphVariantRecord
        first = next(family for family in BRACKETS if bracket in family)[0]
        widths = {font["hmtx"][size.VariantGlyph][0] for size in sizes} - {font["hmtx"][name][0]}
        assert widths <= {font["hmtx"][font.getBestCmap()[ord(first)]][0]}


def test_font_offers_small_primes_in_the_scripts_that_browsers_ask_for(font: TTFont):
    assert {"DFLT", "latn"} <= {record.ScriptTag for record in font["GSUB"].table.ScriptList.ScriptRecord}
