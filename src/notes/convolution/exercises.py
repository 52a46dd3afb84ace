"""The exercises of chapter 6: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_near, all_whole, near, whole

EXERCISES = (
    Exercise("6.1", all_near([3, 5, 4]), "which entry of x meets the one at place 1 of w, for each i modulo three?"),
    Exercise("6.2", all_near([6, 0, 2, 0]), "put the four powers of i into the sum, frequency by frequency"),
    Exercise("6.3", whole(14), "how far does the dilated kernel reach, and how much room does that leave it?"),
    Exercise("6.4", whole(896), "count one filter first: how many entries has its kernel, and how many biases?"),
    Exercise("6.5", whole(6), "each layer of size three with stride one adds two; where does the last pixel come in?"),
    Exercise("6.6", all_near([-1, 1]), "what are the mean and the deviation of two numbers?"),
    Exercise("6.7", whole(10), "each block is taken or skipped; how many ways are there to take three of five?"),
    Exercise(
        "6.8", all_whole([36, 10]), "each layer adds the growth rate; and the first sees one input, the last four"
    ),
    Exercise("6.9", near(1 / 3), "what lies in both, and what lies in at least one of the two?"),
    Exercise("6.10", near(0.9**50), "what share does each layer carry on, and how many are there?"),
)
