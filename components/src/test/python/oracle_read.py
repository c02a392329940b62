"""Files as NumPy, pandas, scikit-learn and gzip write them, and what they hold by their writers.

    python oracle_read.py DIRECTORY

writes the files and expected.txt to the directory. A line of expected.txt is

    READER|FILES|SETTINGS|COLUMNS|VALUES|TARGETS|CLASSES

with the values as float32, row after row; the targets as labels from 0 on, or as float32 behind
"real"; and the names of the classes by label. Only the writers' own arrays are used: nothing here
knows the readers.
"""

import gzip
import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse
from sklearn.datasets import dump_svmlight_file

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
lines = []


def expect(reader, files, settings, x, y, classes=None):
    """What is to be read; classes in the order of their labels, by default ascending."""
    x = np.asarray(x, dtype=np.float64).reshape(len(x), -1)
    values = " ".join(repr(float(np.float32(v))) for v in x.ravel())
    y = np.asarray(y).ravel()
    if settings.startswith("real"):
        targets = "real " + " ".join(repr(float(np.float32(v))) for v in y)
        names = ""
    else:
        order = list(np.unique(y)) if classes is None else classes
        targets = " ".join(str(order.index(v)) for v in y)
        names = " ".join(str(int(v)) if not isinstance(v, str) else v for v in order)
    lines.append("|".join([reader, files, settings, str(x.shape[1]), values, targets, names]))


# Arrays of every type of NumPy that is a number, in both orders of bytes and of dimensions.
numbers = np.array([[3, 0], [1, 7], [2, 100]])
for code in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "?"]:
    x = numbers.astype(code)
    y = np.array([[5], [2], [5]]).astype(code)
    if code == "i8":
        y = y * 1000000007
    if code in ("i1", "i2", "i4", "f2", "f4", "f8"):
        y = -y
    if code == "?":
        y = np.array([True, False, True])
    name = code.replace("?", "bool")
    np.save(out / f"x_{name}.npy", np.asfortranarray(x.astype(x.dtype.newbyteorder(">"))))
    np.save(out / f"y_{name}.npy", y)
    expect("npy", f"x_{name}.npy y_{name}.npy", "", x.astype(np.float64), y.astype(np.float64))

real = np.array([0.5, -3.25, 1e-3])
np.save(out / "y_real.npy", real)
expect("npy", "x_f4.npy y_real.npy", "real", numbers, real)
np.save(out / "x_mapped.npy", numbers.astype(np.float32))
for name in ["y_i1", "y_u2", "y_i8", "y_f8", "y_bool"]:
    y = np.load(out / f"{name}.npy").astype(np.float64)
    expect("mapped", f"x_mapped.npy {name}.npy", "", numbers, y)
expect("mapped", "x_mapped.npy y_real.npy", "real", numbers, real)


