kernel void broken(global float *x) { x[0] = nowhere; }
