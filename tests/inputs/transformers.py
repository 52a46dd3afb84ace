"""How to call what chapter 8 teaches."""

import torch
from tests.inputs.case import case, given, on, ramp, seed, used
from torch import Tensor, nn

from notes.convolution.resnet import he_initialized
from notes.data import Dataset
from notes.transformers import (
    attention,
    bert,
    comparison,
    elmo,
    encoder_decoder,
    facts,
    framing,
    fusion,
    grammar,
    grouped_queries,
    heads,
    induction,
    neural_database,
    packing,
    preference,
    pretraining,
    teacher_forcing,
    transfer,
    transformer,
    translation,
    vision_transformer,
    word2vec,
)
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model

TEXT = given((("the", "whale", "can", "float"), ("a", "whale", "can", "drift")))
NUMBERS = given({"a": 0, "whale": 1, "can": 2})
ENCODED = given((torch.tensor([0, 1, 2, 1, 0]), torch.tensor([2, 1, 0])))
WORDS = given([[0, 1, 2, 1], [2, 1, 0, 0]])
FIRST = given([[0, 0], [0, 0]])
SIZES = bert.Sizes(12, 4, 1, 2, 8, positions=9)
VISION = vision_transformer.VisionSizes(4, 2, 1, 4, 1, 2, 8, 3)
IMAGES = ramp(2, 1, 4, 4)
TRAINING = {"steps": given(2)}
NETWORK = "what a network takes is for the network to say"


def next_word(prefixes: Tensor) -> Tensor:
    return torch.tensor([0.5, 0.375, 0.125], device=prefixes.device).log().expand(len(prefixes), 3)


def network() -> bert.Bert:
    torch.manual_seed(0)
    return bert.Bert(SIZES)


def told() -> list[facts.Fact]:
    return facts.database(8, seed())


def asked() -> facts.Question:
    return facts.question("project", told(), seed())


def encoder() -> neural_database.Encoder:
    torch.manual_seed(0)
    return neural_database.Encoder(4)


def answered(one: facts.Question, known: list[facts.Fact]) -> frozenset[str]:
    return facts.answer(one, known)


def vision() -> vision_transformer.VisionTransformer:
    torch.manual_seed(0)
    return vision_transformer.VisionTransformer(VISION)


def translator() -> transformer.Transformer:
    torch.manual_seed(0)
    return transformer.Transformer(3, 4, hidden=4)


def language_model() -> elmo.BidirectionalLanguageModel:
    torch.manual_seed(0)
    return elmo.BidirectionalLanguageModel(3, 2)


def story() -> list[grammar.Document]:
    return grammar.documents(3, 3, seed())


def pairs() -> packing.SentencePairs:
    return packing.sentence_pairs([document.sentences for document in story()], 6, seed())


def pretrainer() -> pretraining.Pretrainer:
    return pretraining.new_pretrainer(pretraining.SMALL, seed())


def batch() -> packing.Packed:
    return packing.packed(pairs().first)


def classifier() -> heads.SequenceClassifier:
    return he_initialized(heads.SequenceClassifier(pretrainer().bert, 2), seed())


def fusion_reader(steps: int, batch: int) -> nn.Module:
    data = [fusion.examinations(1, 6, seed())]
    return fusion.trained_fusion_reader(data, encoder(), steps, seed(), batch=batch)


def classifier_of(labels: Tensor, classes: int, steps: int, learning_rate: float) -> nn.Module:
    settings = {"classes": classes, "steps": steps, "learning_rate": learning_rate}
    return pretraining.fine_tuned(pretrainer().bert, batch(), labels, seed(), **settings)


def readout_of(labels: Tensor, classes: int) -> nn.Module:
    return pretraining.linear_readout(pretrainer().bert, batch(), labels, seed(), classes=classes)


def digits() -> transfer.Digits:
    return transfer.Digits(ramp(4, 1, 14, 14)(), torch.tensor([0, 1, 4, 2]))


def classified(steps: int, batch: int) -> dict[str, comparison.Classifier]:
    data = Dataset(ramp(4, 8, 8)(), torch.tensor([0, 9, 3, 3]))
    return comparison.digit_classifiers(data, data, seed(), steps=steps, batch=batch)


def task(tested: int, copies: int) -> transfer.Task:
    data = Dataset(ramp(6, 28, 28)(), torch.tensor([0, 5, 9, 8, 1, 7]))
    return transfer.digits_task(data, seed(), tested=tested, copies=copies)


def learnt(steps: int) -> list[Tensor]:
    return [*transfer.pretrained(digits(), seed(), steps=steps).parameters()]


