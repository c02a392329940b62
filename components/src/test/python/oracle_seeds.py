"""Computes seeds.csv: keys of random streams, by an own Philox4x32-10.

Run: python oracle_seeds.py. A line is a seed and a key, each as two words of 32 bits, low word
first; for each seed one line for each of PATHS, in order.

Philox is checked with the known answers of Random123 (Salmon, Moraes, Dror, Shaw, SC 2011). A child
by name absorbs its length in bytes at place -2, then its bytes, eight at a time, little-endian, at
places 0, 1, ..; one by number the number at place -1: key := the two lowest words of the block with
counter (-1, place, what's low word, what's high word) under the parent's key.
"""

import pathlib

HERE = pathlib.Path(__file__).parent.parent / "resources/jacquard/oracle"
PATHS = [[], ["layer1"], ["layer2"], ["layer1", "layer2"], [""], ["exactly8"], ["more than 8"], [0],
         [1], [-1], ["Rbm of 64 x 200"], ["Größe"], ["a", 5, "b"]]  # fmt: skip
M = 0xFFFFFFFF


def philox(counter, key):
    c, k = [x & M for x in counter], [x & M for x in key]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & M, p0 >> 32 ^ c[3] ^ k[1], p0 & M]
        k = [k[0] + 0x9E3779B9 & M, k[1] + 0xBB67AE85 & M]
    return c


assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([M] * 4, [M] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def mixed(key, what, place):
    return philox([-1, place, what & M, what >> 32 & M], key)[:2]


def child(key, name):
    if isinstance(name, int):
        return mixed(key, name, -1)
    data = name.encode()
    key = mixed(key, len(data), -2)
    for at in range(0, len(data), 8):
        key = mixed(key, int.from_bytes(data[at : at + 8], "little"), at // 8)
    return key


lines = []
for seed in 0, 1, 2, -1, 2**63 - 1, 1234567890123456789:
    root = [seed & M, seed >> 32 & M]
    for path in PATHS:
        key = root
        for name in path:
            key = child(key, name)
        lines.append(",".join(map(str, root + key)))
(HERE / "seeds.csv").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
