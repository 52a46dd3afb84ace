"""What ties the displayed equations of chapter 7 that no proof establishes to the code that implements them."""

import torch

from notes.ledger import check
from notes.self_supervision.angular import sphereface_loss
from notes.self_supervision.recommendation import GMF, all_scores

DEFINITIONS = {
    "eq:siamese": "notes.self_supervision.siamese.SiameseNetwork",
    "eq:neumf": "notes.self_supervision.recommendation.NeuMF",
    "eq:hit-rate": "notes.self_supervision.recommendation.hit_rate",
    "eq:ndcg": "notes.self_supervision.recommendation.ndcg",
    "eq:contrastive-loss": "notes.self_supervision.contrastive.contrastive_loss",
    "eq:triplet-loss": "notes.self_supervision.contrastive.triplet_loss",
    "eq:semi-hard": "notes.self_supervision.mining.semi_hard",
    "eq:byol-update": "notes.self_supervision.methods.BYOL",
    "eq:linear-agreement": "notes.self_supervision.linear_agreement.linear_agreement",
    "eq:twin-correlation": "notes.self_supervision.redundancy.cross_correlation",
    "eq:vicreg": "notes.self_supervision.redundancy.vicreg_terms",
    "eq:embedding-recall": "notes.self_supervision.metric.recall_at_k",
    "eq:center-loss": "notes.self_supervision.center.center_loss",
    "eq:psi": "notes.self_supervision.angular.psi",
    "eq:sphereface": "notes.self_supervision.angular.sphereface_loss",
    "eq:info-nce": "notes.self_supervision.info_nce.info_nce",
    "eq:dino": "notes.self_supervision.distillation.distillation_loss",
    "eq:masked-pixels": "notes.self_supervision.masking.masked_loss",
    "eq:clip": "notes.self_supervision.two_towers.clip_loss",
    "eq:arcface": "notes.self_supervision.angular.arcface_loss",
}


@check("eq:gmf")
def unit_weights_factorise_the_matrix() -> None:
    """With all weights one, generalised matrix factorisation scores by inner products; other weights rescale them."""
    model = GMF(6, 5, 3, torch.Generator().manual_seed(0))
    torch.testing.assert_close(all_scores(model, 6, 5), (model.users @ model.items.T).detach())
    with torch.no_grad():
        model.weights.copy_(torch.tensor([2.0, -1.0, 0.5]))
    torch.testing.assert_close(all_scores(model, 6, 5), ((model.users * model.weights) @ model.items.T).detach())


@check("eq:modified-softmax")
def modified_softmax_is_softmax_with_unit_weights_and_no_bias() -> None:
    """With weight vectors of length one and no bias the logits of the softmax are lengths times cosines."""
    generator = torch.Generator().manual_seed(0)
    features, weights = (torch.randn(n, 3, generator=generator, dtype=torch.float64) for n in (20, 4))
    weights = torch.nn.functional.normalize(weights, dim=1)
    labels = torch.randint(4, (20,), generator=generator)
    plain = torch.nn.functional.cross_entropy(features @ weights.T, labels, reduction="none")
    torch.testing.assert_close(sphereface_loss(features, weights, labels, multiplier=1), plain)
