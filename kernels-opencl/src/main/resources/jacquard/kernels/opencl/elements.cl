// Operations on elements, each for itself. Windows come as pointer, offset and distance of rows.

// One descent step; the velocity is carried from step to step.
#define DESCEND(F, P, V, G)                                                                        \
  const F g = fma((F)(decay), P, G);                                                               \
  const F v = fma((F)(momentum), V, -((F)(rate) * g));

kernel ITEM void sgd_update(
    int rows, int cols, int rows_each, int cols_each,
    global float *parameters, int p0, int p_ld,
    global float *velocity, int v0, int v_ld,
    global const float *gradient, int g0, int g_ld,
    float rate, float momentum, float decay) {
  PART
  for (int r = first_row; r < end_row; r++) {
    global float *p_row = parameters + p0 + r * p_ld;
    global float *v_row = velocity + v0 + r * v_ld;
    global const float *g_row = gradient + g0 + r * g_ld;
    int c = first_col;
#ifdef CPU
    for (; c <= end_col - 16; c += 16) {
      const float16 p = vload16(0, p_row + c);
      DESCEND(float16, p, vload16(0, v_row + c), vload16(0, g_row + c))
      vstore16(v, 0, v_row + c);
      vstore16(p + v, 0, p_row + c);
    }
#endif
    for (; c < end_col; c++) {
      DESCEND(float, p_row[c], v_row[c], g_row[c])
      v_row[c] = v;
      p_row[c] += v;
    }
  }
}

kernel ITEM void subtract_row(
    int rows, int cols, int rows_each, int cols_each,
    global const float *x, int x0, int x_ld,
    global const float *row, int row0, int row_ld,
    global float *y, int y0, int y_ld) {
  PART
  global const float *m = row + row0;
  for (int r = first_row; r < end_row; r++) {
    global const float *from = x + x0 + r * x_ld;
    global float *to = y + y0 + r * y_ld;
    int c = first_col;
#ifdef CPU
    for (; c <= end_col - 16; c += 16) {
      vstore16(vload16(0, from + c) - vload16(0, m + c), 0, to + c);
    }
#endif
    for (; c < end_col; c++) {
      to[c] = from[c] - m[c];
    }
  }
}

kernel ITEM void standardize(
    int rows, int cols, int rows_each, int cols_each,
    global const float *x, int x0, int x_ld,
    global const float *columns, int c0, int c_ld,
    global float *y, int y0, int y_ld) {
  PART
  global const float *units = columns + c0;
  global const float *means = units + c_ld;
  global const float *scales = means + c_ld;
  global const float *rests = scales + c_ld;
  for (int r = first_row; r < end_row; r++) {
    global const float *from = x + x0 + r * x_ld;
    global float *to = y + y0 + r * y_ld;
    int c = first_col;
#ifdef CPU
    for (; c <= end_col - 16; c += 16) {
      const float16 d = fma(vload16(0, from + c), vload16(0, units + c), -vload16(0, means + c));
      vstore16(fma(d, vload16(0, scales + c), vload16(0, rests + c)), 0, to + c);
    }
#endif
    for (; c < end_col; c++) {
      const float d = fma(from[c], units[c], -means[c]);
      to[c] = fma(d, scales[c], rests[c]);
    }
  }
}
