#!/usr/bin/env python3
"""Greenlets' side of engine/bench: greenlet_peer.py [RUNS], a line a program.

The same programs as StepBench's, of constructs that are greenlets switching to a central loop; their
steps are counted by the formulas of engine/docs/SEMANTICS.md. Prints the median of the processor's
nanoseconds a step. Needs greenlet and numpy (Debian: python3-greenlet python3-numpy).
"""
import gc
import statistics
import sys
import time

import numpy
from greenlet import greenlet

def vm_run(prog, *args, **kwargs):
    def loop(gr, dest, a, kw):
        while gr != 'return':
            gr, dest, a, kw = gr.switch(vm, gr, dest, a, kw)
        return gr, dest, a, kw
    vm = greenlet(loop)
    return vm.switch(prog, 'return', args, kwargs)

def REPEAT(n, tasks):
    def body(vm, me, dest, args, kwargs):
        while True:
            for _ in range(n):
                for t in tasks:
                    _v, _m, _d, args, kwargs = vm.switch(t, me, args, kwargs)
            vm, me, dest, args, kwargs = vm.switch(dest, None, args, kwargs)
    return greenlet(body)

def SEQ(tasks): return REPEAT(1, tasks)

def WEAVE(threads):
    def body(vm, me, dest, args, kwargs):
        while True:
            live, info = True, [(t, 'return', args, kwargs) for t in threads]
            while live:
                for i in range(len(threads)):
                    to, d, a, k = info[i]
                    vm.switch(me, None, (), {})
                    info[i] = to.switch(me, to, d, a, k)
                    live = live and info[i][0] != 'return'
            vm, me, dest, args, kwargs = vm.switch(dest, None, args, kwargs)
    return greenlet(body)

def BUFFER(n, task):
    def body(vm, me, dest, args, kwargs):
        while True:
            buf = []
            for _ in range(n):
                _v, _m, _d, a, _k = vm.switch(task, me, args, kwargs)
                buf.append(a[0])
            vm, me, dest, args, kwargs = vm.switch(dest, None, (numpy.asarray(buf),), {})
    return greenlet(body)

def CALL(fn):
    def body(vm, me, dest, args, kwargs):
        while True:
            t = fn(*args, **kwargs)
            vm, me, dest, args, kwargs = vm.switch(dest, None, () if t is None else (t,), {})
    return greenlet(body)

def noop(*_): pass

class Stream:
    def __init__(self): self.pos = 0
    def next(self):
        self.pos = (self.pos + 1) % 1797
        return self.pos

def nest(depth, n):
    p = CALL(noop)
    for i in range(depth):
        p = REPEAT(n, [p]) if i % 2 == 0 else SEQ([p])
    return p

def seq_chain(depth):
    p = CALL(noop)
    for _ in range(depth): p = SEQ([p])
    return p

def threads(t): return [REPEAT(500_000 // t, [CALL(noop)]) for _ in range(t)]

# name -> (builder, steps)
PROGRAMS = {
    'repeat-call':  (lambda: REPEAT(1_000_000, [CALL(noop)]), 1 + 1_000_000 * 2),
    'seq-chain-8':  (lambda: REPEAT(100_000, [seq_chain(8)]), 1 + 100_000 * (1 + 17)),
    'weave-2':      (lambda: WEAVE(threads(2)), 1 + 2 * (1 + 250_000 * 2)),
    'weave-10':     (lambda: WEAVE(threads(10)), 1 + 10 * (1 + 50_000 * 2)),
    'weave-100':    (lambda: WEAVE(threads(100)), 1 + 100 * (1 + 5_000 * 2)),
    'weave-1000':   (lambda: WEAVE(threads(1000)), 1 + 1000 * (1 + 500 * 2)),
    'buffer-1000':  (lambda: REPEAT(500, [BUFFER(1000, CALL(Stream().next)), CALL(noop)]), 1 + 500 * (1 + 2001 + 1 + 1)),
}

def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, (build, steps) in PROGRAMS.items():
        times = []
        for _ in range(runs):
            prog = build(); gc.collect()
            t = time.process_time(); vm_run(prog); times.append(time.process_time() - t)
            del prog
        med = statistics.median(times)
        print(f'{name:12s} steps {steps:9d}  median {med / steps * 1e9:7.1f} ns/step  {steps / med / 1e6:6.2f} Msteps/s')

if __name__ == '__main__':
    main()
