"""What ties the displayed equations of chapter 13 that no proof establishes to the code that implements them."""

import torch

from notes.ledger import check
from notes.meta_learning.maml import adapted, first_order_gradient, outer_gradient

DEFINITIONS = {
    "eq:meta-objective": "notes.meta_learning.episodes.episode_loss",
    "eq:meta-episode": "notes.meta_learning.episodes.episodes",
    "eq:meta-approaches": "notes.meta_learning.episodes.episode_loss",
    "eq:meta-kernel": "notes.meta_learning.comparison.kernel_prediction",
    "eq:meta-siamese": "notes.meta_learning.comparison.SiameseNetwork",
    "eq:meta-matching": "notes.meta_learning.comparison.MatchingNetwork",
    "eq:meta-relation": "notes.meta_learning.comparison.RelationNetwork",
    "eq:meta-prototype": "notes.meta_learning.comparison.prototypes",
    "eq:meta-context": "notes.meta_learning.comparison.MatchingNetwork",
    "eq:meta-address": "notes.meta_learning.memory.content_weights",
    "eq:meta-locate": "notes.meta_learning.turing_machine.addressed",
    "eq:meta-usage": "notes.meta_learning.memory_augmented.MemoryAugmentedNetwork",
    "eq:meta-gates": "notes.meta_learning.gradient_learner.LstmMetaLearner",
    "eq:meta-learned-update": "notes.meta_learning.learned_optimizer.LearnedOptimizer",
    "eq:meta-horizon": "notes.meta_learning.learned_optimizer.trained_optimizer",
    "eq:meta-inner": "notes.meta_learning.maml.adapted",
    "eq:meta-reptile": "notes.meta_learning.maml.reptile_gradient",
    "eq:context-attention": "notes.meta_learning.in_context.linear_attention",
}


def quartic(at: dict[str, torch.Tensor], inputs: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """A loss of three parameters with another Hessian everywhere."""
    return ((at["w"] * inputs).sum() - target.sum()) ** 4 + at["w"].square().sum()


@check("eq:meta-hessian")
def gradient_of_maml_is_the_formula() -> None:
    """On a quartic loss the gradient through the inner step is (I - alpha H) times that at the adapted point."""
    x, y = torch.randn(2, 1, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    phi, rate = torch.tensor([0.3, -0.2, 0.5], dtype=torch.float64), 0.1
    hessian = torch.autograd.functional.hessian(lambda w: quartic({"w": w}, x[0], y[0]), phi)
    after = adapted(quartic, {"w": phi}, x[0], y[0], rate=rate)["w"].requires_grad_()
    (slope,) = torch.autograd.grad(quartic({"w": after}, y[0], x[0]), after)
    full = outer_gradient(quartic, {"w": phi}, (x, y), (y, x), rate=rate)["w"]
    first = first_order_gradient(quartic, {"w": phi}, (x, y), (y, x), rate=rate)["w"]
    assert torch.allclose(full, (torch.eye(3, dtype=torch.float64) - rate * hessian) @ slope)
    assert torch.allclose(first, slope)


@check("eq:meta-product")
def gradient_through_steps_is_the_product() -> None:
    """On a quartic loss the gradient through three steps has three brackets, that of the first step first."""
    x, y = torch.randn(2, 1, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    start, rate = torch.tensor([0.3, -0.2, 0.5], dtype=torch.float64), 0.05
    place, product = start, torch.eye(3, dtype=torch.float64)
    for _ in range(3):
        hessian = torch.autograd.functional.hessian(lambda w: quartic({"w": w}, x[0], y[0]), place)
        product = product @ (torch.eye(3, dtype=torch.float64) - rate * hessian)
        place = adapted(quartic, {"w": place}, x[0], y[0], rate=rate)["w"]
    place = place.requires_grad_()
    (slope,) = torch.autograd.grad(quartic({"w": place}, y[0], x[0]), place)
    full = outer_gradient(quartic, {"w": start}, (x, y), (y, x), rate=rate, steps=3)["w"]
    first = first_order_gradient(quartic, {"w": start}, (x, y), (y, x), rate=rate, steps=3)["w"]
    assert torch.allclose(full, product @ slope)
    assert torch.allclose(first, slope)
