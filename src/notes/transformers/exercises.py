"""The exercises of chapter 8: what is a right answer, and what to think of next."""

from notes.exercises import Exercise

EXERCISES: tuple[Exercise, ...] = ()
