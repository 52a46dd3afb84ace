"""What depth does to gradients, what a teacher does to a writer, and what attention learns on made-up sequences."""

import torch
from torch import Generator, Tensor
from torch.nn.functional import cross_entropy

from notes.experiment import always, difference, experiment, mean, often
from notes.training.schedules import constant_rate, warmed_up
from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
from notes.transformers.initialization import initialized
from notes.transformers.recurrent import recurrent_states
from notes.transformers.tasks import additions, doublings, reversals
from notes.transformers.teacher_forcing import Writer, shares_after_training
from notes.transformers.through_time import jacobians_through_time
from notes.transformers.transformer import PreNormTransformer, Transformer, cross_attention
from notes.transformers.translation import exact_match, trained_translator

FACTORS = (0.8, 1.0, 1.2)


@experiment(
    "What is read makes gradients through time vanish, also with a norm above one",
    always(
        "after fifty steps of input the gradient has shrunk for each factor",
        lambda run: max(run[f"factor {factor}"] for factor in FACTORS) < 0,
    ),
    always(
        "the smaller the factor the more",
        lambda run: run["factor 0.8"] < run["factor 1.0"] < run["factor 1.2"],
    ),
    panels={"norm of the gradient fifty steps back (power of ten)": tuple(f"factor {factor}" for factor in FACTORS)},
)
def through_time(seed: int) -> dict[str, float]:
    """Norm of the Jacobian over fifty steps, with a rotation of 32 units times a factor for its weights."""
    generator = Generator().manual_seed(seed)
    turn = torch.linalg.qr(torch.randn(32, 32, generator=generator)).Q
    read, words = (torch.randn(n, 4, generator=generator) for n in (32, 50))
    numbers = {}
    for factor in FACTORS:
        states = recurrent_states(0.3 * words[:, None], torch.zeros(1, 32), read, factor * turn, torch.zeros(32))
        product = jacobians_through_time(states[:, 0], factor * turn)[-1]
        numbers[f"factor {factor}"] = torch.linalg.matrix_norm(product, ord=2).log10().item()
    return numbers


@experiment(
    "In an untrained deep decoder with post-norm the gradient shrinks on its way down, with pre-norm hardly",
    always("post-norm shrinks it more than tenfold", lambda run: run["post-norm"] > 1),
    often("post-norm shrinks it more than a hundredfold", lambda run: run["post-norm"] > 2),
    always("pre-norm changes it less than fivefold", lambda run: abs(run["pre-norm"]) < 0.7),
    panels={"gradient of the last layer by that of the first (power of ten)": ("post-norm", "pre-norm")},
)
def norms_in_depth(seed: int) -> dict[str, float]:
    """Ratio of the gradients' norms in the last and the first of sixteen decoder layers, untrained."""
    numbers = {}
    for name, kind in (("post-norm", Transformer), ("pre-norm", PreNormTransformer)):
        generator = Generator().manual_seed(seed)
        source, target = reversals(32, 6, 10, generator)
        model = initialized(kind(10, 32, depth=16), generator)
        cross_entropy(model(source, target).mT, target).backward()
        first, last = (model.get_parameter(f"decoder.{place}.network.2.weight").grad for place in (0, 15))
        assert first is not None
        assert last is not None
        numbers[name] = (last.norm() / first.norm()).log10().item()
    return numbers


def loss_after_steps(model: Transformer, warmup: int, generator: Generator) -> float:
    """Loss over the last five of fifty steps of an encoder that learns to write four digits backwards."""
    rates, losses = warmed_up(constant_rate(0.01, 50), warmup), []
    optimizer = torch.optim.Adam(model.parameters())
    for rate in rates.tolist():
        optimizer.param_groups[0]["lr"] = rate
        source, target = reversals(16, 4, 10, generator)
        loss = cross_entropy(model.output(model.encoded(source)).mT, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses[-5:]) / 5


