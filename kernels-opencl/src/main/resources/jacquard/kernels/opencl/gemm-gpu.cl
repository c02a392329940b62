// Matrix products for processors with thousands of work-items.
//
// A work-group of 16 x 16 items computes a tile, each item ITEM_ROWS x ITEM_COLS of its elements
// in registers: in groups of up to 4 neighbours, the groups of the items interleaved, so that
// neighbouring items touch neighbouring words. The factors come through local memory, 16 k at a
// time, in two buffers: while one is computed with, the next is fetched.
//
// A block of BLOCK k is a chain of fma from +0, and the blocks are added in the contract's order.
// Where there are too few tiles to fill the device, each block gets a work-group of its own, and
// the kernel `combine` adds what they leave, in the same order: the bits are the same.
//
// Options: TRANS_A, TRANS_B (0 or 1), ITEM_ROWS and ITEM_COLS (2, 4 or 8), UNROLL, how many k at
// once, CHAINS, the levels of chains that the sums need, and EPILOGUE.

#include "product-epilogue.cl"

#define SIDE 16
#define DEPTH 16
#define TILE_ROWS (SIDE * ITEM_ROWS)
#define TILE_COLS (SIDE * ITEM_COLS)
#define ROW_GROUP (ITEM_ROWS < 4 ? ITEM_ROWS : 4)
#define COL_GROUP (ITEM_COLS < 4 ? ITEM_COLS : 4)

// Where an item's i-th row and column lie in the tile.
#define TILE_ROW(i) ((i) / ROW_GROUP * SIDE * ROW_GROUP + itemRow * ROW_GROUP + (i) % ROW_GROUP)
#define TILE_COL(i) ((i) / COL_GROUP * SIDE * COL_GROUP + itemCol * COL_GROUP + (i) % COL_GROUP)

// From `end` on a is -0 and b is +0: adding -0 changes nothing, not even the sign of a zero.
static float elementA(int row, int k, int m, int end, int depth, WINDOW(a), EPILOGUE_PARAMETERS) {
  if (k >= end) return -0.0f;
  if (row >= m) return 0.0f;
#if EPILOGUE == CONTRASTIVE
  return k < depth / 2 ? *AT(a, k, row) : -*AT(a2, k - depth / 2, row);
#elif EPILOGUE == COVARIANCE
  return *AT(a, k, row) - *AT(mean, 0, row);
#elif TRANS_A
  return *AT(a, k, row);
#else
  return *AT(a, row, k);
#endif
}

static float elementB(int k, int col, int n, int end, int depth, WINDOW(b), EPILOGUE_PARAMETERS) {
  if (k >= end || col >= n) return 0.0f;
#if EPILOGUE == CONTRASTIVE
  return k < depth / 2 ? *AT(b, k, col) : *AT(b2, k - depth / 2, col);
#elif EPILOGUE == COVARIANCE
  return *AT(b, k, col) - *AT(mean, 0, col);
#elif TRANS_B
  return *AT(b, col, k);
#else
  return *AT(b, k, col);
#endif
}

// The i-th element an item fetches: neighbours in memory by neighbouring items.
#if TRANS_A
#define FETCH_ROW(i) ((item + SIDE * SIDE * (i)) % TILE_ROWS)
#define FETCH_ROW_K(i) ((item + SIDE * SIDE * (i)) / TILE_ROWS)
#else
#define FETCH_ROW(i) (item / DEPTH + SIDE * (i))
#define FETCH_ROW_K(i) (item % DEPTH)
#endif
#if TRANS_B
#define FETCH_COL(i) (item / DEPTH + SIDE * (i))
#define FETCH_COL_K(i) (item % DEPTH)
#else
#define FETCH_COL(i) ((item + SIDE * SIDE * (i)) % TILE_COLS)
#define FETCH_COL_K(i) ((item + SIDE * SIDE * (i)) / TILE_COLS)
#endif

// Finishes `count` neighbouring columns, at most 4, that do not cross a multiple of 4.
static void finishGroup(int row, int col, int count, const float *sums, EPILOGUE_PARAMETERS) {
  for (int i = 0; i < count; i++) finish(row, col + i, 1, sums[i], EPILOGUE_ARGUMENTS);
#if EPILOGUE == SAMPLE
  uint words[4];
  philox_uint(seed, draw, row, col / 4, words);
  for (int i = 0; i < count; i++) {
    *AT(sample, row, col + i) = bernoulli_float(words[(col + i) % 4], *AT(y, row, col + i));
  }
#endif
}

