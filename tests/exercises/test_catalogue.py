"""Exercises tell right from wrong with a hint, and never give the answer away."""

import inspect
import itertools
import math
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
import torch
from tests.exercises import slips
from tests.exercises.answers import ANSWERS

import notes.exercises
from notes.chapters import CHAPTERS
from notes.exercises import Exercise, check, exercises
from notes.exercises.answers import plain_word

DOCS = Path(__file__).parents[2] / "docs"


def failing(_: float) -> float:
    raise ZeroDivisionError


NONSENSE = (
    *(
        -12345.678,
        math.inf,
        -math.inf,
        math.nan,
        10**400,
        0.5 + 3j,
        torch.tensor(2 - 5j),
        True,
        b"x",
        "1/0",
        "",
        "no idea",
        "1e999999999",
        "1/2/3",
        "/",
    ),
    *(
        [],
        [[]],
        {},
        {1, 3},
        {"a": 1},
        [math.nan] * 2,
        [None] * 3,
        torch.zeros(0),
        torch.ones(2, 2, 2),
        torch.full((3,), 9e9),
    ),
    *(None, object(), int, list, list[int], failing, lambda: None, lambda x: x, str, range(10**9)),
)

ORDERLESS = {"2.1", "12.2", "14.16"}
KINDS = {
    kind: [one.id for one in exercises().values() if one.kind == kind]
    for kind in inspect.get_annotations(Exercise)["kind"].__args__
}
PAGES = [chapter for chapter in CHAPTERS if (DOCS / chapter.page).exists()]


@pytest.mark.parametrize("chapter", PAGES, ids=lambda c: c.slug)
def test_page_states_each_exercise_once_with_a_solution(chapter):
    text = (DOCS / chapter.page).read_text(encoding="utf-8")
    stated = re.findall(r'^!!! exercise "Exercise ([\d.]+)"', text, flags=re.MULTILINE)
    assert stated == [id_ for id_ in exercises() if id_.split(".")[0] == str(chapter.number)]
    assert stated == [f"{chapter.number}.{k}" for k in range(1, len(stated) + 1)]
    assert text.count("??? solution") == len(stated)


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id)
def test_nonsense_is_not_accepted(exercise: Exercise, capsys):
    for nonsense in NONSENSE:
        assert check(exercise.id, nonsense) is False
    assert capsys.readouterr().out.count(exercise.hint) == len(NONSENSE)


def test_a_right_answer_is_told(capsys):
    assert check("3.12", 2.19722) is True
    assert capsys.readouterr().out == "Exercise 3.12: right.\n"


def test_a_wrong_answer_gets_the_hint_and_not_the_answer(capsys):
    assert check("3.12", 0.9) is False
    told = capsys.readouterr().out
    assert "not yet. Hint: invert the sigmoid" in told
    assert "2.21" not in told


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(ValueError, match=r"`id` must name an exercise, got '3\.77'; the nearest is \['3\.7'\]"):
        check("3.77", 1)


def rounded(value: float) -> float:
    """A number as asked: counts whole, others to three digits."""
    return value if value == int(value) else float(f"{float(value):.3g}")


def spellings(answer: object) -> list[object]:
    """An answer as readers write it."""
    if not isinstance(answer, list):
        value = Fraction(answer)
        plain = float(answer)
        return [plain, value, str(value), torch.tensor(plain), np.float64(plain), rounded(answer), complex(plain)]
    if isinstance(answer[0], str):
        shouted, hyphens = [word.upper() for word in answer], [word.replace("_", "-") for word in answer]
        return [answer, tuple(answer), shouted, hyphens, ", ".join(answer)]
    plain = [float(value) for value in answer]
    written = [str(Fraction(value)) for value in answer]
    exact = [
        torch.tensor(plain),
        np.array(plain),
        torch.tensor(plain).to(torch.complex64),
        tuple(map(Fraction, answer)),
    ]
    return [plain, written, ", ".join(written), list(map(rounded, answer)), *exact]


def near_misses(answer: object) -> list[object]:
    """Answers beside it: the next counts, what cutting would make right, the next three digits, another order."""
    if not isinstance(answer, list):
        value = float(answer)
        digit = 10 ** (math.floor(math.log10(abs(value))) - 2) if value else 0.01
        beside = [value + 1, value - 1, value + 0.4, value + 0.9] if value == int(value) else []
        return [*beside, value + 1.1 * digit, value - 1.1 * digit, -value - 0.01, [value, value], str(value * 2 + 1)]
    if isinstance(answer[0], str):
        return [answer[:-1], [*answer, "reader"], [answer[0]] * len(answer), answer[0]]
    changed = [[*answer[:k], near_misses(value)[0], *answer[k + 1 :]] for k, value in enumerate(answer)]
    return [*changed, answer[:-1], [*answer, 0], answer[0]]


def test_every_exercise_has_an_answer_here():
    assert ANSWERS.keys() | {"11.17"} == set(KINDS["answer"])  # which is judged in test_answers


@pytest.mark.parametrize("id_", ANSWERS)
def test_a_right_answer_is_right_in_every_spelling(id_: str):
    for answer in spellings(ANSWERS[id_]):
        assert check(id_, answer), answer


@pytest.mark.parametrize("id_", ANSWERS)
def test_a_near_miss_is_not_right(id_: str):
    for answer in near_misses(ANSWERS[id_]):
        assert not check(id_, answer), answer


@pytest.mark.parametrize("id_", [id_ for id_, answer in ANSWERS.items() if isinstance(answer, list)])
def test_the_order_counts_where_it_should(id_: str):
    turned = ANSWERS[id_][::-1]
    assert check(id_, turned) is (id_ in ORDERLESS or turned == ANSWERS[id_])