def tuned(steps: int) -> list[Tensor]:
    return [*transfer.fine_tuned(transfer.Network(seed()), digits(), seed(), steps=steps).parameters()]


def unmoved(steps: int) -> list[Tensor]:
    return [*transfer.frozen(transfer.Network(seed()), digits(), seed(), steps=steps).parameters()]


def transferred(sizes: tuple[int, ...], steps: int) -> dict[str, Tensor]:
    return transfer.transfer_accuracies(transfer.Task(digits(), digits(), digits()), sizes, seed(), steps=steps)


def translated(steps: int, learning_rate: float, loss: None = None) -> nn.Module:  # noqa: ARG001
    return translation.trained_translator(
        translator(), lambda: (WORDS(), WORDS()), steps=steps, learning_rate=learning_rate
    )


def written(length: int, hidden: int, steps: int) -> nn.Module:
    feeding = teacher_forcing.Writer.teacher_forced
    return teacher_forcing.trained_writer(feeding, seed(), length=length, hidden=hidden, steps=steps)


def shares_written(length: int, hidden: int, steps: int) -> tuple[Tensor, Tensor]:
    feeding = teacher_forcing.Writer.free_running
    return teacher_forcing.shares_after_training(feeding, seed(), length=length, hidden=hidden, steps=steps)


def vectors() -> word2vec.WordVectors:
    return word2vec.WordVectors(ramp(3, 2)(), ramp(3, 2)().flip(0))


def steady(vectors: word2vec.WordVectors) -> Tensor:
    return vectors.scores.square().sum()


TINY = Sizes(5, 4, 1, 1, 1, 4)


def speaker() -> LanguageModel:
    return new_language_model(TINY, seed())


def copier(layers: int, steps: int) -> list[Tensor]:
    return [*induction.trained_copier(layers, seed(), steps=steps).parameters()]


def linear() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(3, 2)


