"""The diagrams of chapter 11: nothing runs into anything, and what they say of the code is so."""

import matplotlib.pyplot as plt
import pytest
import torch

from notes.diagrams import parts, require_room
from notes.geometric import schemes
from notes.geometric.frames import principal_frames
from notes.geometric.group_convolution import TURNS, GroupNetwork
from notes.plotting import BLUE


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("scheme", [schemes.blueprint, schemes.group_network, schemes.frame_averaging])
def test_schemes_have_room_for_all_that_they_say(scheme):
    require_room(scheme())


def test_group_network_has_in_blue_what_is_learnt_and_a_kernel_for_each_turn():
    found = parts(schemes.group_network())
    kernels = [name for name, colour in found if colour == BLUE and "turned" in name]
    assert len(kernels) == len(TURNS)
    learnt = GroupNetwork(TURNS, (2, 3), torch.Generator().manual_seed(0)).named_parameters()
    assert {name.split(".")[0] for name, _ in learnt} >= {"lifting", "kernel", "readout"}
    assert len({name for name, colour in found if colour == BLUE} - {*kernels}) == 2


def test_frame_averaging_draws_as_many_poses_as_a_frame_has_in_the_plane():
    frames = principal_frames(torch.randn(6, 2, generator=torch.Generator().manual_seed(0)))
    assert len([name for name, _ in parts(schemes.frame_averaging()) if name.startswith("pose")]) == len(frames)
