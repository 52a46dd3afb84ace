import pytest

from notes.experiment import Experiment, experiment, mean

CLAIM = mean("a")


def test_experiment_has_the_name_of_its_function(course: dict[str, Experiment]) -> None:
    assert course["drift"].id == "course.drift"
    assert course["drift"].target == "toy.course.drift"


def test_run_is_of_floats_and_moved_by_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = experiment("seen", CLAIM, panels={})(lambda seed: {"a": seed})
    assert seen(3) == {"a": 3.0}
    assert isinstance(seen(3)["a"], float)
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1000")
    assert seen(3) == {"a": 1003.0}
    monkeypatch.setenv("NOTES_SEED_SHIFT", "much")
    with pytest.raises(ValueError, match="`NOTES_SEED_SHIFT` must be a whole number, got 'much'"):
        seen(3)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_run_refuses_numbers_that_are_not_finite(course: dict[str, Experiment], value: float) -> None:
    lost = Experiment("lost", lambda _: {"a": value}, (CLAIM,), {})
    object.__setattr__(lost, "function", _named(lost.function, course["drift"]))
    with pytest.raises(ValueError, match=r"`a` of course\.drift must be finite, got (nan|inf) for the seed 5"):
        lost(5)


def _named(function, other: Experiment):
    function.__module__, function.__name__ = other.function.__module__, other.function.__name__
    return function


def test_experiment_must_claim_something() -> None:
    with pytest.raises(ValueError, match="`claims` must be at least one, got none for 'silent'"):
        experiment("silent", panels={})
