"""Experiments on a page: what the table says of each claim, every run as a dot, and numbers in the text.

A fence `experiment` with a dotted name shows an experiment. In the text, double braces stand for a number of a table:

    {{ convolution.depth: mean of plain 56 }}              2.24
    {{ convolution.depth: range of plain 56 | .1f }}       2.1 to 2.3
    {{ convolution.depth: count of plain 56 ends last }}   37 of 40

A Markdown extension replaces them; what they may say is in `STATISTICS`.
"""

import pkgutil
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from notes.experiment import table
from notes.experiment.catalogue import named
from notes.experiment.claims import Claim, Share, column, mean_interval
from notes.experiment.reach import source_file
from notes.experiment.trial import Experiment
from notes.site.blocks import Block
from notes.site.fingerprint import digest
from notes.site.verdicts import Question, answers, module_of, modules

FENCE = re.compile(r"^```experiment\n(\S+)\n```$", re.MULTILINE)
REFERENCE = re.compile(r"\{\{ *([a-z_]+\.\w+): *([^{}|]+?) *(?:\| *([^{}|]+?) *)?\}\}")
CHAPTER = re.compile(r"notes\.(\w+)\.experiments")
FORMAT = ".3g"

Numbers = Sequence[Any]
STATISTICS: dict[str, Callable[[Numbers, str], tuple[float, ...]]] = {
    "mean of": lambda runs, name: (column(runs, name).mean(),),
    "least of": lambda runs, name: (column(runs, name).min(),),
    "largest of": lambda runs, name: (column(runs, name).max(),),
    "range of": lambda runs, name: (column(runs, name).min(), column(runs, name).max()),
    "interval of": lambda runs, name: mean_interval(column(runs, name)),
    "difference of": lambda runs, names: (_difference(runs, *names.split(" and ")).mean(),),
}


class QuotationError(ValueError):
    """A reference in the text to a number that no table has."""


def experiment(name: str) -> str:
    """Markdown of the experiment with the dotted name `name`: its claims, its runs and where they are kept."""
    (told,) = answers([Question(f"experiment {name} {tables(name)}", (module_of(name),), partial(_told, name))])
    sets = told["sets"]
    head = [
        f"/// admonition | {told['title']} **{told['runs']} runs**{{.badge .badge-experiment}}",
        "    type: experiment",
        f"    attrs: {{id: {anchor(name)}}}",
        "",
    ]
    rows = [f"| {' | '.join([row['words'], row['together'], *row['by set']])} |" for row in told["claims"]]
    table_head = [f"| Claim | all runs | {' | '.join(sets)} |", "|---|" + "---|" * (len(sets) + 1)]
    return "\n".join([*head, *table_head, *rows, "", _pictures(name, told["alt"]), "", _caption(told), "///"])


def anchor(name: str) -> str:
    """Where an experiment stands in its page: `experiment-depth` for `notes.convolution.experiments.depths.depth`."""
    return f"experiment-{name.rpartition('.')[2]}"


def _caption(told: dict[str, Any]) -> str:
    seeds = " and ".join(f"{count} with {name}" for name, count in zip(told["sets"], told["seeds"], strict=True))
    return (
        f"Every run is a dot, of another seed each: {seeds} instructions. Bars are means with their 95 % intervals; "
        "behind counts stands the exact 95 % interval of the share. "
        f"[All runs](experiments/{told['id']}.csv), made by `make experiments`.\n{{.verdict}}"
    )


def _pictures(name: str, alt: str) -> str:
    from notes.site.figures import SCHEMES, key, paths, size
    from notes.site.fingerprint import present

    files = paths(Path("docs/figures"), key(drawing_block(name), present()))
    shown = zip(SCHEMES, files, map(size, files), strict=True)
    return "".join(
        f"![{alt}](figures/{file.name}){{.only-{scheme} width={wide} height={high} loading=lazy}}"
        for scheme, file, (wide, high) in shown
    )


def _told(name: str) -> dict[str, Any]:
    """Everything that a page shows of an experiment, as data."""
    from notes.experiment.figures import description

    one: Experiment = pkgutil.resolve_name(name)
    found = table.table(one)
    claims = [
        {
            "words": claim.statement.replace("|", r"\|"),
            "by set": [claim.brief(found.numbers(part)) for part in found.sets],
            "together": claim.told(found.numbers()),
        }
        for claim in one.claims
    ]
    seeds = [len(found.numbers(part)) for part in found.sets]
    told = {"id": one.id, "title": one.title, "claims": claims, "sets": found.sets, "seeds": seeds}
    return told | {"runs": len(found.runs), "alt": re.sub(r"[\[\]]", "", description(one))}


