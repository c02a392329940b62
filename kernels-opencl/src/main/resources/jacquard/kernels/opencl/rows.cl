// Operations on whole rows: a work-item computes rows_each of them, one after the other.

// Writes the probabilities and gives back max and sum; `to` may be `from`.
inline float2 softmax_row(global const float *from, global float *to, int cols) {
  float max = from[0];
  for (int c = 1; c < cols; c++) {
    max = max_or_nan(max, from[c]);
  }
  int c = 0;
#ifdef CPU
  for (; c <= cols - 16; c += 16) {
    vstore16(exp_float16(vload16(0, from + c) - max), 0, to + c);
  }
#endif
  for (; c < cols; c++) {
    to[c] = exp_float(from[c] - max);
  }
  float sum = 0.0f;
  float chains[LEVELS];
  for (int start = 0; start < cols; start += BLOCK) {
    float block = 0.0f;
    for (c = start; c < min(cols, start + BLOCK); c++) {
      block += to[c];
    }
    sum = add_block_float(chains, LEVELS, block, start / BLOCK, (cols - 1) / BLOCK);
  }
  for (c = 0; c < cols; c++) {
    to[c] /= sum;
  }
  return (float2)(max, sum);
}

kernel ITEM void softmax(
    int rows, int cols, int rows_each,
    global const float *logits, int z0, int z_ld,
    global float *probabilities, int p0, int p_ld) {
  const int first = (int)get_global_id(0) * rows_each;
  for (int r = first; r < min(rows, first + rows_each); r++) {
    softmax_row(logits + z0 + r * z_ld, probabilities + p0 + r * p_ld, cols);
  }
}

kernel ITEM void softmax_gradient(
    int rows, int cols, int rows_each,
    global const float *logits, int z0, int z_ld,
    global const int *labels, int l0,
    global float *gradient, int g0, int g_ld,
    global float *losses, int loss0, int loss_ld) {
  const int first = (int)get_global_id(0) * rows_each;
  for (int r = first; r < min(rows, first + rows_each); r++) {
    global const float *from = logits + z0 + r * z_ld;
    global float *to = gradient + g0 + r * g_ld;
    const int label = labels[l0 + r];
    const int known = label >= 0 && label < cols;
    // Before the row is written over.
    const float wanted = known ? from[label] : NAN;
    const float2 max_and_sum = softmax_row(from, to, cols);
    losses[loss0 + r * loss_ld] = log_float(max_and_sum.y) - (wanted - max_and_sum.x);
    if (known) {
      to[label] -= 1.0f;
    } else {
      for (int c = 0; c < cols; c++) {
        to[c] = NAN;
      }
    }
  }
}

kernel ITEM void argmax(
    int rows, int cols, int rows_each,
    global const float *x, int x0, int x_ld,
    global int *columns, int c0) {
  const int first = (int)get_global_id(0) * rows_each;
  for (int r = first; r < min(rows, first + rows_each); r++) {
    global const float *row = x + x0 + r * x_ld;
    int best = 0;
    int has_nan = 0;
    for (int c = 0; c < cols; c++) {
      has_nan |= isnan(row[c]);
      best = row[c] > row[best] ? c : best;
    }
    columns[c0 + r] = has_nan ? -1 : best;
  }
}
