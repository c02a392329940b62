"""Computes neighbours.csv: predictions of scikit-learn's simplest classifiers.

Run: python oracle_neighbours.py (numpy, scikit-learn 1.9). For iris, wine and breast_cancer in
turn, its numbers rounded to float32: even rows train, odd rows are predicted. A line is the number
of the data set, that of the row, and its class by the nearest centroid, 1, 3 and 8 neighbours.
"""

import pathlib

import numpy as np
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

HERE = pathlib.Path(__file__).parent.parent / "resources/jacquard/oracle"
lines = []
for number, name in enumerate(["iris", "wine", "breast_cancer"]):
    table = np.loadtxt(HERE / "data" / (name + ".csv"), delimiter=",")
    x, y = table[:, :-1].astype(np.float32).astype(float), table[:, -1].astype(int)
    train, test = np.arange(0, len(x), 2), np.arange(1, len(x), 2)
    columns = [NearestCentroid().fit(x[train], y[train]).predict(x[test])]
    apart = ((x[test][:, None, :] - x[train][None, :, :]) ** 2).sum(axis=2)
    order = np.argsort(apart, axis=1, kind="stable")  # the earlier of equals
    for k in 1, 3, 8:
        votes = [np.bincount(y[train][near[:k]]).argmax() for near in order]
        knn = KNeighborsClassifier(k, algorithm="brute").fit(x[train], y[train])
        theirs = knn.predict(x[test])
        ties = np.take_along_axis(apart, order, 1)
        untied = ties[:, k - 1] != ties[:, k]  # scikit-learn says nothing of equal distances
        assert (theirs == votes)[untied].all(), (name, k)
        columns.append(np.where(untied, theirs, votes))
    for row, classes in zip(test, np.transpose(columns)):
        lines.append(",".join(map(str, [number, row, *classes])))
(HERE / "neighbours.csv").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
