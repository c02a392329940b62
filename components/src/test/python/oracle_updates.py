"""Networks that are graphs, trained by torch's SGD in float64: what each parameter is after some steps.

Data are the first rows of iris, scaled; words are made of its labels. Values are rounded to float32
before, so that both sides begin with the same numbers. torch's momentum keeps the gradients' sum and
multiplies it by the rate, which is the same path as ours for a fixed rate.

Writes updates.csv: for each network, a line "network, step, parameter number, values".
"""
import pathlib
import numpy as np
import torch

HERE = pathlib.Path(__file__).parents[1] / "resources/jacquard/oracle"
torch.set_default_dtype(torch.float64)
iris = np.loadtxt(HERE / "data/iris.csv", delimiter=",", comments="#")
rows = iris[::10]
X = ((rows[:, :4] - 3) / 4).astype(np.float32).astype(np.float64)
Y = rows[:, 4].astype(int)
x, y = torch.tensor(X), torch.tensor(Y)
target = x[:, 3:4] * 1.0


def numbers(r, c, k):
    """Numbers a test can make again: sines, as floats."""
    i = np.arange(r * c)
    return torch.tensor((np.sin(i * 1.7 + k) * 0.7).astype(np.float32).astype(np.float64).reshape(r, c))


def nll(z):
    return torch.nn.functional.cross_entropy(z, y)


def skip(p):
    hidden = torch.relu(x @ p[0] + p[1])
    return nll(x @ p[2] + hidden @ p[3] + p[4])


def embedding(p):
    return nll(p[0][(y * 2 + torch.arange(15) % 2)] @ p[1] + p[2])


def adjacent(p):
    return nll(p[0][3:18] @ p[1] + p[2])


def bilinear(p):
    return ((x @ p[0]) * (x @ p[1]) + p[2] - target).square().mean() + 0.1 * (p[3] * p[4]).sum()


def shared(p):
    hidden = torch.sigmoid(x @ p[0] + p[1])
    return ((hidden @ p[0].T + p[2] - x) ** 2).mean()


def factors(p):
    return ((p[0] @ p[1] + p[2] - x) ** 2).mean()


# shapes, and which decay
NETWORKS = [
    (skip, [(4, 5), (1, 5), (4, 3), (5, 3), (1, 3)], [1, 0, 1, 1, 0]),
    (embedding, [(6, 2), (2, 3), (1, 3)], [1, 1, 0]),
    (adjacent, [(20, 2), (2, 3), (1, 3)], [1, 1, 0]),
    (bilinear, [(4, 1), (4, 1), (1, 1), (1, 2), (1, 2)], [1, 1, 0, 1, 1]),
    (shared, [(4, 3), (1, 3), (1, 4)], [1, 0, 0]),
    (factors, [(15, 2), (2, 4), (1, 4)], [1, 1, 0]),
]
RATE, MOMENTUM, DECAY, STEPS = 0.1, 0.9, 0.05, 20

lines = []
for n, (cost, shapes, decays) in enumerate(NETWORKS):
    parameters = [numbers(r, c, k).requires_grad_() for k, (r, c) in enumerate(shapes)]
    f = lambda number: float(np.float32(number))
    groups = [{"params": [p], "weight_decay": f(DECAY) * d} for p, d in zip(parameters, decays)]
    sgd = torch.optim.SGD(groups, lr=f(RATE), momentum=f(MOMENTUM))
    for step in range(1, STEPS + 1):
        sgd.zero_grad()
        loss = cost(parameters)
        loss.backward()
        sgd.step()
        if step in (1, 2, STEPS):
            lines.append([n, step, -1, loss.item()])
            lines += [[n, step, k] + p.detach().flatten().tolist() for k, p in enumerate(parameters)]
with open(HERE / "updates.csv", "w") as out:
    out.write("# oracle_updates.py, torch %s, float64: network, step, parameter (-1: the cost before), values\n" % torch.__version__.split("+")[0])
    for line in lines:
        out.write(",".join(["%d" % v for v in line[:3]] + ["%.9g" % v for v in line[3:]]) + "\n")