__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1)))
void product(int m, int n, int depth, int split, __global float *partial, WINDOW(a), WINDOW(b),
             EPILOGUE_PARAMETERS) {
  // Padded so that writing a column does not hit one bank only.
  __local float rowsOfA[2][DEPTH][TILE_ROWS + 4];
  __local float colsOfB[2][DEPTH][TILE_COLS + 4];
  const int itemCol = get_local_id(0);
  const int itemRow = get_local_id(1);
  const int item = itemRow * SIDE + itemCol;
  const int col0 = get_group_id(0) * TILE_COLS;
  const int row0 = get_group_id(1) * TILE_ROWS;
#if EPILOGUE == COVARIANCE
  if (col0 + TILE_COLS <= row0) return;
#endif
  const int from = split ? get_group_id(2) * BLOCK : 0;
  const int to = split ? min(depth, from + BLOCK) : depth;
  float total[ITEM_ROWS][ITEM_COLS];
  float chains[ITEM_ROWS][ITEM_COLS][CHAINS];
  for (int k0 = from; k0 < to; k0 += BLOCK) {
    const int end = min(to, k0 + BLOCK);
    const int steps = (end - k0 + DEPTH - 1) / DEPTH;
    float sums[ITEM_ROWS][ITEM_COLS];
    float nextA[ITEM_ROWS];
    float nextB[ITEM_COLS];
#pragma unroll UNROLL
    for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll UNROLL
      for (int j = 0; j < ITEM_COLS; j++) sums[i][j] = 0.0f;
    }
    // Step -1 only fetches.
    for (int step = -1; step < steps; step++) {
      const int k = k0 + (step + 1) * DEPTH;
      const int fetched = step + 1 < steps;
      if (fetched) {
#pragma unroll UNROLL
        for (int i = 0; i < ITEM_ROWS; i++) {
          nextA[i] = elementA(row0 + FETCH_ROW(i), k + FETCH_ROW_K(i), m, end, depth,
                              WINDOW_ARGUMENTS(a), EPILOGUE_ARGUMENTS);
        }
#pragma unroll UNROLL
        for (int i = 0; i < ITEM_COLS; i++) {
          nextB[i] = elementB(k + FETCH_COL_K(i), col0 + FETCH_COL(i), n, end, depth,
                              WINDOW_ARGUMENTS(b), EPILOGUE_ARGUMENTS);
        }
      }
      if (step >= 0) {
#pragma unroll UNROLL
        for (int kk = 0; kk < DEPTH; kk++) {
          float left[ITEM_ROWS];
          float right[ITEM_COLS];
#pragma unroll UNROLL
          for (int i = 0; i < ITEM_ROWS; i++) left[i] = rowsOfA[step & 1][kk][TILE_ROW(i)];
#pragma unroll UNROLL
          for (int j = 0; j < ITEM_COLS; j++) right[j] = colsOfB[step & 1][kk][TILE_COL(j)];
#pragma unroll UNROLL
          for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll UNROLL
            for (int j = 0; j < ITEM_COLS; j++) sums[i][j] = fma(left[i], right[j], sums[i][j]);
          }
        }
      }
      if (fetched) {
#pragma unroll UNROLL
        for (int i = 0; i < ITEM_ROWS; i++) {
          rowsOfA[(step + 1) & 1][FETCH_ROW_K(i)][FETCH_ROW(i)] = nextA[i];
        }
#pragma unroll UNROLL
        for (int i = 0; i < ITEM_COLS; i++) {
          colsOfB[(step + 1) & 1][FETCH_COL_K(i)][FETCH_COL(i)] = nextB[i];
        }
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
#pragma unroll UNROLL
    for (int i = 0; i < ITEM_ROWS; i++) {
#pragma unroll UNROLL
      for (int j = 0; j < ITEM_COLS; j++) {
        total[i][j] = add_block_float(chains[i][j], CHAINS, sums[i][j], (k0 - from) / BLOCK,
                                      (to - from - 1) / BLOCK);
      }
    }
  }
#pragma unroll UNROLL
  for (int i = 0; i < ITEM_ROWS; i++) {
    const int row = row0 + TILE_ROW(i);
#pragma unroll UNROLL
    for (int j = 0; j < ITEM_COLS; j += COL_GROUP) {
      const int col = col0 + TILE_COL(j);
      if (row < m && col < n) {
        if (split) {
          __global float *part = partial + ((long)get_group_id(2) * m + row) * n + col;
          for (int e = 0; e < COL_GROUP && col + e < n; e++) part[e] = total[i][j + e];
        } else {
          finishGroup(row, col, min(COL_GROUP, n - col), &total[i][j], EPILOGUE_ARGUMENTS);
#if EPILOGUE == COVARIANCE
          if (col0 > row0) {
            for (int e = 0; e < COL_GROUP && col + e < n; e++) {
              *AT(c, col + e, row) = alpha * total[i][j + e];
            }
          }
#endif
        }
      }
    }
  }
}

// Adds the sums that each block's groups left, and finishes; an item has 4 columns.
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void combine(int m, int n, int blocks, __global const float *partial, EPILOGUE_PARAMETERS) {
  const int col = 4 * get_global_id(0);
  const int row = get_global_id(1);
  if (col >= n) return;
  const int count = min(4, n - col);
  float sums[4];
  for (int e = 0; e < count; e++) {
    __global const float *part = partial + (long)row * n + col + e;
    sums[e] = add_blocks_of(part, (long)m * n, blocks);
  }
#if EPILOGUE == COVARIANCE
  // Only the tiles on and above the diagonal were computed.
  for (int e = 0; e < count; e++) {
    if (row <= col + e) *AT(c, row, col + e) = *AT(c, col + e, row) = alpha * sums[e];
  }
#else
  finishGroup(row, col, count, sums, EPILOGUE_ARGUMENTS);
#endif
}

#if HAS_BIASES
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void biases(int m, int n, int depth, WINDOW(a), WINDOW(b), EPILOGUE_PARAMETERS) {
  const int col = get_global_id(0);
  if (col < (EPILOGUE == CONTRASTIVE ? n + m : n)) {
    finishBias(col, 1, n, depth, WINDOW_ARGUMENTS(a), WINDOW_ARGUMENTS(b), EPILOGUE_ARGUMENTS);
  }
}
#endif
