"""Exercises that tell a reader right from wrong, with a hint, without giving the answer away.

- `catalogue`: an exercise, where the chapters' exercises are found, and `check`
- `answers`: judges of numbers and words, alone or several in a list
- `expressions`: judges of what is derived, whatever its form
- `functions`: judges of code that is written or repaired
- `choices`: judges of what is chosen among options
- `predictions`: judges of what an experiment shows, by its table
- `limits`: an end to answers that have none

None of them needs torch, and neither do the chapters' lists of exercises.
"""

from notes.exercises.answers import all_near as all_near
from notes.exercises.answers import all_whole as all_whole
from notes.exercises.answers import each as each
from notes.exercises.answers import in_any_order as in_any_order
from notes.exercises.answers import near as near
from notes.exercises.answers import number as number
from notes.exercises.answers import values as values
from notes.exercises.answers import whole as whole
from notes.exercises.answers import word as word
from notes.exercises.catalogue import Exercise as Exercise
from notes.exercises.catalogue import check as check
from notes.exercises.catalogue import exercises as exercises
from notes.exercises.choices import chosen as chosen
from notes.exercises.expressions import expression as expression
from notes.exercises.functions import function as function
from notes.exercises.predictions import holding as holding
from notes.exercises.predictions import ranked as ranked
from notes.exercises.predictions import within as within
