// Products by their definition: a work-item computes one element of the result.
//
// A factor comes as pointer, offset and the steps between its rows and its columns, so that a
// transposed one is the same with the steps exchanged. Work-item (j, i) computes element (i, j).

// The sum over k of x[k * x_step] * y[k * y_step] in the contract's order.
inline float chain(global const float *x, int x_step, global const float *y, int y_step, int k) {
  float sum = 0.0f;
  for (int start = 0; start < k; start += BLOCK) {
    float block = 0.0f;
    for (int at = start; at < min(k, start + BLOCK); at++) {
      block = fma(x[at * x_step], y[at * y_step], block);
    }
    sum = start == 0 ? block : sum + block;
  }
  return sum;
}

#define ELEMENT                                                                                    \
  const int j = (int)get_global_id(0);                                                             \
  const int i = (int)get_global_id(1);                                                             \
  if (j >= n) {                                                                                    \
    return;                                                                                        \
  }

#define GROUP __attribute__((reqd_work_group_size(64, 1, 1)))

kernel GROUP void gemm(
    int n, int k, float alpha, float beta,
    global const float *a, int a0, int a_ld, int a_row, int a_col,
    global const float *b, int b0, int b_ld, int b_row, int b_col,
    global float *c, int c0, int c_ld) {
  ELEMENT
  const float product = alpha * chain(a + a0 + i * a_row, a_col, b + b0 + j * b_col, b_row, k);
  global float *to = c + c0 + i * c_ld + j;
  *to = beta == 0.0f ? product : fma(beta, *to, product);
}

// f: 0 linear, 1 sigmoid, 2 rectifier.
kernel GROUP void affine(
    int n, int k, int f,
    global const float *x, int x0, int x_ld,
    global const float *w, int w0, int w_ld, int w_row, int w_col,
    global const float *bias, int bias0, int bias_ld,
    global float *y, int y0, int y_ld) {
  ELEMENT
  const float sum = chain(x + x0 + i * x_ld, 1, w + w0 + j * w_col, w_row, k);
  const float z = sum + bias[bias0 + j];
  y[y0 + i * y_ld + j] = f == 1 ? sigmoid_float(z) : f == 2 ? relu_float(z) : z;
}

kernel GROUP void affine_gradient(
    int n, int k, int f,
    global const float *delta, int d0, int d_ld,
    global const float *w, int w0, int w_ld, int w_row, int w_col,
    global const float *y, int y0, int y_ld,
    global float *out, int out0, int out_ld) {
  ELEMENT
  const float sum = chain(delta + d0 + i * d_ld, 1, w + w0 + j * w_col, w_row, k);
  const float value = y[y0 + i * y_ld + j];
  const float sigmoid = sum * (value * (1.0f - value));
  const float rectifier = value > 0.0f ? sum : 0.0f;
  out[out0 + i * out_ld + j] = f == 1 ? sigmoid : f == 2 ? rectifier : sum;
}

inline void descend(
    global float *parameter, global float *velocity, float gradient,
    float rate, float momentum, float decay) {
  const float g = fma(decay, *parameter, gradient);
  const float v = fma(momentum, *velocity, -(rate * g));
  *velocity = v;
  *parameter += v;
}

kernel GROUP void layer_weights(
    int n, int cases, float rate, float momentum, float decay,
    global const float *inputs, int x0, int x_ld,
    global const float *delta, int d0, int d_ld,
    global float *weights, int w0, int w_ld,
    global float *velocity, int v0, int v_ld) {
  ELEMENT
  const float sum = chain(inputs + x0 + i, x_ld, delta + d0 + j, d_ld, cases);
  descend(weights + w0 + i * w_ld + j, velocity + v0 + i * v_ld + j, sum / (float)cases,
          rate, momentum, decay);
}

kernel GROUP void layer_bias(
    int n, int cases, float rate, float momentum,
    global const float *delta, int d0, int d_ld,
    global float *bias, int b0, int b_ld,
    global float *velocity, int v0, int v_ld) {
  ELEMENT
  float sum = 0.0f;
  for (int start = 0; start < cases; start += BLOCK) {
    float block = 0.0f;
    for (int r = start; r < min(cases, start + BLOCK); r++) {
      block += delta[d0 + r * d_ld + j];
    }
    sum = start == 0 ? block : sum + block;
  }
  descend(bias + b0 + j, velocity + v0 + j, sum / (float)cases, rate, momentum, 0.0f);
}

// One sum over both phases, the negative phase's visible units negated.
kernel GROUP void cd_weights(
    int n, int cases, float rate, float momentum, float decay,
    global const float *visible, int pv0, int pv_ld,
    global const float *hidden, int ph0, int ph_ld,
    global const float *visible2, int nv0, int nv_ld,
    global const float *hidden2, int nh0, int nh_ld,
    global float *weights, int w0, int w_ld,
    global float *velocity, int v0, int v_ld) {
  ELEMENT
  float sum = 0.0f;
  for (int start = 0; start < 2 * cases; start += BLOCK) {
    float block = 0.0f;
    for (int r = start; r < min(2 * cases, start + BLOCK); r++) {
      const int negative = r >= cases;
      const int q = negative ? r - cases : r;
      const float v = negative ? -visible2[nv0 + q * nv_ld + i] : visible[pv0 + q * pv_ld + i];
      const float h = negative ? hidden2[nh0 + q * nh_ld + j] : hidden[ph0 + q * ph_ld + j];
      block = fma(v, h, block);
    }
    sum = start == 0 ? block : sum + block;
  }
  descend(weights + w0 + i * w_ld + j, velocity + v0 + i * v_ld + j, -(sum / (float)cases),
          rate, momentum, decay);
}

kernel GROUP void cd_bias(
    int n, int cases, float rate, float momentum,
    global const float *units, int p0, int p_ld,
    global const float *units2, int n0, int n_ld,
    global float *bias, int b0, int b_ld,
    global float *velocity, int v0, int v_ld) {
  ELEMENT
  float sum = 0.0f;
  for (int start = 0; start < 2 * cases; start += BLOCK) {
    float block = 0.0f;
    for (int r = start; r < min(2 * cases, start + BLOCK); r++) {
      block += r >= cases ? -units2[n0 + (r - cases) * n_ld + j] : units[p0 + r * p_ld + j];
    }
    sum = start == 0 ? block : sum + block;
  }
  descend(bias + b0 + j, velocity + v0 + j, -(sum / (float)cases), rate, momentum, 0.0f);
}

kernel GROUP void covariance(
    int n, int k, float alpha,
    global const float *x, int x0, int x_ld,
    global const float *means, int m0, int m_ld,
    global float *c, int c0, int c_ld) {
  ELEMENT
  const float mean_i = means[m0 + i];
  const float mean_j = means[m0 + j];
  float sum = 0.0f;
  for (int start = 0; start < k; start += BLOCK) {
    float block = 0.0f;
    for (int r = start; r < min(k, start + BLOCK); r++) {
      global const float *row = x + x0 + r * x_ld;
      block = fma(row[i] - mean_i, row[j] - mean_j, block);
    }
    sum = start == 0 ? block : sum + block;
  }
  c[c0 + i * c_ld + j] = alpha * sum;
}
