"""Writes the data sets of the oracle tables, as scikit-learn ships them.

Run: python oracle_data.py (numpy, scikit-learn 1.9). Each file is a row a line, the target last,
numbers in the shortest form that reads back to the same float64.
"""

import pathlib

from sklearn import datasets

HERE = pathlib.Path(__file__).parent.parent / "resources/jacquard/oracle/data"

for name in "iris", "wine", "breast_cancer", "diabetes":
    arguments = {"scaled": False} if name == "diabetes" else {}
    x, y = getattr(datasets, "load_" + name)(return_X_y=True, **arguments)
    with open(HERE / (name + ".csv"), "w", encoding="ascii", newline="\n") as out:
        for row, target in zip(x.tolist(), y.tolist()):
            out.write(",".join(repr(v) for v in row + [target]) + "\n")
