"""Computes losses.csv: validation losses of a multinomial logistic regression, by torch in float64.

Run: python oracle_losses.py (numpy, torch). Iris with standardized columns, from zero weights: full
batches of the even rows, classical momentum (v := 0.9 v - rate g, p := p + v), decay 0.01 of the
weights and not of the bias. Gradients and losses are torch's, steps written out. A line is a step, and after it the mean negative log likelihood of the even rows, then of the odd ones. The rate
is 0.1, from step 10 on 0.02.
"""

import pathlib

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent.parent / "resources/jacquard/oracle"
table = np.loadtxt(HERE / "data/iris.csv", delimiter=",")
x = ((table[:, :-1] - table[:, :-1].mean(0)) / table[:, :-1].std(0)).astype(np.float32)
x, y = torch.tensor(x).double(), torch.tensor(table[:, -1]).long()
weights = torch.zeros(4, 3, dtype=torch.float64, requires_grad=True)
bias = torch.zeros(3, dtype=torch.float64, requires_grad=True)
velocities = [torch.zeros_like(p) for p in (weights, bias)]


def loss(rows):
    return torch.nn.functional.cross_entropy(x[rows] @ weights + bias, y[rows])


even, odd = slice(0, None, 2), slice(1, None, 2)
lines = []
for step in range(20):
    rate = 0.1 if step < 10 else 0.02
    gradients = torch.autograd.grad(loss(even), (weights, bias))
    with torch.no_grad():
        for p, v, g, decay in zip((weights, bias), velocities, gradients, (0.01, 0)):
            v.mul_(0.9).sub_(rate * (g + decay * p))
            p.add_(v)
        lines.append(f"{step},{loss(even).item()!r},{loss(odd).item()!r}")
(HERE / "losses.csv").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
