"""Writes the files beside it, which NumPyTest reads; written by numpy 2.4.6.

    python3 written_by_numpy.py
"""

import numpy as np

f4 = np.array([[1, -2.5, 3], [np.finfo(np.float32).smallest_subnormal, 5, 1e30]], np.float32)
arrays = {
    "f4": f4,
    "f8": np.array([0.1, -np.inf]),
    "i4": np.array([-(2**31), 7], np.int32),
    "i8": np.array(2**63 - 1),
    "u1": np.array([[255, 0]], np.uint8),
    "a.empty": np.zeros((0, 4), np.float32),
}
np.savez("theirs.npz", **arrays)
np.savez_compressed("packed.npz", **arrays)
np.save("c-order.npy", f4)
np.save("fortran.npy", np.asfortranarray(f4))
np.save("big-endian.npy", f4.astype(">f4"))
i4 = np.array([[-(2**31), 7], [1, 2], [3, 2**31 - 1]], ">i4")
np.save("big-endian-fortran.npy", np.asfortranarray(i4))
with open("version-2.npy", "wb") as file:
    np.lib.format.write_array(file, f4, version=(2, 0))
with open("version-3.npy", "wb") as file:
    np.lib.format.write_array(file, f4, version=(3, 0))
# Types that are not read.
np.save("f2.npy", np.zeros(2, np.float16))
np.save("complex.npy", f4.astype(np.complex64))
np.save("fields.npy", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
np.save("texts.npy", np.array(["a", "bc"]))