@experiment(
    "At a high rate warm-up gains more with post-norm than with pre-norm, which is ahead without",
    always("with warm-up post-norm learns more", lambda run: run["post-norm warmed up"] < run["post-norm"]),
    difference("gain post-norm", "gain pre-norm"),
    mean("gain post-norm"),
    mean("gain pre-norm"),
    always("pre-norm without warm-up is ahead of either", lambda run: run["pre-norm"] < run["post-norm warmed up"]),
    difference("last gradient post-norm", "last gradient pre-norm"),
    mean("last gradient post-norm"),
    mean("last gradient pre-norm"),
    panels={
        "loss after 50 steps (nats)": ("post-norm", "post-norm warmed up", "pre-norm", "pre-norm warmed up"),
        "norm of the last layer's gradient, untrained": ("last gradient post-norm", "last gradient pre-norm"),
    },
)
def warm_up(seed: int) -> dict[str, float]:
    """Losses of encoders of six layers with both norms, from the full rate on or after 25 steps of warm-up."""
    numbers = dict[str, float]()
    for name, kind in (("post-norm", Transformer), ("pre-norm", PreNormTransformer)):
        for suffix, warmup in (("", 1), (" warmed up", 25)):
            generator = Generator().manual_seed(seed)
            model = initialized(kind(10, 32, depth=6), generator)
            numbers[name + suffix] = loss_after_steps(model, warmup, generator)
        source, target = reversals(64, 4, 10, generator)
        model = initialized(kind(10, 32, depth=6), generator)
        cross_entropy(model.output(model.encoded(source)).mT, target).backward()
        gradient = model.get_parameter("encoder.5.network.2.weight").grad
        assert gradient is not None
        numbers[f"last gradient {name}"] = gradient.norm().item()
        numbers[f"gain {name}"] = numbers[name] - numbers[f"{name} warmed up"]
    return numbers


@experiment(
    "A writer that learnt from its teacher loses words when it is left alone",
    always("its teacher's pupil loses words alone", lambda run: run["teacher told"] > run["teacher alone"]),
    difference("teacher alone loses", "free running alone loses"),
    difference("teacher told", "free running told"),
    mean("teacher alone loses"),
    panels={
        "share of right words": ("teacher told", "teacher alone", "free running told", "free running alone"),
    },
)
def exposure(seed: int) -> dict[str, float]:
    """Shares of right places of two writers, fed the truth and fed their own words."""
    numbers = dict[str, float]()
    for name, feeding in (("teacher", Writer.teacher_forced), ("free running", Writer.free_running)):
        told, alone = shares_after_training(feeding, Generator().manual_seed(seed), length=8, hidden=8, steps=100)
        numbers |= {f"{name} told": told.mean().item(), f"{name} alone": alone.mean().item()}
        numbers[f"{name} alone loses"] = numbers[f"{name} told"] - numbers[f"{name} alone"]
    return numbers


def aligner(generator: Generator) -> AttentiveEncoderDecoder:
    """A recurrent encoder and decoder with additive attention, trained to write four symbols backwards."""
    model = initialized(AttentiveEncoderDecoder(words=12, hidden=48), generator)
    return trained_translator(model, lambda: reversals(32, 4, 12, generator), steps=100, learning_rate=0.02)


@experiment(
    "Additive attention aligns a reversal near the anti-diagonal, told by the answers alone",
    often(
        "every word looks most at its mirror place or beside it",
        lambda run: run["words that look there or beside"] == 4,
    ),
    mean("words that look at their place", above=2),
    mean("weight on the mirror place", above=0.25),
    mean("words right", above=0.9),
    panels={
        "words of four": ("words that look at their place", "words that look there or beside"),
        "share": ("words right", "weight on the mirror place"),
    },
)
def alignment(seed: int) -> dict[str, float]:
    """Where a trained model with additive attention looks while it writes a sequence backwards."""
    generator = Generator().manual_seed(seed)
    model = aligner(generator)
    source, target = reversals(300, 4, 12, generator)
    with torch.no_grad():
        scores, weights = model.translation(source, target)
    return mirrored(weights.mean(0)) | {"words right": (scores.argmax(-1) == target).float().mean().item()}


def mirrored(looks: Tensor) -> dict[str, float]:
    """How well attention, words written by words read, keeps to the anti-diagonal."""
    distances = (looks.argmax(1) - torch.arange(len(looks)).flip(0)).abs()
    return {
        "words that look at their place": (distances == 0).sum().item(),
        "words that look there or beside": (distances <= 1).sum().item(),
        "weight on the mirror place": looks.flip(1).diagonal().mean().item(),
    }


