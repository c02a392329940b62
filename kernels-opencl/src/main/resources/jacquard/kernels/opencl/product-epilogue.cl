// What becomes of a finished sum of products.
//
// Shared by the CPU family, which works on 16 columns at a time, and the GPU family, which works
// on one. The option EPILOGUE says which of these a program is for.

#define SCALE 0       // c = alpha * sum + beta * c
#define AFFINE 1      // y = f(sum + bias)
#define SAMPLE 2      // the same with sigmoid, and samples of y
#define GRADIENT 3    // out = sum * f'(y)
#define LAYER 4       // descent with the gradient sum / cases, and the bias
#define CONTRASTIVE 5 // descent with the gradient -(sum / cases), two phases, both biases
#define COVARIANCE 6  // c = alpha * sum of centred factors, and its mirror image

#define LINEAR 0
#define SIGMOID 1
#define RELU 2

#ifdef CPU
typedef float16 real;
#define REAL(function) function##_float16

// Where fewer than 16 columns are left, only those are touched.
static real get(__global const float *from, int count) {
  if (count >= 16) return vload16(0, from);
  float words[16] = {0};
  for (int i = 0; i < count; i++) words[i] = from[i];
  return vload16(0, words);
}

static void put(real value, __global float *to, int count) {
  if (count >= 16) {
    vstore16(value, 0, to);
  } else {
    float words[16];
    vstore16(value, 0, words);
    for (int i = 0; i < count; i++) to[i] = words[i];
  }
}
#else
typedef float real;
#define REAL(function) function##_float

static real get(__global const float *from, int count) { return *from; }
static void put(real value, __global float *to, int count) { *to = value; }
#endif

static real activate(int f, real z) {
  if (f == SIGMOID) return REAL(sigmoid)(z);
  if (f == RELU) return REAL(relu)(z);
  return z;
}

static void descend(__global float *p, __global float *v, int count, real gradient, float rate,
                    float momentum, float decay) {
  const real old = get(p, count);
  const real g = fma((real)decay, old, gradient);
  const real velocity = fma((real)momentum, get(v, count), -(rate * g));
  put(velocity, v, count);
  put(old + velocity, p, count);
}

#define WINDOW(name) __global float *name, int name##Offset, int name##Line
#define WINDOW_ARGUMENTS(name) name, name##Offset, name##Line
#define AT(name, row, col) (name + name##Offset + (long)(row) * name##Line + (col))

#define STEP_PARAMETERS \
  WINDOW(p), WINDOW(v), float cases, float rate, float momentum, float decay
#define STEP_ARGUMENTS WINDOW_ARGUMENTS(p), WINDOW_ARGUMENTS(v), cases, rate, momentum, decay

#if EPILOGUE == SCALE
#define EPILOGUE_PARAMETERS WINDOW(c), float alpha, float beta
#define EPILOGUE_ARGUMENTS WINDOW_ARGUMENTS(c), alpha, beta
#elif EPILOGUE == COVARIANCE
#define EPILOGUE_PARAMETERS WINDOW(c), float alpha, WINDOW(mean)
#define EPILOGUE_ARGUMENTS WINDOW_ARGUMENTS(c), alpha, WINDOW_ARGUMENTS(mean)
#elif EPILOGUE == AFFINE
#define EPILOGUE_PARAMETERS WINDOW(y), WINDOW(bias), int f
#define EPILOGUE_ARGUMENTS WINDOW_ARGUMENTS(y), WINDOW_ARGUMENTS(bias), f
#elif EPILOGUE == SAMPLE
#define EPILOGUE_PARAMETERS WINDOW(y), WINDOW(bias), WINDOW(sample), ulong seed, ulong draw
#define EPILOGUE_ARGUMENTS \
  WINDOW_ARGUMENTS(y), WINDOW_ARGUMENTS(bias), WINDOW_ARGUMENTS(sample), seed, draw
#elif EPILOGUE == GRADIENT
#define EPILOGUE_PARAMETERS WINDOW(out), WINDOW(y), int f
#define EPILOGUE_ARGUMENTS WINDOW_ARGUMENTS(out), WINDOW_ARGUMENTS(y), f
#elif EPILOGUE == LAYER
#define EPILOGUE_PARAMETERS STEP_PARAMETERS, WINDOW(columnBias), WINDOW(columnVelocity)
#define EPILOGUE_ARGUMENTS \
  STEP_ARGUMENTS, WINDOW_ARGUMENTS(columnBias), WINDOW_ARGUMENTS(columnVelocity)
