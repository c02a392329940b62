#!/usr/bin/env python3
"""numpy's side of `examples/run mnist-dbn`: mnist_dbn_numpy.py THREADS DIR [PRETRAINING EPOCHS]

The same schedule, as one writes it with numpy in float32: 784-500-500-10, CD-1 with momentum and
decay, then back-propagation with noise and annealing. Prints the test error and both times.
"""
import gzip
import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = sys.argv[1]

import numpy as np

f = np.float32
BATCH = 100
DIR = sys.argv[2]
PRETRAINING, EPOCHS = map(int, sys.argv[3:5]) if len(sys.argv) > 3 else (10, 40)
r = np.random.default_rng(1)


def idx(name, header):
    with gzip.open(os.path.join(DIR, name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def load(part):
    images = idx(f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    return images.astype(f) / f(255), idx(f"{part}-labels-idx1-ubyte.gz", 8)


def sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def softmax(z):
    z -= z.max(1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(1, keepdims=True)
    return z


def descend(p, u, g, rate, momentum, decay):
    u *= f(momentum)
    u += f(rate) * (g - f(decay) * p)
    p += u


class Rbm:
    def __init__(self, visible, hidden):
        self.w = r.standard_normal((visible, hidden), f) * f(0.01)
        self.bh, self.bv = np.zeros(hidden, f), np.zeros(visible, f)
        self.speeds = [np.zeros_like(p) for p in (self.w, self.bh, self.bv)]

    def up(self, x):
        return sigmoid(x @ self.w + self.bh)

    def cd1(self, x):
        h = self.up(x)
        hs = (r.random(h.shape, f) < h).astype(f)
        v = sigmoid(hs @ self.w.T + self.bv)
        vs = (r.random(v.shape, f) < v).astype(f)
        again = self.up(vs)
        n = f(len(x))
        gradients = ((x.T @ h - vs.T @ again) / n, (h - again).mean(0), (x - vs).mean(0))
        for p, u, g, decay in zip((self.w, self.bh, self.bv), self.speeds, gradients, (2e-4, 0, 0)):
            descend(p, u, g, 0.05, 0.9, decay)


def batches(rows):
    order = r.permutation(rows)
    return [order[i : i + BATCH] for i in range(0, rows, BATCH)]


def pretrain(x, stack):
    for layer, rbm in enumerate(stack):
        for _ in range(PRETRAINING):
            for rows in batches(len(x)):
                data = x[rows]
                for below in stack[:layer]:
                    data = below.up(data)
                rbm.cd1(data)


class Network:
    def __init__(self, stack):
        self.w = [rbm.w for rbm in stack]
        self.w.append(r.standard_normal((500, 10), f) * f(np.sqrt(2 / 510)))
        self.b = [rbm.bh for rbm in stack] + [np.zeros(10, f)]
        self.uw = [np.zeros_like(w) for w in self.w]
        self.ub = [np.zeros_like(b) for b in self.b]

    def update(self, x, labels, rate):
        given, gave = [], []
        for i, (w, b) in enumerate(zip(self.w, self.b)):
            x = x + f(0.1 if i else 0.35) * r.standard_normal(x.shape, f)
            given.append(x)
            x = x @ w + b
            x = softmax(x) if i == 2 else sigmoid(x)
            gave.append(x)
        delta = -x
        delta[np.arange(len(labels)), labels] += 1
        delta /= f(len(labels))
        for i in (2, 1, 0):
            below = delta @ self.w[i].T if i else None
            descend(self.w[i], self.uw[i], given[i].T @ delta, rate, 0.9, 1e-5)
            descend(self.b[i], self.ub[i], delta.sum(0), rate, 0.9, 0)
            if i:
                y = gave[i - 1]
                delta = below * y * (1 - y)


def main():
    x, labels = load("train")
    test, test_labels = load("t10k")
    begin = time.time()
    stack = [Rbm(784, 500), Rbm(500, 500)]
    pretrain(x, stack)
    print(f"pretraining {time.time() - begin:.1f} s", flush=True)
    network = Network(stack)
    rate = 0.2
    for _ in range(EPOCHS):
        for rows in batches(len(x)):
            network.update(x[rows], labels[rows], rate)
        rate *= 0.95
    y = test
    for i in range(3):
        y = y @ network.w[i] + network.b[i]
        y = y if i == 2 else sigmoid(y)
    error = (y.argmax(1) != test_labels).mean()
    print(f"in all {time.time() - begin:.1f} s, test error {100 * error:.2f} %")


main()
