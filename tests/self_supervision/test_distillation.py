import pytest
import torch
from torch.nn.functional import cross_entropy

from notes.self_supervision.distillation import DINO, distillation_loss, moved_centre, teacher_answers


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def test_distillation_loss_is_a_cross_entropy_with_soft_targets() -> None:
    student, teacher = drawn(2, 5, 4)
    student, teacher, centre = student.requires_grad_(), teacher.clone().requires_grad_(), drawn(4)
    targets = ((teacher.detach() - centre) / 0.05).softmax(1)
    theirs = cross_entropy(student / 0.2, targets, reduction="none")
    ours = distillation_loss(student, teacher, centre, temperatures=(0.2, 0.05))
    torch.testing.assert_close(ours, theirs)
    (gradient,) = torch.autograd.grad(ours.sum(), student, retain_graph=True)
    torch.testing.assert_close(gradient, ((student / 0.2).softmax(1) - targets).detach() / 0.2)
    assert torch.autograd.grad(ours.sum(), teacher, allow_unused=True) == (None,)


@pytest.mark.parametrize("temperatures", [(0.0, 0.1), (0.1, 0.0)])
def test_distillation_loss_refuses_a_temperature_of_zero(temperatures: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"^`temperatures` must be positive, got 0.0$"):
        distillation_loss(drawn(2, 3), drawn(2, 3), drawn(3), temperatures=temperatures)


def test_moved_centre_goes_a_part_of_the_way_and_stays_at_one() -> None:
    centre, teacher = torch.tensor([1.0, 0.0]), torch.tensor([[2.0, 4.0], [4.0, 0.0]])
    torch.testing.assert_close(moved_centre(centre, teacher, decay=0.75), torch.tensor([1.5, 0.5]))
    assert torch.equal(moved_centre(centre, teacher, decay=1.0), centre)
    assert torch.equal(moved_centre(centre, teacher, decay=0.0), torch.tensor([3.0, 2.0]))
    for decay in (-0.1, 1.1):
        with pytest.raises(ValueError, match=f"^`decay` must be from 0 to 1, got {decay}$"):
            moved_centre(centre, teacher, decay=decay)


def test_dino_compares_each_view_with_the_teacher_of_the_other() -> None:
    model = DINO(torch.Generator().manual_seed(0)).eval()
    with torch.no_grad():
        model.teacher[0][-1].bias.add_(0.3)
    first, second = torch.rand(2, 6, 1, 14, 14, generator=torch.Generator().manual_seed(1))
    model.centre = torch.linspace(-1, 1, 32)
    student, teacher = (lambda x: model.projector(model.encoder(x))), model.teacher
    forth = distillation_loss(student(first), teacher(second), model.centre)
    back = distillation_loss(student(second), teacher(first), model.centre)
    torch.testing.assert_close(model(first, second), (forth + back).mean())


def test_dino_moves_teacher_and_centre_in_training_only() -> None:
    model, images = DINO(torch.Generator().manual_seed(0)), torch.rand(4, 1, 14, 14)
    weight = model.encoder[0].weight
    weight.detach().add_(1.0)
    before = model.teacher[0][0].weight.clone()
    model.eval()(images, images)
    assert torch.equal(model.teacher[0][0].weight, before)
    assert not model.centre.any()
    model.train()(images, images)
    torch.testing.assert_close(model.teacher[0][0].weight, before + 0.05)
    assert model.centre.any()


def test_teacher_answers_are_distributions_by_centre_and_temperature() -> None:
    model, images = DINO(torch.Generator().manual_seed(0)).eval(), torch.rand(4, 1, 14, 14)
    model.centre = torch.linspace(-1, 1, 32)
    answers = teacher_answers(model, images)
    torch.testing.assert_close(answers, ((model.teacher(images) - model.centre) / 0.04).softmax(1))