@pytest.mark.parametrize("chapter", PAGES, ids=lambda c: c.slug)
def test_a_third_of_a_chapter_asks_for_more_than_a_number(chapter):
    kinds = [one.kind for one in exercises().values() if one.id.split(".")[0] == str(chapter.number)]
    assert 3 * sum(kind != "answer" for kind in kinds) >= len(kinds)


def test_no_list_of_exercises_needs_torch():
    code = "import sys, notes.exercises as e; assert e.exercises(); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def on_the_page(id_: str) -> tuple[str, str]:
    """How an exercise is stated, and its solution."""
    text = (DOCS / CHAPTERS[int(id_.split(".")[0]) - 1].page).read_text("utf-8")
    section = text.split(f'!!! exercise "Exercise {id_}"\n')[1]
    stated, _, rest = section.partition("\n??? solution\n")
    return stated, re.split(r"\n(?=\S)", rest)[0]


def fences(text: str) -> list[str]:
    return [textwrap.dedent(code) for code in re.findall(r"^ *```python\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)]


def solution(id_: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the solution on the page hands in."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(notes.exercises, "check", given.__setitem__)
    for code in fences(on_the_page(id_)[1]):
        exec(code, {"__name__": "solution"})
    monkeypatch.undo()
    return given[id_]


def accepted(id_: str, answers: list[Any]) -> list[bool]:
    return [check(id_, answer) for answer in answers]


READ = {
    **{name: sp.Symbol(name) for name in ("beta", "gamma", "lam", "zeta", "E", "I", "N", "O", "Q", "S")},
    **{"e": sp.E, "abs": sp.Abs, "max": sp.Max, "min": sp.Min},
    **{"sigmoid": lambda z: 1 / (1 + sp.exp(-z)), "relu": lambda z: sp.Max(z, 0)},
}


@pytest.mark.parametrize("id_", KINDS["derive"])
def test_what_is_derived_is_right_in_every_form(id_: str, monkeypatch):
    text = str(solution(id_, monkeypatch))
    form = sp.sympify(text, READ)
    forms = [text, form, sp.expand(form), str(form).replace("**", "^"), f" {text} ", f"({text})*2/2"]
    assert all(accepted(id_, forms))
    wrong = [f"({text})+1e-3", f"-({text})-1e-3", f"1.01*({text})+1e-5", text[:-1] + "+", "1", "0", form + 1, 1.5]
    assert not any(accepted(id_, wrong))


def changed(value: Any, change: Callable[[float], Any]) -> Any:
    """A number or nested lists, with every number changed."""
    return [changed(one, change) for one in value] if isinstance(value, list | tuple) else change(value)


def plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


@pytest.mark.parametrize("id_", KINDS["code"] + KINDS["repair"])
def test_code_is_judged_by_what_it_returns(id_: str, monkeypatch):
    right = solution(id_, monkeypatch)

    def after(change: Callable[[float], Any]) -> Callable[..., Any]:
        return lambda *arguments: changed(plain(right(*arguments)), change)

    same = (float, str, np.float64, lambda x: Fraction(float(x)), lambda x: torch.tensor(x, dtype=torch.float64))
    assert all(accepted(id_, [right, *map(after, same)]))
    other = (lambda x: x + 0.01, lambda x: -x - 1, lambda x: x * 1.01 + 1e-3, lambda _: math.nan, lambda _: None)
    wrong = [*map(after, other), lambda *_: 0, lambda *_: [], lambda *a: a[0], lambda *_: right, lambda: 0, 1]
    assert not any(accepted(id_, wrong))


def test_every_exercise_to_derive_or_to_write_has_its_slips():
    assert list(slips.DERIVED) == KINDS["derive"]
    assert [id_ for id_ in slips.CODE if id_ not in KINDS["repair"]] == KINDS["code"]


@pytest.mark.parametrize(("id_", "wrong"), [*slips.DERIVED.items(), *slips.CODE.items()])
def test_the_usual_slips_are_not_right(id_: str, wrong: list[Any]):
    assert not any(accepted(id_, wrong))


@pytest.mark.parametrize("id_", KINDS["repair"])
def test_what_is_to_be_repaired_is_wrong(id_: str):
    (code,) = fences(on_the_page(id_)[0])
    names: dict[str, Any] = {"__name__": "stated"}
    exec(code, names)
    written = [one for one in names.values() if inspect.isfunction(one) and one.__module__ == "stated"]
    assert not check(id_, written[-1])


@pytest.mark.parametrize("id_", KINDS["choose"] + KINDS["predict"])
def test_what_is_chosen_is_the_only_right_choice(id_: str, monkeypatch):
    right = solution(id_, monkeypatch)
    if isinstance(right, list):
        orders = [list(order) for order in itertools.permutations(right)]
        assert [order for order, told in zip(orders, accepted(id_, orders), strict=True) if told] == [right]
        assert all(accepted(id_, [tuple(right), ", ".join(right), [plain_word(name).upper() for name in right]]))
    elif isinstance(right, str):
        options = sorted(set(re.findall(r"\(([a-e])\)", on_the_page(id_)[0])))
        subsets = ["".join(s) for n in range(1, len(options) + 1) for s in itertools.combinations(options, n)]
        assert [subset for subset, told in zip(subsets, accepted(id_, subsets), strict=True) if told] == [right]
        assert all(accepted(id_, [", ".join(right), list(right), set(right.upper()), f"({right[0]}){right[1:]}"]))
    else:
        assert all(accepted(id_, [float(right), str(right), torch.tensor(float(right)), Fraction(right)]))
        assert not any(accepted(id_, [right + 1e3, right - 1e3, -right - 1, [right, right]]))