def drawing_block(name: str, page: Path = Path("page")) -> Block:
    """The block that draws the runs of an experiment."""
    module, _, short = name.rpartition(".")
    source = f"from {module} import {short}\nfrom notes.experiment.figures import dots\n\ndots({short})\n"
    return Block(page, 1, source, figure=f"the runs of {name}")


def drawing_blocks(page: Path) -> list[Block]:
    """The blocks that draw the experiments which a page shows."""
    return [drawing_block(name, page) for name in FENCE.findall(page.read_text("utf8"))]


def tables(code: str) -> str:
    """Hash of the experiments, with their tables, of all chapters whose `experiments` a piece of code names."""
    slugs = sorted(set(CHAPTER.findall(code)))
    made = [path for slug in slugs for path in sorted(table.FOLDER.glob(f"{slug}.*.csv"))]
    files = [source_file(part) for slug in slugs for part in modules(f"notes.{slug}.experiments")]
    return digest(path.read_text("utf8") for path in [*made, *files] if path)


def statistic(found: table.Table, claims: Sequence[Claim], words: str, form: str | None) -> str:
    """What a reference stands for.

    Raises:
        QuotationError: if it names no statistic, number or claim that the experiment has.
    """
    runs = found.numbers()
    if words == "runs":
        return str(len(runs))
    if words.startswith("count of "):
        counted = [one for one in claims if isinstance(one, Share)]
        claim = next((one for one in counted if one.words == words.removeprefix("count of ")), None)
        if claim is None:
            raise QuotationError(f"no claim says {words.removeprefix('count of ')!r}")
        return f"{claim.count(runs)} of {len(runs)}"
    kind = next((kind for kind in STATISTICS if words.startswith(f"{kind} ")), None)
    if kind is None:
        raise QuotationError(f"a reference must start with one of {', '.join(STATISTICS)}, got {words!r}")
    try:
        values = STATISTICS[kind](runs, words.removeprefix(f"{kind} "))
    except (KeyError, TypeError) as error:
        raise QuotationError(f"{words!r} names a number that the runs do not have: {error}") from None
    return " to ".join(format(float(value), form or FORMAT) for value in values)


def _difference(runs: Numbers, high: str, low: str) -> Any:
    return column(runs, high) - column(runs, low)


def _quotations(references: Sequence[tuple[str, str, str | None]]) -> list[str]:
    """What the references of a page stand for."""
    found = []
    for name, words, form in references:
        one = named(name)
        try:
            found.append(statistic(table.table(one), one.claims, words, form))
        except QuotationError as error:
            raise QuotationError(f"{{{{ {name}: {words} }}}}: {error}") from None
    return found


def quoted(text: str) -> str:
    """A page's text with its references replaced by the numbers that they stand for."""
    references = [(match[1], match[2], match[3]) for match in REFERENCE.finditer(text)]
    if not references:
        return text
    slugs = sorted({name.partition(".")[0] for name, *_ in references})
    parts = tuple(part for slug in slugs for part in modules(f"notes.{slug}.experiments"))
    key = digest([repr(references), tables(" ".join(parts))])
    (values,) = answers([Question(f"quotations {key}", parts, partial(_quotations, references))])
    replacements = iter(values)
    return REFERENCE.sub(lambda _: next(replacements), text)


class QuotationsPreprocessor(Preprocessor):
    """Puts numbers in the place of the references, once code is out of the way."""

    def run(self, lines: list[str]) -> list[str]:
        """The page's lines."""
        return quoted("\n".join(lines)).split("\n")


class Experiments(Extension):
    """`notes.site.experiments` in `markdown_extensions`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Run after superfences (25)."""
        md.preprocessors.register(QuotationsPreprocessor(md), "notes-experiments", 24)


def makeExtension(**kwargs: Any) -> Experiments:  # noqa: N802 (the name is Python-Markdown's)
    """The extension, for Python-Markdown."""
    return Experiments(**kwargs)
