"""The schemes of chapter 8 hang together as the code does: networks are computed along the arrows and compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import matplotlib.pyplot as plt
import pytest
import torch
from torch import Tensor
from torch.nn.functional import pad

from notes.data import mnist
from notes.diagrams import links, parts, require_room
from notes.plotting import BLUE, GREY
from notes.transformers import schemes
from notes.transformers.facts import database, question
from notes.transformers.layers import EncoderLayer, PreNormEncoderLayer
from notes.transformers.transfer import Network, digits_task, fine_tuned, frozen
from notes.transformers.transformer import Transformer, causal_mask


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def computed(
    arrows: Sequence[str], modules: Mapping[str, Callable[..., Tensor]], values: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The value at each part of a network whose arrows are given in the order of computing."""
    found = dict(values)
    ends = [arrow.split(" → ") for arrow in arrows]
    for name in dict.fromkeys(end for _, end in ends):
        found[name] = modules[name](*[found[start] for start, end in ends if end == name])
    return found


def test_encoder_and_decoder_computes_what_the_transformer_computes() -> None:
    torch.manual_seed(0)
    figure = schemes.encoder_and_decoder()
    require_room(figure)
    model = Transformer(words=10, width=16).eval()
    source, target = torch.randint(10, (2, 6)), torch.randint(10, (2, 4))
    reads, writes = model.encoder[0], model.decoder[0]
    mask = causal_mask(4)[None]
    arrows = links(figure)
    begin = arrows.index("words written → embedding, position")
    between = "sum and norm 2 → cross-attention"
    encoder = {
        "embedding, position": model.embedded,
        "self-attention": lambda x: reads.attention(x, x),
        "network": reads.network,
        **{f"sum and norm {n + 1}": lambda x, y, n=n: reads.norms[n](x + y) for n in range(2)},
    }
    memory = computed(arrows[:begin], encoder, {"words read": source})["sum and norm 2"]
    decoder = {
        "embedding, position": model.embedded,
        "masked self-attention": lambda x: writes.own(x, x, mask),
        "cross-attention": lambda x: writes.cross(x, memory),
        "network": writes.network,
        **{f"sum and norm {n + 1}": lambda x, y, n=n: writes.norms[n](x + y) for n in range(3)},
        "linear map": model.output,
        "scores": lambda x: x,
    }
    written = pad(target[:, :-1], (1, 0), value=model.words)
    own = [arrow for arrow in arrows[begin:] if arrow != between]
    assert len(own) == len(arrows) - begin - 1
    scores = computed(own, decoder, {"words written": written})["scores"]
    torch.testing.assert_close(scores, model(source, target))


@pytest.mark.parametrize(("kind", "where"), [(EncoderLayer, 0), (PreNormEncoderLayer, 1)])
def test_norm_after_and_before_compute_the_first_half_of_either_layer(kind: type, where: int) -> None:
    torch.manual_seed(0)
    figure = schemes.norm_after_and_before()
    require_room(figure)
    layer, x = kind(8, 2, 16), torch.randn(1, 5, 8)
    layer.network[2].weight.data.zero_()
    layer.network[2].bias.data.zero_()
    layer.norms[1] = torch.nn.Identity()
    arrows = links(figure)
    half = arrows[where * len(arrows) // 2 : (where + 1) * len(arrows) // 2]
    order = ["norm", "part", "+"] if where else ["part", "+", "norm"]
    half = sorted(half, key=lambda arrow: [*order, "$y$"].index(arrow.split(" → ")[1]))
    modules = {
        "part": lambda x: layer.attention(x, x),
        "norm": layer.norms[0],
        "+": torch.add,
        "$y$": lambda x: x,
    }
    torch.testing.assert_close(computed(half, modules, {"$x$": x})["$y$"], layer(x))


def test_frozen_and_fine_tuned_colours_what_is_trained() -> None:
    figure = schemes.frozen_and_fine_tuned()
    require_room(figure)
    colours = dict(parts(figure))
    generator = torch.Generator().manual_seed(0)
    few = digits_task(mnist(), generator, copies=1, tested=1000).target
    few = type(few)(few.images[:10], few.labels[:10])
    start = Network(generator)
    for name, trained in (("frozen", frozen), ("fine-tuned", fine_tuned)):
        found = trained(start, few, generator, steps=2)
        moved = not torch.equal(found.features[0].weight, start.features[0].weight)
        assert colours[f"features, {name}"] == (BLUE if moved else GREY)
        assert not torch.equal(found.head.weight, start.head.weight)
        assert f"features, source task → features, {name}" in links(figure)
    assert colours["head"] == BLUE


def test_one_fact_at_a_time_has_room() -> None:
    facts = database(10, torch.Generator().manual_seed(13))
    asked = question("join", facts, torch.Generator().manual_seed(13))
    require_room(schemes.one_fact_at_a_time(asked, facts[:6]))


def test_one_fact_at_a_time_needs_a_fact_that_leads_on() -> None:
    facts = database(10, torch.Generator().manual_seed(13))
    asked = question("join", facts, torch.Generator().manual_seed(13))
    others = [fact for fact in facts if fact.relation != "lives"]
    with pytest.raises(ValueError, match="`facts` must hold one that leads on"):
        schemes.one_fact_at_a_time(asked, others)


def test_bert_input_and_unrolled_shapes_have_room() -> None:
    require_room(schemes.bert_input(["[CLS]", "some", "[SEP]", "float", "[SEP]"], [0] * 3 + [1] * 2))
    require_room(schemes.unrolled_shapes())
