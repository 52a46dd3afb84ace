"""The exercises of chapter 10: what is a right answer, and what to think of next."""

from notes.exercises import Exercise, all_near, all_whole, near, whole

EXERCISES = (
    Exercise("10.1", whole(2), "list the nodes between them: by which can one go from node 2 to node 4 in two steps?"),
    Exercise("10.2", all_whole([11, 111, 110]), "what does each of the three nodes of the path hear, itself included?"),
    Exercise("10.3", near(2.5), "how many neighbours stand for each one that was drawn?"),
    Exercise("10.4", near(0.5), "a softmax of equal scores gives equal shares; over how many nodes?"),
    Exercise("10.5", whole(3), "how many independent functions are constant on every component?"),
    Exercise("10.6", near(4), "at which turn per step do all neighbours have the opposite sign?"),
    Exercise(
        "10.7", all_near([0.5, 0, 0.5]), "the second polynomial is twice the square minus one; solve for the square"
    ),
    Exercise("10.8", near(0.9**20), "by which factor does the part of a wave shrink in one layer, and its square?"),
)
