#!/usr/bin/env python3
"""numpy's side of kernels-opencl/bench: numpy_peer.py THREADS gemm|cd1, a line a case.

The cases are those of ProductBench and ContrastiveBench; the step is what one writes with numpy,
in float32, with momentum and weight decay.
"""
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = sys.argv[1]
os.environ.pop("OPENBLAS_CORETYPE", None)  # numpy chooses its own kernels

import statistics
import time

import numpy as np

PRODUCTS = """
    NN 256 256 256, NN 512 512 512, NN 1024 1024 1024, NN 2048 2048 2048,
    NT 1024 1024 1024, TN 1024 1024 1024,
    NN 10 500 784, NN 64 500 784, NN 100 500 784, NN 128 500 784,
    NT 10 784 500, NT 64 784 500, NT 128 784 500,
    TN 784 500 10, TN 784 500 64, TN 784 500 128
"""
QUEUED = 10
r = np.random.default_rng(0)


def clock(action, seconds=1.0, least=5):
    """The median time of one of ten, as ours are timed, after a second's fifth to warm up."""
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        t = time.perf_counter()
        for _ in range(QUEUED):
            action()
        times.append((time.perf_counter() - t) / QUEUED)
    return statistics.median(times[len(times) // 5 :])


def row(name, seconds):
    print(f"{name:40s} {seconds:.9f} s", flush=True)


def random(rows, cols):
    return r.standard_normal((rows, cols), dtype=np.float32)


def gemm():
    for product in PRODUCTS.split(","):
        ops, m, n, k = product.split()
        m, n, k = int(m), int(n), int(k)
        a = random(m, k) if ops[0] == "N" else random(k, m).T
        b = random(k, n) if ops[1] == "N" else random(n, k).T
        out = np.empty((m, n), np.float32)
        row(f"numpy sgemm {ops} {m}x{n}x{k}", clock(lambda: np.dot(a, b, out=out)))


def sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def cd1():
    f = np.float32
    for batch in (10, 64, 100, 128, 500):
        w, bh, bv = random(784, 500) * f(0.01), np.zeros(500, f), np.zeros(784, f)
        vw, vh, vv = np.zeros_like(w), np.zeros_like(bh), np.zeros_like(bv)
        data = (r.random((batch, 784), dtype=f) < 0.15).astype(f)

        def step():
            h = sigmoid(data @ w + bh)
            hs = (r.random(h.shape, dtype=f) < h).astype(f)
            v = sigmoid(hs @ w.T + bv)
            vs = (r.random(v.shape, dtype=f) < v).astype(f)
            again = sigmoid(vs @ w + bh)
            for p, u, g, decay in (
                (w, vw, data.T @ h - vs.T @ again, f(0.0002)),
                (bh, vh, (h - again).sum(0), f(0)),
                (bv, vv, (data - vs).sum(0), f(0)),
            ):
                u *= f(0.5)
                u += f(0.1) * (g / f(batch) - decay * p)
                p += u

        row(f"numpy f32 CD-1 step batch {batch} 784x500", clock(step))


def blas():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown (no threadpoolctl)"
    pools = [p for p in threadpool_info() if p["user_api"] == "blas"]
    return ", ".join(f"{p['internal_api']} {p['version']} {p.get('architecture', '')}" for p in pools)


print(f"# numpy {np.__version__}, {blas()}", flush=True)
{"gemm": gemm, "cd1": cd1}[sys.argv[2]]()