DISTRIBUTION = given([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]])
PREFERRED = lambda: preference.Preferences(torch.tensor([0, 2]), torch.tensor([1, 0]))  # noqa: E731
MARKS = given([0, 1, 0, 1, 1, 0])
COUNTS = given([[1.0, 2.0, 0.5], [0.0, 3.0, 1.0], [2.0, 1.0, 4.0]])
PAIR = given([0, 2])
GIVEN = {
    "model": given(next_word),
    "sizes": given(SIZES),
    "sequences": TEXT,
    "numbers": NUMBERS,
    "bert": network,
    "encoder": encoder,
    "asked": asked,
    "facts": told,
    "width": given(4),
    "heads": given(2),
    "words": given(5),
    "vectors": ramp(3, 4),
    "segments": given([[0, 0, 1, 1], [0, 1, 1, 1]]),
    "present": given([[True, True, True, True], [True, True, False, False]]),
    "batch": batch,
    "text": story,
    "pairs": pairs,
    "drawn": given([[0, 1], [1, 1]]),
}
READ = {"readings": ramp(2, 3, 3)}
CASES = {
    "byte_pairs.pieces": case(text=given("a bc")),
    "byte_pairs.merged": case(symbols=given((b"a", b"b")), pair=given((b"a", b"b"))),
    "byte_pairs.byte_pair_merges": case(text=given("ab abc"), number=given(2)),
    "byte_pairs.Tokenizer": case(merges=given(((b"a", b"b"),))),
    "grouped_queries.GroupedQueryAttention": case(
        call=used(grouped_queries.GroupedQueryAttention, lambda layer: layer(ramp(2, 3, 4)())[0]), groups=given(1)
    ),
    "induction.repetitions": case(count=given(2), time=given(9), shortest=given(3), longest=given(5)),
    "induction.trained_copier": case(call=copier, layers=given(1), steps=given(1)),
    "induction.shares_known": case(
        model=speaker, sequences=lambda: induction.Repetitions(torch.tensor([[0, 1, 0, 1]]), torch.arange(4)[None] > 1)
    ),
    "language_model.Block": case(sizes=given(TINY)),
    "language_model.LanguageModel": case(sizes=given(TINY)),
    "language_model.new_language_model": case(sizes=given(TINY)),
    "language_model.trained_on_text": case(
        model=speaker, text=given([0, 1, 2, 3, 4, 0, 1, 2]), time=given(3), steps=given(1)
    ),
    "language_model.token_losses": case(model=speaker, passages=given([[0, 1, 4], [2, 2, 3]])),
    "language_model.perplexity": case(losses=given([0.5, 1.0])),
    "language_model.continued": case(
        model=speaker, tokens=given([[0, 1]]), length=given(2), choices=given(lambda scores: scores.softmax(dim=-1))
    ),
    "low_rank.LowRankLinear": case(frozen=linear, rank=given(2), drawn=True),
    "online_softmax.blockwise_attention": case(size=given(2)),
    "preference.preference_loss": case(
        policy=given([-1.0, -0.5, -2.0]), reference=given([-0.5, -1.0, -2.0]), pairs=PREFERRED
    ),
    "preference.drawn_preferences": case(
        policy=given([0.5, 0.25, 0.25]),
        rewards=given([1.0, 0.0, 0.5]),
        number=given(3),
        drawn=True,
    ),
    "rotary.rotated": case(vectors=ramp(3, 4)),
    "sampling.top_k": case(probabilities=DISTRIBUTION, k=given(2)),
    "sampling.nucleus": case(probabilities=DISTRIBUTION, p=given(0.75)),
    "sampling.renormalized": case(probabilities=DISTRIBUTION, kept=given([[True, False, True], [True, True, False]])),
    "autoregressive.sequence_log_likelihoods": case(sequences=WORDS),
    "attention.MultiHeadAttention": case(call=used(attention.MultiHeadAttention, on(ramp(2, 3, 4), ramp(2, 2, 4)))),
    "bert.Bert": case(call=used(bert.Bert, lambda net: net(WORDS(), WORDS() // 2, WORDS() >= 0))),
    "comparison.digit_classifiers": case(call=classified, steps=given(4), batch=given(2)),
    "corpus.windows": case(sequences=ENCODED, reach=given(1)),
    "corpus.cooccurrence_counts": case(sequences=ENCODED),
    "counts.bert_parameters": case(segments=given(2)),
    "elmo.language_loss": case(model=language_model, words=WORDS),
    "elmo.trained_language_model": case(words=WORDS, size=given(3), width=given(2), steps=given(2)),
    "encoder_decoder.AttentiveEncoderDecoder": case(
        call=used(encoder_decoder.AttentiveEncoderDecoder, on(FIRST, FIRST))
    ),
    "facts.is_held_out": case(relation=given("lives"), subject=given("ada"), value=given("bonn")),
    "facts.fact": case(relation=given("lives"), subject=given("ada")),
    "facts.database": case(size=given(6)),
    "facts.question": case(kind=given("project")),
    "facts.contribution": case(told=lambda: told()[0]),
    "facts.aggregated": case(words=given(("3", "5")), operator=given("max")),
    "facts.numbered": case(sentences=lambda: [one.sentence for one in told()]),
    "facts.accuracies": case(answered=given(answered), sizes=given((6, 8)), databases=given(1)),
    "framing.framed": case(
        call=lambda task, text: framing.framed(task, text=text), task=given("count"), text=given("two")
    ),
    "framing.text_as_label": case(text=given("two"), labels=given(("one", "two"))),
    "fusion.examinations": case(size=given(6), databases=given(1)),
    "fusion.trained_fusion_reader": case(call=fusion_reader, steps=given(1), batch=given(2)),
    "fusion.fused_answer": case(reader=lambda: fusion.FusionReader(encoder())),
    "gated.lstm_state": case(reading=ramp(3), before=ramp(2, 2), read=ramp(8, 3), remember=ramp(8, 2), bias=ramp(8)),
    "gated.gru_state": case(reading=ramp(3), state=ramp(2), read=ramp(6, 3), remember=ramp(6, 2), biases=ramp(2, 6)),
    "grammar.sentence": case(topic=given(2)),
    "heads.WordHead": case(words=lambda: network().embeddings.word),
    "initialization.initialized": case(network=lambda: nn.Linear(2, 3)),
    "initialization.normally_initialized": case(network=lambda: nn.Linear(2, 3)),
    "masked_language.corrupted": case(tokens=given([[4, 5, 6], [7, 8, 5]]), words=given(9)),
    "neighbours.nearest_words": case(word=given("whale"), count=given(2)),
    "neighbours.analogy_accuracy": case(
        pairs=given((("a", "whale"), ("can", "a"))), vectors=given([[0.5, 1.0], [1.0, 0.25], [-1.0, 0.5]])
    ),
    "neural_database.shared_names": case(rows=given([[0, 1, 2, 30, 31, 0, 30, 0, 0, 0, 0, 0]])),
    "neural_database.lessons": case(databases=given(1), size=given(6)),
    "neural_database.trained_fact_reader": case(
        data=lambda: neural_database.lessons(1, seed(), size=6), steps=given(1), batch=given(2)
    ),
    "neural_database.derived": case(
        reader=lambda: neural_database.FactReader(4),
        known={"half": "what stands for minus infinity is too large for half precision"},
    ),
    "packing.packed": case(first=given(((4, 5), (6,)))),
    "packing.sentence_pairs": case(documents=lambda: [one.sentences for one in story()]),
    "pretraining.pretraining_losses": case(network=pretrainer),
    "pretraining.pretrained": case(network=pretrainer, steps=given(1), batch=given(8)),
    "pretraining.pretraining_scores": case(network=pretrainer),
    "pretraining.best_guesses": case(network=pretrainer, sentence=given("the [MASK] drift near a salty boat")),
    "pretraining.fine_tuned": case(
        call=classifier_of, labels=MARKS, classes=given(2), steps=given(1), learning_rate=given(0.5)
    ),
    "pretraining.linear_readout": case(call=readout_of, labels=MARKS, classes=given(2)),
    "pretraining.accuracy": case(classifier=classifier, labels=MARKS),
    "senses.spelled": case(numbers=given([0, 3, 2])),
    "spans.composition": case(total=given(7)),
    "spans.corrupted": case(words=given(("we", "can", "keep")), mask=given([False, True, True])),
    "spans.restored": case(inputs=given(("we", "<0>")), targets=given(("<0>", "can", "keep", "<1>"))),
    "tasks.digits_of": case(numbers=given([12, 305]), places=given(3)),
    "tasks.additions": case(first=given([12, 305]), second=given([7, 99])),
    "tasks.doublings": case(numbers=given([12, 305])),
    "teacher_forcing.trained_writer": case(call=written, length=given(3), hidden=given(4), steps=given(1)),
    "teacher_forcing.shares_after_training": case(
        call=shares_written, length=given(3), hidden=given(4), steps=given(1), drawn=True
    ),
    "text_to_text.subject": case(words=given(("some", "boat", "##s"))),
    "text_to_text.example": case(task=given("fill"), topic=given(1)),
    "text_to_text.texts": case(task=given("subject"), number=given(3)),
    "text_to_text.sentinels": case(rows=given([[0, 7, 8], [9, 1, 12]])),
    "text_to_text.trained_on_all_tasks": case(number=given(2), steps=given(1), width=given(4)),
    "transfer.digits_task": case(call=task, tested=given(1), copies=given(2)),
    "transfer.pretrained": case(call=learnt, **TRAINING),
    "transfer.fine_tuned": case(call=tuned, **TRAINING),
    "transfer.frozen": case(call=unmoved, **TRAINING),
    "transfer.accuracy": case(network=lambda: transfer.Network(seed()), digits=digits),
    "transfer.transfer_accuracies": case(call=transferred, sizes=given((2, 4)), **TRAINING),
    "transformer.head_weights": case(
        attention=lambda: he_initialized(attention.MultiHeadAttention(4, 2), seed()),
        asking=ramp(2, 3, 4),
        held=ramp(2, 2, 4),
    ),
    "transformer.Transformer": case(call=used(transformer.Transformer, on(FIRST, FIRST)), hidden=given(4)),
    "transformer.PreNormTransformer": case(
        call=used(transformer.PreNormTransformer, on(FIRST, FIRST)), hidden=given(4)
    ),
    "transformer.cross_attention": case(model=translator, source=WORDS, target=WORDS),
    "translation.trained_translator": case(call=translated, steps=given(1), learning_rate=given(0.5)),
    "vision_transformer.patches": case(images=IMAGES, side=given(2)),
    "vision_transformer.VisionTransformer": case(
        call=used(vision_transformer.VisionTransformer, on(IMAGES)), sizes=given(VISION)
    ),
    "vision_transformer.class_token_attention": case(network=vision, images=IMAGES),
    "word2vec.cbow_scores": case(contexts=given([[0, 1], [2, 1]]), vectors=vectors),
    "word2vec.skip_gram_loss": case(counts=COUNTS, scores=ramp(3, 3)),
    "word2vec.drawn_negative_sampling_loss": case(vectors=vectors, words=PAIR, neighbours=PAIR),
    "word2vec.shifted_pmi": case(counts=given([[1.0, 2.0], [3.0, 1.0]]), noise=given([0.25, 0.75])),
    "word2vec.trained_vectors": case(loss=given(steady), words=given(3), width=given(2), steps=given(2)),
    "word2vec.trained_on_counts": case(counts=COUNTS, width=given(2), steps=given(2)),
}
