// Plain C: the path that every processor has and that the others are compared with.

#include "paths.h"

#pragma STDC FP_CONTRACT OFF
#pragma GCC diagnostic ignored "-Wpsabi"

static void products(
    const int8_t *w, size_t rows, size_t columns, const uint8_t *x, size_t count, int32_t *out) {
  for (size_t r = 0; r < rows; r++)
    for (size_t v = 0; v < count; v++) {
      int32_t sum = 0;
      for (size_t k = 0; k < columns; k++)
        sum += (int32_t)x[v * columns + k] * (int32_t)w[r * columns + k];
      out[v * rows + r] = sum;
    }
}

// keys [size / 4, 16, 4] plus KERNEL_ZERO, query [size] -> sums [16] of signed products.
static inline void scoresOfPage(
    const uint8_t *keys, size_t size, const int8_t *query, int32_t *sums) {
  for (size_t t = 0; t < KERNEL_PAGE; t++) sums[t] = 0;
  for (size_t d = 0; d < size; d += 4)
    for (size_t t = 0; t < KERNEL_PAGE; t++)
      for (size_t i = 0; i < 4; i++) {
        int32_t key = (int32_t)keys[d * KERNEL_PAGE + 4 * t + i] - KERNEL_ZERO;
        sums[t] += key * query[d + i];
      }
}

// Sums [16] of whole weights [tokens] times values: pairs of 16 numbers begin `offset` bytes into each
// page, those of the next two tokens 2 size bytes on. Weights past the end are 0.
static inline void mixOfPages(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const uint8_t *weights,
    int32_t *sums) {
  for (size_t i = 0; i < 16; i++) sums[i] = 0;
  for (size_t t = 0; t < tokens; t += 2, weights += 4) {
    const int8_t *value = (const int8_t *)pages[t / KERNEL_PAGE] + offset + t % KERNEL_PAGE * size;
    int16_t pair[2];
    __builtin_memcpy(pair, weights, 4);
    for (size_t i = 0; i < 16; i++) sums[i] += value[2 * i] * pair[0] + value[2 * i + 1] * pair[1];
  }
}

// Whether scores hold KERNEL_ZERO times the sum of the query beside the products.
#define SCORES_KEEP_ZERO 0

#include "floats.h"

const KernelTable kernelsScalar = KERNEL_TABLE("scalar");
