"""The exercises of chapter 15: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_near, near

EXERCISES = (
    Exercise("15.1", near(0.25), "at each input the best choice errs with the smaller of the two joint probabilities"),
    Exercise("15.2", near(0.45), "how often does a label drawn from all ten classes hit the true one?"),
    Exercise("15.3", all_near([-0.5, 1.5]), "invert the matrix of two rows, then take the row of the observed label"),
    Exercise("15.4", near(0.75), "the bound is one minus one over the number of classes"),
    Exercise("15.5", near(0.1**0.7), "compare the two gradients: by which factor do they differ?"),
    Exercise("15.6", near(0.64), "both labels of the blend have to be right, and the two are drawn independently"),
    Exercise("15.7", near(0.896), "either all three are right, or exactly two of them: three ways"),
)
