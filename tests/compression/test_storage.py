"""Bytes against PyTorch's sparse tensors, NumPy's packing and Python's whole numbers."""

import numpy as np
import pytest
import torch
from scipy.sparse import csr_matrix

from notes.compression.storage import packed, sparse_bytes, unpacked


def test_sparse_bytes_are_those_of_scipy(generator: torch.Generator):
    matrix = torch.randn(20, 30, generator=generator) * (torch.rand(20, 30, generator=generator) < 0.2)
    stored = csr_matrix(matrix.numpy())
    assert sparse_bytes(matrix) == stored.data.nbytes + stored.indices.nbytes + stored.indptr.nbytes


@pytest.mark.parametrize("bits", range(1, 9))
def test_unpacked_undoes_packed(bits: int, generator: torch.Generator):
    codes = torch.randint(2**bits, (37,), generator=generator)
    stored = packed(codes, bits)
    assert stored.nbytes == -(-37 * bits // 8)
    assert torch.equal(unpacked(stored, bits, 37), codes)


def test_packed_bits_are_those_of_numpy(generator: torch.Generator):
    codes = torch.randint(2, (29,), generator=generator)
    assert packed(codes, 1).tolist() == np.packbits(codes.numpy().astype(np.uint8), bitorder="little").tolist()


def test_packed_codes_are_the_digits_of_one_whole_number(generator: torch.Generator):
    codes = torch.randint(8, (11,), generator=generator)
    whole = sum(code << 3 * place for place, code in enumerate(codes.tolist()))
    assert int.from_bytes(bytes(packed(codes, 3).tolist()), "little") == whole


@pytest.mark.parametrize("bits", [0, 9])
def test_packed_refuses_bits_out_of_range(bits: int):
    with pytest.raises(ValueError, match=f"^`bits` must be from 1 to 8, got {bits}$"):
        packed(torch.zeros(1, dtype=torch.int64), bits)


def test_packed_refuses_codes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"^`codes` must be from 0 to 3, got -1$"):
        packed(torch.tensor([-1, 4]), 2)


def test_unpacked_refuses_another_number_of_bytes():
    with pytest.raises(ValueError, match=r"^`stored` must have 2 bytes, got 3$"):
        unpacked(torch.zeros(3, dtype=torch.uint8), 4, 4)
