#!/usr/bin/env python3
"""MDP's side of components/bench flows: flows_peer.py CHUNKS, a line a case.

The flow and the data are those of FlowBench: PCA (100 to 50) and SFA (50 to 10) on chunks of 2000 x
100, trained, then executed, serially and by two threads, in float32, as ours, and in float64, MDP's
default. (Two processes take many times as long as none, and are left out.) Needs MDP 3.6 (Debian:
python3-mdp).
"""
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ.pop("OPENBLAS_CORETYPE", None)

import time
import warnings

import mdp
import mdp.parallel
import numpy as np

# Of sums in float32, which is what is compared here; FLOWS.md says what they cost in accuracy.
warnings.simplefilter("ignore", mdp.MDPWarning)

CHUNKS = int(sys.argv[1])
mixing = np.random.RandomState(0).randn(20, 100)


def chunk(i):
    t = np.arange(2000)[:, None] + i * 2000
    sources = np.sin(2 * np.pi * t * np.linspace(0.001, 0.05, 20) + np.arange(20))
    return sources.dot(mixing) + 0.5 * np.random.RandomState(i).randn(2000, 100)


def run(kind, chunks, scheduler):
    nodes = [
        mdp.nodes.PCANode(output_dim=50, dtype=chunks[0].dtype),
        mdp.nodes.SFANode(output_dim=10, dtype=chunks[0].dtype),
    ]
    flow = mdp.parallel.ParallelFlow(nodes) if scheduler else mdp.Flow(nodes)
    by = {"scheduler": scheduler} if scheduler else {}
    start = time.perf_counter()
    flow.train([chunks, chunks], **by)
    trained = time.perf_counter()
    flow.execute(chunks, **by)
    executed = time.perf_counter()
    for label, seconds in (("train", trained - start), ("execute", executed - trained)):
        print(f"MDP-{chunks[0].dtype}-{kind} {label} {seconds:.6f} s", flush=True)


print(f"# MDP {mdp.__version__}, numpy {np.__version__}, OpenBLAS on one thread", flush=True)
double = [chunk(i) for i in range(CHUNKS)]
for chunks in ([c.astype(np.float32) for c in double], double):
    run("serial", chunks, None)
    scheduler = mdp.parallel.ThreadScheduler(n_threads=2)
    run("threads", chunks, scheduler)
    scheduler.shutdown()