def header(text):
    text = text + " " * (-(10 + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


# Headers as other writers spell them.
data = np.arange(6, dtype="<f4").reshape(3, 2)
for name, text in {
    "double_quotes": '{"descr": "<f4", "fortran_order": False, "shape": (3, 2), }',
    "native": "{'descr': '=f4', 'fortran_order': False, 'shape': (3, 2), }",
    "no_order": "{'descr': 'f4', 'fortran_order': False, 'shape': (3, 2), }",
}.items():
    (out / f"h_{name}.npy").write_bytes(header(text) + data.tobytes())
    expect("npy", f"h_{name}.npy y_u1.npy", "", data, [5, 2, 5])

# Archives with members that are nobody's business.
mates = dict(
    names=np.array(["a", "b"]),
    objects=np.array([{}, None], dtype=object),
    bytes=np.array([b"x"]),
    when=np.array(["2024-01-01"], dtype="M8[D]"),
    waves=np.array([1j]),
)
np.savez_compressed(out / "mates.npz", x=numbers, y=np.array([1, 3, 1]), **mates)
with zipfile.ZipFile(out / "mates.npz", "a") as archive:
    archive.writestr("README", "read me")
    archive.writestr("folder/", "")
expect("npz", "mates.npz x y", "", numbers, [1, 3, 1])
buffer = io.BytesIO()
scipy.sparse.save_npz(buffer, scipy.sparse.csr_matrix(numbers))
(out / "sparse.npz").write_bytes(buffer.getvalue())
with zipfile.ZipFile(out / "sparse.npz", "a") as archive:
    for name, array in {"x": numbers, "y": np.array([0.0, 1.0, 0.0])}.items():
        member = io.BytesIO()
        np.save(member, array)
        archive.writestr(name + ".npy", member.getvalue())
expect("npz", "sparse.npz x y", "", numbers, [0, 1, 0])

# Text as NumPy and pandas write it.
measured = np.array([[1.5, -2e-7], [3e20, 4], [0.1, 1 / 3]])
labels = np.array([2, 1, 2])
both = np.column_stack([measured, labels])
np.savetxt(out / "savetxt.csv", both, delimiter=",")
expect("csv", "savetxt.csv", "", measured, labels)
np.savetxt(out / "savetxt.txt", both, header="a b y")
expect("csv", "savetxt.txt", "blanks comment", measured, labels)
np.savetxt(out / "savetxt_fixed.txt", both[:1].repeat(2, 0), fmt="%25.12f")
expect("csv", "savetxt_fixed.txt", "blanks", measured[:1].repeat(2, 0), [2, 2])
table = pd.DataFrame({"größe": measured[:, 0], "b": measured[:, 1], "y": [-1, 1, -1]})
table.to_csv(out / "pandas.csv", index=False, encoding="utf-8-sig")
expect("csv", "pandas.csv", "header", measured, [-1, 1, -1])
table.to_csv(out / "pandas_16.csv", index=False, encoding="utf-16")
expect("csv", "pandas_16.csv", "header", measured, [-1, 1, -1])
table.to_csv(out / "pandas_16be.csv", index=False, encoding="utf-16-be")
raw = (out / "pandas_16be.csv").read_bytes()
(out / "pandas_16be.csv").write_bytes(b"\xfe\xff" + raw)
expect("csv", "pandas_16be.csv", "header", measured, [-1, 1, -1])
table.to_csv(out / "pandas_32.csv", index=False, encoding="utf-32")
expect("csv", "pandas_32.csv", "header", measured, [-1, 1, -1])
table.to_csv(out / "pandas_de.csv", index=False, sep=";", decimal=",", encoding="cp1252")
expect("csv", "pandas_de.csv", "header semicolon comma cp1252", measured, [-1, 1, -1])
table.to_csv(out / "pandas_real.csv", index=False)
expect("csv", "pandas_real.csv", "real header", measured, [-1, 1, -1])
gaps = pd.DataFrame({"a": [np.nan, np.inf, -np.inf], "b": [1.0, np.nan, 3.0], "y": [7, 8, 7]})
gaps.to_csv(out / "pandas_gaps.csv", index=False, na_rep="nan")
expect("csv", "pandas_gaps.csv", "header missing", gaps[["a", "b"]].to_numpy(), gaps["y"])
words = ["café", "cafè", "café"]
text = "".join(f"{i},{w}\n" for i, w in enumerate(words))
for encoding in ["utf-8-sig", "latin-1", "cp1252", "utf-16"]:
    name = f"words_{encoding}.csv"
    (out / name).write_bytes(text.encode(encoding))
    given = {"latin-1": " latin1", "cp1252": " cp1252"}.get(encoding, "")
    expect("csv", name, "text" + given, [[0], [1], [2]], words, ["café", "cafè"])


# A gzip file of several parts, with every field a header can have.
def part(content, extra=b"\x02\x00ab"):
    flags = 2 | 4 | 8 | 16
    head = struct.pack("<BBBBIBB", 0x1F, 0x8B, 8, flags, 0, 0, 255)
    head += extra + b"name.csv\0" + b"a remark\0"
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(content) + packer.flush()
    return head + body + struct.pack("<II", zlib.crc32(content), len(content))


packed = part(b"1,2,0\n") + gzip.compress(b"3,4,1\n", mtime=0) + gzip.compress(b"", mtime=0)
packed += part(b"5,6,0\n") + bytes(7)
(out / "parts.GZ").write_bytes(packed)
expect("csv", "parts.GZ", "", [[1, 2], [3, 4], [5, 6]], [0, 1, 0])

# Sparse text as scikit-learn writes it.
dump_svmlight_file(numbers, real, str(out / "real.svm"), zero_based=False)
expect("libsvm", "real.svm", "real", numbers, real)
dump_svmlight_file(numbers, [4, -4, 4], str(out / "labels.svm"), zero_based=False, comment="é")
expect("libsvm", "labels.svm", "", numbers, [4, -4, 4])

(out / "expected.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
