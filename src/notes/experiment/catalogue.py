"""Where the experiments are: constants of a chapter's `experiments`, a module or a package of modules."""

import importlib
import importlib.util
import pkgutil
from functools import cache

from notes.chapters import CHAPTERS, Chapter
from notes.experiment.trial import Experiment


def chapter_experiments(chapter: Chapter) -> tuple[Experiment, ...]:
    """The experiments of one chapter, in the order in which they stand."""
    name = f"{chapter.package}.experiments"
    if importlib.util.find_spec(chapter.package) is None or importlib.util.find_spec(name) is None:
        return ()
    top = importlib.import_module(name)
    inner = [importlib.import_module(f"{name}.{m.name}") for m in pkgutil.iter_modules(getattr(top, "__path__", []))]
    found = [value for module in (top, *inner) for value in vars(module).values() if isinstance(value, Experiment)]
    return tuple(dict.fromkeys(found))


@cache
def experiments() -> tuple[Experiment, ...]:
    """Every experiment of the course, in the order of the chapters."""
    return tuple(one for chapter in CHAPTERS for one in chapter_experiments(chapter))


def named(name: str) -> Experiment:
    """The experiment with an id such as `convolution.depth` or a dotted name.

    Raises:
        ValueError: if there is none.
    """
    short = ".".join(part for part in name.removeprefix("notes.").split(".") if part != "experiments")
    slug = short.split(".")[0]
    for chapter in CHAPTERS:
        if chapter.slug == slug:
            for one in chapter_experiments(chapter):
                if one.id == short or one.target == name:
                    return one
    raise ValueError(f"`name` must be that of an experiment, such as convolution.depth, got {name!r}")
