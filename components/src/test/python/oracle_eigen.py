"""Principal components, discriminants, slow features and Gaussian classes of the data sets in data/, in float64.

Principal components: numpy.linalg.svd of the centred float32 data, a row each: variance, then the direction.
Discriminants and slow features: scipy.linalg.eigh(A, B), a row each: value, then the direction with v' B v = 1:
  discriminants: A within-class scatter, B covariance of all rows (MDP's FDANode), the smallest first;
  slow features: A mean of (x[t+1] - x[t])_i (x[t+1] - x[t])_j, B covariance of the rows (MDP's SFANode).
Gaussian classes: the share of each class in the rows times its normal density (numpy.cov), the probabilities of each row.
"""
import pathlib
import numpy as np
import scipy.linalg

OUT = pathlib.Path(__file__).parents[1] / "resources" / "jacquard" / "oracle"


def write(name, rows, digits=12):
    with open(OUT / f"eigen_{name}.csv", "w") as f:
        f.write("# written by oracle_eigen.py\n")
        for row in rows:
            f.write(",".join(f"{v:.{digits}g}" for v in row) + "\n")


def read(name):
    rows = np.loadtxt(OUT / "data" / f"{name}.csv", delimiter=",")
    return rows[:, :-1].astype(np.float32).astype(np.float64), rows[:, -1]


def components(x):
    s, vt = np.linalg.svd(x - x.mean(0), full_matrices=False)[1:]
    return np.c_[s**2 / (len(x) - 1), vt]


for name in ("wine", "breast_cancer", "diabetes"):
    write(f"pca_{name}", components(read(name)[0]))

random = np.random.default_rng(17)


def made(name, x):
    x = x.astype(np.float32)
    write(f"{name}_data", x, 9)
    write(f"pca_{name}", components(x.astype(np.float64)))


turn = np.linalg.qr(random.normal(size=(6, 6)))[0]
made("collinear", random.normal(size=(80, 6)) * [1, 0.1, 0.01, 1e-3, 3e-4, 1e-4] @ turn)
made("units", random.normal(size=(60, 5)) * [1e4, 1e2, 1, 1e-4, 1e-6])
made("wide", np.exp(random.normal(size=(10, 60))))

x, y = read("wine")
within = sum(np.cov(x[y == c].T, bias=True) * (y == c).sum() for c in np.unique(y))
values, vectors = scipy.linalg.eigh(within, np.cov(x.T))
write("fda_wine", np.c_[values, vectors.T][:2])


def logarithm(rows):
    covariance = np.cov(rows.T)
    d = x - rows.mean(0)
    squares = np.einsum("ij,jk,ik->i", d, np.linalg.inv(covariance), d)
    return np.log(len(rows) / len(x)) - np.linalg.slogdet(covariance)[1] / 2 - squares / 2


logs = np.stack([logarithm(x[y == c]) for c in np.unique(y)], axis=1)
shares = np.exp(logs - logs.max(1, keepdims=True))
write("gaussian_wine", shares / shares.sum(1, keepdims=True), 9)

x, _ = read("diabetes")
steps = np.diff(x, axis=0)
values, vectors = scipy.linalg.eigh(steps.T @ steps / len(steps), np.cov(x.T))
write("sfa_diabetes", np.c_[values, vectors.T])
