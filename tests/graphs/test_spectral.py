import networkx as nx
import pytest
import torch
from numpy.polynomial.chebyshev import chebval

from notes.convolution.circular import circular_convolution
from notes.graphs.graph import SOURCE_EDGES, TAILED_TRIANGLE, adjacency, block_model, distances, karate_club
from notes.graphs.laplacian import (
    dirichlet_energy,
    divergence,
    gradient,
    incidence_matrix,
    laplacian,
    normalised_laplacian,
)
from notes.graphs.spectral import (
    chebyshev_filter,
    chebyshev_multiplications,
    fourier_transform,
    scaled_laplacian,
    spectral_filter,
    spectrum,
)

F64 = torch.float64


def test_incidence_matrix_is_that_of_networkx_up_to_sign():
    graph = nx.Graph(SOURCE_EDGES)
    theirs = nx.incidence_matrix(graph, nodelist=range(4), edgelist=SOURCE_EDGES, oriented=True).toarray()
    assert torch.equal(incidence_matrix(SOURCE_EDGES, 4), -torch.from_numpy(theirs).T.float())
    with pytest.raises(ValueError, match=r"`edges` must join two of 4 nodes, counted from zero, got \(2, 2\)"):
        incidence_matrix([(2, 2)], 4)


def test_laplacians_are_those_of_networkx():
    club = nx.karate_club_graph()
    matrix = karate_club()[0].double()
    ours, theirs = laplacian(matrix), torch.from_numpy(nx.laplacian_matrix(club, weight=None).toarray()).double()
    assert torch.equal(ours, theirs)
    normalised = torch.from_numpy(nx.normalized_laplacian_matrix(club, weight=None).toarray())
    torch.testing.assert_close(normalised_laplacian(matrix), normalised)
    with pytest.raises(ValueError, match=r"every node has a neighbour, got 0.0"):
        normalised_laplacian(torch.zeros(2, 2))


def test_divergence_of_the_gradient_is_the_laplacian_of_the_source():
    K, f = incidence_matrix(TAILED_TRIANGLE, 4), torch.tensor([2.0, 7.0, 1.0, 8.0])
    assert gradient(K, f).tolist() == [-5.0, 1.0, 6.0, -6.0]
    assert divergence(K, gradient(K, f)).tolist() == (laplacian(adjacency(TAILED_TRIANGLE, 4)) @ f).tolist()
    assert divergence(K, torch.rand(4)).sum().item() == pytest.approx(0, abs=1e-6)


def test_dirichlet_energy_is_the_sum_of_squared_differences(hidden, source):
    ours = dirichlet_energy(hidden, laplacian(source))
    by_edges = sum((hidden[:, m] - hidden[:, n]).square().sum() for m, n in SOURCE_EDGES)
    torch.testing.assert_close(ours, by_edges)
    found, wanted = (torch.autograd.grad(x, hidden)[0] for x in (ours, by_edges))
    torch.testing.assert_close(found, wanted)


@pytest.mark.parametrize("components", [1, 2, 3])
def test_kernel_of_the_laplacian_counts_components(components):
    matrix = torch.block_diag(*[adjacency([(0, 1), (1, 2)], 3).double()] * components)
    assert (spectrum(laplacian(matrix)).frequencies.abs() < 1e-9).sum() == components


def test_fourier_transform_goes_there_and_back(source, generator):
    waves, x = spectrum(laplacian(source)), torch.rand(4, generator=generator, dtype=F64)
    torch.testing.assert_close(waves.waves @ fourier_transform(waves, x), x)


def test_spectral_filter_of_the_frequency_is_the_laplacian(source, generator):
    x = torch.rand(4, generator=generator, dtype=F64)
    torch.testing.assert_close(spectral_filter(spectrum(laplacian(source)), x, lambda f: f), laplacian(source) @ x)


@pytest.mark.parametrize("nodes", [5, 8])
def test_spectral_filter_on_a_cycle_is_circular_convolution(nodes, generator):
    cycle = adjacency([(n, (n + 1) % nodes) for n in range(nodes)], nodes).double()
    waves, x = spectrum(laplacian(cycle)), torch.rand(nodes, generator=generator, dtype=F64)
    kernel = spectral_filter(waves, torch.eye(nodes, dtype=F64)[0], lambda f: 1 / (1 + f))
    torch.testing.assert_close(spectral_filter(waves, x, lambda f: 1 / (1 + f)), circular_convolution(x, kernel))
    angles = 2 * torch.pi * torch.arange(nodes) / nodes
    torch.testing.assert_close(waves.frequencies, (2 - 2 * angles.cos()).sort().values.double(), atol=1e-6, rtol=0)


@pytest.mark.parametrize("order", [0, 1, 2, 5])
@pytest.mark.parametrize("sparse", [False, True])
def test_chebyshev_filter_is_the_spectral_filter_in_values_and_gradients(order, sparse, generator):
    theta = torch.rand(order + 1, generator=generator).tolist()
    scaled = scaled_laplacian(normalised_laplacian(karate_club()[0].double()), 2.0)
    x = torch.rand(34, generator=generator, dtype=F64).requires_grad_()
    ours = chebyshev_filter(scaled.to_sparse() if sparse else scaled, x, theta)
    wanted = spectral_filter(spectrum(scaled), x, lambda f: torch.from_numpy(chebval(f.numpy(), theta)))
    torch.testing.assert_close(ours, wanted)
    found, other = (torch.autograd.grad(y.pow(2).sum(), x)[0] for y in (ours, wanted))
    torch.testing.assert_close(found, other)


def test_chebyshev_filter_reaches_as_far_as_its_degree(generator):
    matrix, _ = block_model([30], 0.1, 0.0, generator)
    impulse = torch.eye(30)[0]
    scaled = scaled_laplacian(laplacian(matrix), 10.0)
    for order in range(4):
        out = chebyshev_filter(scaled, impulse, [0.0] * order + [1.0])
        assert not out[distances(matrix)[0] > order].any()


def test_refusals():
    with pytest.raises(ValueError, match=r"`coefficients` must hold at least one number, got none"):
        chebyshev_filter(torch.eye(2), torch.ones(2), [])
    with pytest.raises(ValueError, match=r"`largest` must be positive, got 0.0"):
        scaled_laplacian(torch.eye(2), 0.0)


def test_chebyshev_multiplications_count_stored_entries(generator):
    matrix, _ = block_model([50], 0.2, 0.0, generator)
    stored = (laplacian(matrix).to_sparse().values() != 0).sum().item()
    assert (matrix.sum(0) > 0).all()
    edges = int(matrix.sum().item()) // 2
    assert chebyshev_multiplications(50, edges, 3) == 3 * stored + 4 * 50
