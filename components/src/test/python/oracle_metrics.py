"""Computes metrics.csv: what scikit-learn says of predictions.

Run: python oracle_metrics.py (numpy, scikit-learn 1.9). A line is a case: the number of classes, of
rows, the labels, the predictions (-1: none), accuracy, then precision, recall and F1 of the macro
and of the weighted average, then precision, recall, F1 and support of each class. Averages are
over the classes that occur as a label or a prediction, scikit-learn's default; numbers that have no
denominator are 0 (zero_division=0).
"""

import pathlib

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

HERE = pathlib.Path(__file__).parent.parent / "resources/jacquard/oracle"
random = np.random.default_rng(17)


def case(classes, labels, predictions):
    labels, predictions = np.asarray(labels), np.asarray(predictions)
    occur = sorted(set(labels) | set(predictions) - {-1})
    row = [classes, len(labels), *labels, *predictions, accuracy_score(labels, predictions)]
    for average in "macro", "weighted":
        row += precision_recall_fscore_support(
            labels, predictions, labels=occur, average=average, zero_division=0
        )[:3]
        if -1 not in predictions:  # then it is the default
            assert row[-3:] == list(
                precision_recall_fscore_support(
                    labels, predictions, average=average, zero_division=0
                )[:3]
            )
    each = precision_recall_fscore_support(
        labels, predictions, labels=range(classes), zero_division=0
    )
    row += np.transpose(each).ravel().tolist()
    return ",".join(repr(float(v)).removesuffix(".0") for v in row)


cases = [
    case(1, [0], [0]),  # one class, all right
    case(2, [0, 0, 0], [0, 0, 0]),  # one that does not occur
    case(2, [0, 0, 0], [1, 1, 1]),  # all wrong, each class without the other's examples
    case(3, [0, 0, 1, 2], [0, 0, 1, 1]),  # one never predicted
    case(3, [0, 0, 1, 1], [0, 2, 1, 2]),  # one without examples
    case(4, [0, 1, 2, 1], [0, 2, 2, 1]),  # one that does not occur
    case(3, [0, 1, 2], [-1, -1, -1]),  # no class for any row
    case(3, [0, 1, 2, 2], [0, -1, 2, 1]),
    case(2, [0] * 95 + [1] * 5, [0] * 100),  # imbalanced, the rare one never predicted
]
for _ in range(51):
    classes = int(random.integers(1, 8))
    rows = int(random.integers(1, 60))
    known = random.choice(classes, size=int(random.integers(1, classes + 1)), replace=False)
    told = random.choice(classes, size=int(random.integers(1, classes + 1)), replace=False)
    if random.random() < 0.2:
        told = np.append(told, -1)
    labels = random.choice(known, size=rows)
    right = random.random(rows) < random.random()
    cases.append(case(classes, labels, np.where(right, labels, random.choice(told, size=rows))))
(HERE / "metrics.csv").write_text("\n".join(cases) + "\n", encoding="ascii", newline="\n")
