#!/usr/bin/env python3
"""PyTorch's side of kernels-opencl/gpu-check: torch_peer.py THREADS gemm|cd1, a line a case.

On the GPU if torch finds one, in full float32; the cases are those of ProductBench and
ContrastiveBench.
"""
import statistics
import sys
import time

import torch

PRODUCTS = """
    NN 256 256 256, NN 512 512 512, NN 1024 1024 1024, NN 2048 2048 2048,
    NT 1024 1024 1024, TN 1024 1024 1024,
    NN 10 500 784, NN 64 500 784, NN 100 500 784, NN 128 500 784,
    NT 10 784 500, NT 64 784 500, NT 128 784 500,
    TN 784 500 10, TN 784 500 64, TN 784 500 128
"""
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
QUEUED = 10
torch.manual_seed(0)
torch.set_num_threads(int(sys.argv[1]))
torch.backends.cuda.matmul.allow_tf32 = False


def wait():
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def clock(action, seconds=1.0, least=5):
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        t = time.perf_counter()
        for _ in range(QUEUED):
            action()
        wait()
        times.append((time.perf_counter() - t) / QUEUED)
    return statistics.median(times[len(times) // 5 :])


def row(name, seconds):
    print(f"{name:40s} {seconds:.9f} s", flush=True)


def gemm():
    for product in PRODUCTS.split(","):
        ops, m, n, k = product.split()
        m, n, k = int(m), int(n), int(k)
        a = torch.randn(m, k, device=DEVICE) if ops[0] == "N" else torch.randn(k, m, device=DEVICE).t()
        b = torch.randn(k, n, device=DEVICE) if ops[1] == "N" else torch.randn(n, k, device=DEVICE).t()
        out = torch.empty(m, n, device=DEVICE)
        row(f"torch {DEVICE} sgemm {ops} {m}x{n}x{k}", clock(lambda: torch.mm(a, b, out=out)))


def cd1():
    for batch in (10, 64, 100, 128, 500):
        w = torch.randn(784, 500, device=DEVICE) * 0.01
        bh, bv = torch.zeros(500, device=DEVICE), torch.zeros(784, device=DEVICE)
        vw, vh, vv = torch.zeros_like(w), torch.zeros_like(bh), torch.zeros_like(bv)
        data = torch.bernoulli(torch.full((batch, 784), 0.15, device=DEVICE))

        def step():
            h = torch.sigmoid(torch.addmm(bh, data, w))
            v = torch.sigmoid(torch.addmm(bv, torch.bernoulli(h), w.t()))
            vs = torch.bernoulli(v)
            again = torch.sigmoid(torch.addmm(bh, vs, w))
            vw.mul_(0.5).add_(data.t() @ h - vs.t() @ again, alpha=0.1 / batch)
            vw.add_(w, alpha=-0.1 * 0.0002)
            vh.mul_(0.5).add_((h - again).mean(0), alpha=0.1)
            vv.mul_(0.5).add_((data - vs).mean(0), alpha=0.1)
            w.add_(vw)
            bh.add_(vh)
            bv.add_(vv)

        with torch.no_grad():
            row(f"torch {DEVICE} f32 CD-1 step batch {batch} 784x500", clock(step))


print(f"# torch {torch.__version__} on {DEVICE}, {torch.backends.cpu.get_cpu_capability()}", flush=True)
{"gemm": gemm, "cd1": cd1}[sys.argv[2]]()
