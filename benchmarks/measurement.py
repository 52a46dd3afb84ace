"""The processor time of a call, and the memory that it holds at most."""

from collections.abc import Callable, Sequence
from time import process_time

from torch import Tensor, nn
from torch.autograd import grad
from torch.profiler import ProfilerActivity, profile

Call = Callable[..., Tensor]

ROUNDS = 7
SECONDS = 0.03


def gradients(call: Call, inputs: Sequence[Tensor], learns: int) -> tuple[Tensor, ...]:
    """Gradients of the sum of what a call gives, by the first of its inputs and by its own parameters."""
    leaves = [one.detach().requires_grad_() for one in inputs[:learns]]
    own = call.parameters() if isinstance(call, nn.Module) else ()
    return grad(call(*leaves, *inputs[learns:]).sum(), [*leaves, *own])


def seconds(calls: Sequence[Callable[[], object]]) -> list[float]:
    """The least processor time of each call over some rounds, in which they take turns.

    The least is what a call takes when nothing disturbs it, and taking turns disturbs all alike.
    """
    times = [max(_once(call, 1), 1e-7) for call in calls]
    repetitions = [max(1, round(SECONDS / time)) for time in times]
    for _ in range(ROUNDS):
        found = [_once(call, times) for call, times in zip(calls, repetitions, strict=True)]
        times = [min(pair) for pair in zip(times, found, strict=True)]
    return times


def peak_bytes(call: Callable[[], object]) -> int:
    """The most memory that tensors made during a call hold at once."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as recorded:
        call()
    events = [event for event in recorded.profiler.kineto_results.events() if event.name() == "[memory]"]
    held = most = 0
    for event in sorted(events, key=lambda event: event.start_ns()):
        held += event.nbytes()
        most = max(most, held)
    return most


def _once(call: Callable[[], object], repetitions: int) -> float:
    start = process_time()
    for _ in range(repetitions):
        call()
    return (process_time() - start) / repetitions
