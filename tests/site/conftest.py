"""Tests of the machinery itself, for which the seeds stay as they are, whatever shift the suite runs under."""

import pytest


@pytest.fixture(autouse=True)
def seeds_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the shift from a test, which may set one of its own."""
    monkeypatch.delenv("NOTES_SEED_SHIFT", raising=False)