def reverser(generator: Generator) -> PreNormTransformer:
    """A Transformer with one layer on either side, trained to write five digits backwards."""
    model = initialized(PreNormTransformer(10, 32), generator)
    return trained_translator(model, lambda: reversals(64, 5, 10, generator), steps=120)


@experiment(
    "A Transformer reverses sequences that it never saw, and looks at the mirror place",
    always("more than half of the sequences are right in all digits", lambda run: run["all digits right"] > 0.5),
    often("more than nine in ten are", lambda run: run["all digits right"] > 0.9),
    always("every word looks most at its mirror place", lambda run: run["words that look at their place"] == 5),
    panels={
        "share of new sequences": ("all digits right",),
        "mean weight": ("weight on the mirror place",),
    },
)
def reversal(seed: int) -> dict[str, float]:
    """How often five digits are reversed rightly, and where the decoder looks."""
    generator = Generator().manual_seed(seed)
    model = reverser(generator)
    source, target = reversals(500, 5, 10, generator)
    right = exact_match(model.written(source, 5), target).item()
    return {"all digits right": right} | mirrored(cross_attention(model, source, target).mean(dim=(0, 1)))


def doubler(generator: Generator) -> tuple[PreNormTransformer, Tensor]:
    """A Transformer trained to add numbers of four digits to themselves, and 500 numbers that it never saw."""
    numbers = torch.randperm(10_000, generator=generator)
    unseen, seen = numbers[:500], numbers[500:]
    model = initialized(PreNormTransformer(10, 32), generator)

    def batch() -> tuple[Tensor, Tensor]:
        return doublings(seen[torch.randint(len(seen), (64,), generator=generator)], 4)

    return trained_translator(model, batch, steps=120), unseen


@experiment(
    "A Transformer adds numbers to themselves, carries included; longer ones than in training it mostly cannot",
    always("more than half of the new sums are right in all digits", lambda run: run["all digits right"] > 0.5),
    often("more than nine in ten are", lambda run: run["all digits right"] > 0.9),
    always(
        "numbers with a digit more are right less than half as often",
        lambda run: run["one digit more"] < run["all digits right"] / 2,
    ),
    mean("one digit more"),
    always("the ones are right at least as often as the thousands", lambda run: run["ones"] >= run["thousands"]),
    panels={
        "share of new numbers": ("all digits right", "one digit more"),
        "share of digits that are right": ("ones", "tens", "hundreds", "thousands", "ten thousands"),
    },
)
def adding(seed: int) -> dict[str, float]:
    """How often numbers are added to themselves rightly, digit by digit, and beyond the length of training."""
    generator = Generator().manual_seed(seed)
    model, unseen = doubler(generator)
    read, total = doublings(unseen, 4)
    written = model.written(read, 5)
    shares = (written == total).float().mean(0).tolist()
    longer, its_total = doublings(torch.randint(10_000, 100_000, (300,), generator=generator), 5)
    return {
        "all digits right": exact_match(written, total).item(),
        "one digit more": exact_match(model.written(longer, 6), its_total).item(),
    } | dict(zip(("ones", "tens", "hundreds", "thousands", "ten thousands"), shares, strict=True))


@experiment(
    "Two numbers of two digits are harder: the same network with the same number of updates adds hardly any",
    always("fewer than a tenth of the new sums are right in all digits", lambda run: run["all digits right"] < 0.1),
    mean("all digits right"),
    panels={"share of new sums": ("all digits right",), "share of digits": ("ones", "tens", "hundreds")},
)
def two_numbers(seed: int) -> dict[str, float]:
    """How often two numbers are added rightly, by a Transformer with as many updates as suffice for one number."""
    generator = Generator().manual_seed(seed)
    pairs = torch.randperm(10_000, generator=generator)
    unseen, seen = pairs[:500], pairs[500:]

    def batch() -> tuple[Tensor, Tensor]:
        chosen = seen[torch.randint(len(seen), (64,), generator=generator)]
        return additions(chosen // 100, chosen % 100, 2)

    model = trained_translator(initialized(PreNormTransformer(11, 32), generator), batch, steps=120)
    read, total = additions(unseen // 100, unseen % 100, 2)
    written = model.written(read, 3)
    shares = (written == total).float().mean(0).tolist()
    numbers = dict(zip(("ones", "tens", "hundreds"), shares, strict=True))
    return {"all digits right": exact_match(written, total).item()} | numbers
