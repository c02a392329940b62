#!/usr/bin/env python3
"""scikit-learn's and torch's side of components/bench: learners_peer.py THREADS, a line a case.

The cases and settings are those of EpochBench, in float32 on both sides: 20000 x 784 binary values of
ten noisy prototypes, an epoch of each learner, and PCA. Libraries choose their own kernels. What a
python lacks, scikit-learn or torch, is left out and said in the first line.
"""
import os
import sys

THREADS = sys.argv[1]
os.environ.update(OPENBLAS_NUM_THREADS=THREADS, OMP_NUM_THREADS=THREADS)
os.environ.pop("OPENBLAS_CORETYPE", None)

import statistics
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
r = np.random.default_rng(0)
prototypes = r.random((10, 784)) < 0.15
y = r.integers(0, 10, 20000)
X = (r.random((20000, 784)) < np.where(prototypes[y], 0.8, 0.05)).astype(np.float32)
wide = r.standard_normal((50, 5000)).astype(np.float32)


def row(name, case, action, runs=3):
    """The median of some runs after one to warm up."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    print(f"{name} {case} {statistics.median(times):.6f} s", flush=True)


def blas():
    """What numpy's products run on, such as OpenBLAS 0.3.31 SkylakeX."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown BLAS"
    pools = [p for p in threadpool_info() if p["user_api"] == "blas"]
    return ", ".join(sorted({f"{p['internal_api']} {p['version']} {p.get('architecture', '')}" for p in pools}))


def numpy_rows():
    def covariance():
        mean = X.mean(0)
        centred = X - mean
        return np.linalg.eigh(centred.T @ centred / np.float32(len(X) - 1))

    row("numpy-eigh", "pca50", covariance)


def sklearn_rows():
    from sklearn.decomposition import PCA
    from sklearn.linear_model import SGDClassifier
    from sklearn.neural_network import BernoulliRBM, MLPClassifier

    row(
        "scikit-learn",
        "rbm100",
        lambda: BernoulliRBM(500, batch_size=100, n_iter=1, random_state=0).fit(X),
    )
    for solver in "covariance_eigh", "randomized":
        row(
            f"scikit-learn-{solver}",
            "pca50",
            lambda: PCA(50, svd_solver=solver, random_state=0).fit(X),
        )
    for solver in "covariance_eigh", "full":
        row(f"scikit-learn-{solver}", "pca784", lambda: PCA(784, svd_solver=solver).fit(X), 2)
    row("scikit-learn-full", "pcaWide", lambda: PCA(10, svd_solver="full").fit(wide))
    softmax = SGDClassifier(loss="log_loss")
    row("scikit-learn", "softmax10", lambda: softmax.partial_fit(X, y, classes=range(10)))
    mlp = MLPClassifier((500,), solver="sgd", batch_size=100, momentum=0.9, max_iter=1)
    row("scikit-learn", "mlp100", lambda: mlp.partial_fit(X, y, classes=range(10)))


def torch_rows():
    import torch

    torch.set_num_threads(int(THREADS))
    rows, labels = torch.tensor(X), torch.tensor(y)

    def epoch(net, size, rate, momentum):
        optimizer = torch.optim.SGD(net.parameters(), rate, momentum=momentum, weight_decay=1e-4)

        def run():
            for i in range(0, len(rows), size):
                optimizer.zero_grad()
                loss = torch.nn.functional.cross_entropy(net(rows[i : i + size]), labels[i : i + size])
                loss.backward()
                optimizer.step()

        return run

    nn = torch.nn
    row("torch", "softmax10", epoch(nn.Linear(784, 10), 10, 0.1, 0.0))
    layers = nn.Sequential(nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 10))
    row("torch", "mlp100", epoch(layers, 100, 0.01, 0.9))


found = [f"numpy {np.__version__}, {blas()}"]
parts = [numpy_rows]
for module, part in (("sklearn", sklearn_rows), ("torch", torch_rows)):
    try:
        library = __import__(module)
        found.append(f"{module} {library.__version__}")
        parts.append(part)
    except ImportError:
        found.append(f"no {module}")
print("#", ", ".join(found), flush=True)
for part in parts:
    part()