#else
#define EPILOGUE_PARAMETERS                                                                 \
  STEP_PARAMETERS, WINDOW(columnBias), WINDOW(columnVelocity), WINDOW(rowBias),             \
      WINDOW(rowVelocity), WINDOW(a2), WINDOW(b2)
#define EPILOGUE_ARGUMENTS                                                                  \
  STEP_ARGUMENTS, WINDOW_ARGUMENTS(columnBias), WINDOW_ARGUMENTS(columnVelocity),           \
      WINDOW_ARGUMENTS(rowBias), WINDOW_ARGUMENTS(rowVelocity), WINDOW_ARGUMENTS(a2),       \
      WINDOW_ARGUMENTS(b2)
#endif

// Finishes `count` columns, at most LANES, from (row, col) on.
static void finish(int row, int col, int count, real sum, EPILOGUE_PARAMETERS) {
#if EPILOGUE == SCALE
  const real product = alpha * sum;
  __global float *to = AT(c, row, col);
  put(beta == 0.0f ? product : fma((real)beta, get(to, count), product), to, count);
#elif EPILOGUE == COVARIANCE
  put(alpha * sum, AT(c, row, col), count);
#elif EPILOGUE == AFFINE
  put(activate(f, sum + get(AT(bias, 0, col), count)), AT(y, row, col), count);
#elif EPILOGUE == SAMPLE
  put(activate(SIGMOID, sum + get(AT(bias, 0, col), count)), AT(y, row, col), count);
#elif EPILOGUE == GRADIENT
  real value = sum;
  if (f != LINEAR) {
    const real out = get(AT(y, row, col), count);
    value = f == SIGMOID ? sum * (out * (1.0f - out)) : out > 0.0f ? sum : (real)0.0f;
  }
  put(value, AT(out, row, col), count);
#elif EPILOGUE == LAYER
  descend(AT(p, row, col), AT(v, row, col), count, sum / cases, rate, momentum, decay);
#else
  descend(AT(p, row, col), AT(v, row, col), count, -(sum / cases), rate, momentum, decay);
#endif
}

#define HAS_BIASES (EPILOGUE == LAYER || EPILOGUE == CONTRASTIVE)

#if HAS_BIASES
// Adds the rows of x, then those of the second matrix negated, in the order of a product's sums.
static real columnSums(__global const float *x, int xLine, __global const float *second,
                       int secondLine, int rows, int firstRows, int count) {
  real sums = 0.0f;
  real chains[LEVELS];
  for (int b = 0; b * BLOCK < rows; b++) {
    real block = 0.0f;
    const int end = min(rows, (b + 1) * BLOCK);
    for (int r = b * BLOCK; r < end; r++) {
      block += r < firstRows ? get(x + (long)r * xLine, count)
                             : -get(second + (long)(r - firstRows) * secondLine, count);
    }
    sums = REAL(add_block)(chains, LEVELS, block, b, (rows - 1) / BLOCK);
  }
  return sums;
}

// Updates `count` biases from `col` on: of the columns of b, or (contrastive) from n on of a.
static void finishBias(int col, int count, int n, int depth, WINDOW(a), WINDOW(b),
                       EPILOGUE_PARAMETERS) {
#if EPILOGUE == LAYER
  const real sums = columnSums(AT(b, 0, col), bLine, 0, 0, depth, depth, count);
  descend(AT(columnBias, 0, col), AT(columnVelocity, 0, col), count,
          sums / cases, rate, momentum, 0.0f);
#else
  if (col < n) {
    const real sums = columnSums(AT(b, 0, col), bLine, AT(b2, 0, col), b2Line, depth,
                                 depth / 2, count);
    descend(AT(columnBias, 0, col), AT(columnVelocity, 0, col),
            count, -(sums / cases), rate, momentum, 0.0f);
  } else {
    col -= n;
    const real sums = columnSums(AT(a, 0, col), aLine, AT(a2, 0, col), a2Line, depth,
                                 depth / 2, count);
    descend(AT(rowBias, 0, col), AT(rowVelocity, 0, col), count,
            -(sums / cases), rate, momentum, 0.0f);
  }
#endif
}
#endif
