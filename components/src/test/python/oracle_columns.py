"""The mean and deviation of columns as they occur in practice, by NumPy beyond float64.

Writes ../resources/jacquard/oracle/columns.csv. A row is: kind, offset, spread, number of rows, and the mean and
standard deviation (n in the denominator) of the values rounded to float32. Value i is

    kind 0: offset + spread * ((i * 2654435761 mod 2^32) / 2^32 - 0.5)
    kind 1: offset + spread * (i mod 2)

computed in float64. The test repeats the formula.
"""

import pathlib

import numpy as np

CASES = [
    (0, -73.97, 0.03, 1000000),  # longitude
    (0, 47.4, 0.02, 1000000),  # latitude
    (0, 1.7e9, 604800, 1000000),  # Unix time of a week
    (0, 101325, 400, 1000000),  # pressure in pascals
    (0, 1013, 0.2, 1000000),  # and in hectopascals
    (1, 2023, 1, 1000000),  # two years
    (1, 0.1, 0, 1000000),
    (0, 288, 4, 300000),  # kelvins
    (0, 1e6, 1, 100000),
    (0, 1e7, 4, 100000),
    (0, 1e9, 1000, 100000),
    (0, 0, 1, 100000),
    (0, 0, 1e-30, 10000),
    (0, 0, 1e30, 10000),
    (0, 1e19, 1e19, 10000),
    (0, 1e-19, 1e-23, 10000),
    (0, -1e30, 1e24, 10000),
    (0, 0, 6.5e38, 10000),
    (1, -3.4e38, 6.8e38, 3),
    (0, 1e-38, 1e-39, 10000),
    (0, 0, 1e-43, 1000),
    (1, 16777216, 2, 1001),
    (1, 1e-30, 0, 100),
    (1, 3e38, 0, 1000),
    (1, 7, -5, 2),
    (1, -4, 0, 1),
]


def values(kind, offset, spread, rows):
    i = np.arange(rows, dtype=np.uint64)
    if kind == 0:
        u = (i * np.uint64(2654435761) % np.uint64(2**32)).astype(np.float64) / 2.0**32 - 0.5
    else:
        u = (i % np.uint64(2)).astype(np.float64)
    return (offset + spread * u).astype(np.float32)


def main():
    out = pathlib.Path(__file__).parent / "../resources/jacquard/oracle/columns.csv"
    lines = ["# kind, offset, spread, rows, mean, deviation; by oracle_columns.py"]
    for case in CASES:
        x = values(*case).astype(np.longdouble)
        mean = x.mean()
        deviation = np.sqrt(np.mean((x - mean) ** 2))
        lines.append("%d,%r,%r,%d,%.17g,%.17g" % (case[0], float(case[1]), float(case[2]), case[3], mean, deviation))
    out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
