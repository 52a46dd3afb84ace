"""What the pictures of chapter 14 show, read back from what they drew."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from notes.diagrams import links, parts, require_room
from notes.plotting import BLUE, require_labels
from notes.retrieval.approximate import Found
from notes.retrieval.figures import (
    accuracies,
    ageing,
    belief_in_documents,
    coverage_of_questions,
    heart_and_book,
    search_costs,
    spread,
    three_regimes,
    word_matrix,
)
from notes.retrieval.open_book import Readers, answers_in_words, best_passages
from notes.retrieval.reader import Reader
from notes.retrieval.regimes import trained_as_dpr, trained_as_rag, trained_as_realm
from notes.retrieval.task import asked, rewritten


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def test_accuracies_draw_each_share():
    figure = accuracies({"learned": (1.0, 0.9), "new": (0.1, 0.8)})
    require_labels(figure)
    assert [bar.get_height() for bar in figure.axes[0].patches] == [1.0, 0.1, 0.9, 0.8]


def test_spread_draws_each_seed_and_the_mean():
    figure = spread({"a": {"x": [0.2, 0.4]}, "b": {"x": [0.5, 0.7]}}, ylabel="share", xlabel="group")
    require_labels(figure)
    axis = figure.axes[0]
    assert [bar.get_height() for bar in axis.patches] == pytest.approx([0.3, 0.6])
    assert [list(line.get_ydata()) for line in axis.lines] == [[0.2, 0.4], [0.5, 0.7]]


def test_word_matrix_shows_the_numbers_given():
    values = torch.arange(6.0).reshape(3, 2)
    figure = word_matrix(values, ["a", "b", "c"], ["d", "e"])
    require_labels(figure)
    assert np.asarray(figure.axes[0].images[0].get_array()).tolist() == values.tolist()


def test_belief_in_documents_draws_the_gap_with_its_sign():
    figure = belief_in_documents(torch.tensor([0.5, 0.5]), torch.tensor([0.75, 0.25]))
    require_labels(figure)
    assert [bar.get_height() for bar in figure.axes[1].patches] == [0.25, -0.25]


def test_ageing_draws_one_line_for_each_way():
    figure = ageing({"often": [1.0, 0.9], "never": [1.0, 0.5]})
    require_labels(figure)
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[1.0, 0.9], [1.0, 0.5]]


def test_coverage_of_questions_counts_every_question():
    covered, answerable = torch.tensor([0.1, 0.6, 0.9, 0.91]), torch.tensor([False, False, True, True])
    figure = coverage_of_questions(covered, answerable, 0.5)
    require_labels(figure)
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == pytest.approx(4)


def test_heart_and_book_lead_from_new_facts_to_the_answer_by_book_only(drawn, generator):
    figure = heart_and_book()
    require_room(figure)
    arrows = [arrow.split(" → ") for arrow in links(figure)]
    reached = {"new facts"}
    for _ in arrows:
        reached |= {end for start, end in arrows if start in reached}
    assert reached == {"new facts", "reader by book", "answer by book"}
    fact = drawn.trained[0]
    after, questions = rewritten(drawn, [fact], generator), asked(drawn, [fact], [0])
    assert not torch.equal(best_passages(questions.counts, drawn), best_passages(questions.counts, after))
    pair = Readers(*[Reader(len(drawn.columns), generator)] * 2)
    assert answers_in_words(pair, drawn, fact)[0] == answers_in_words(pair, after, fact)[0]


def test_three_regimes_colour_what_training_moves(drawn, start, generator):
    figure = three_regimes()
    require_room(figure)
    boxes = parts(figure)
    begins = [place for place, (name, _) in enumerate(boxes) if name == "question encoder"]
    shown = [dict(boxes[begin:end]) for begin, end in zip(begins, [*begins[1:], None], strict=True)]
    questions = asked(drawn, drawn.trained, [1])
    trained = (
        trained_as_dpr(start, drawn, questions, generator, steps=2),
        trained_as_rag(start, drawn, questions, generator, steps=2),
        trained_as_realm(start, drawn, questions, generator, steps=2).system,
    )
    for colours, system in zip(shown, trained, strict=True):
        before, after = start.encoder, system.encoder
        pairs = zip(start.reader.parameters(), system.reader.parameters(), strict=True)
        moved = {
            "question encoder": not torch.equal(before.question_words, after.question_words),
            "passage encoder": not torch.equal(before.passage_words, after.passage_words),
            "reader": not all(torch.equal(one, other) for one, other in pairs),
        }
        assert {name: colours.get(name) == BLUE for name in moved} == moved
    assert ["index" in colours for colours in shown] == [False, True, True]
    assert links(figure).count("passage encoder → top $k$") == 1


def test_search_costs_draw_the_share_found_against_the_mean_number_of_distances():
    exact = [torch.tensor([3, 1]), torch.tensor([0, 2])]
    efforts = [[Found([3, 9], 4), Found([5, 6], 8)], [Found([1, 3], 10), Found([2, 0], 20)]]
    figure = search_costs({"lists": efforts}, exact)
    require_labels(figure)
    (line,) = figure.axes[0].lines
    assert np.asarray(line.get_xdata()).tolist() == [6.0, 15.0]
    assert np.asarray(line.get_ydata()).tolist() == [0.25, 1.0]
