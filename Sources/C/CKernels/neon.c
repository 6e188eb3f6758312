// NEON: signed products, x - 128 in place of x, and 128 times the row's sum added back.

#if defined(__aarch64__)

#include <arm_neon.h>

#include "paths.h"

#pragma STDC FP_CONTRACT OFF

// sum + the products of 16 signed bytes; |x| <= 128 and |w| <= 127 fit 16 bits.
static inline int32x4_t multiplied(int32x4_t sum, int8x16_t x, int8x16_t w) {
#if defined(__ARM_FEATURE_DOTPROD)
  return vdotq_s32(sum, x, w);
#else
  sum = vpadalq_s16(sum, vmull_s8(vget_low_s8(x), vget_low_s8(w)));
  return vpadalq_s16(sum, vmull_s8(vget_high_s8(x), vget_high_s8(w)));
#endif
}

static inline int8x16_t centered(const uint8_t *x) {
  return vreinterpretq_s8_u8(veorq_u8(vld1q_u8(x), vdupq_n_u8(KERNEL_ZERO)));
}

static inline int32_t tail(const int8_t *w, const uint8_t *x, size_t first, size_t columns) {
  int32_t sum = 0;
  for (size_t k = first; k < columns; k++) sum += (int32_t)x[k] * (int32_t)w[k];
  return sum;
}

static inline int32_t row1(const int8_t *w, size_t columns, const uint8_t *x) {
  const int8x16_t ones = vdupq_n_s8(1);
  int32x4_t sum = vdupq_n_s32(0), row = vdupq_n_s32(0);
  size_t k = 0;
  for (; k + 16 <= columns; k += 16) {
    int8x16_t part = vld1q_s8(w + k);
    sum = multiplied(sum, centered(x + k), part);
    row = multiplied(row, ones, part);
  }
  return vaddvq_s32(sum) + KERNEL_ZERO * vaddvq_s32(row) + tail(w, x, k, columns);
}

// Four rows by one vector: out[4].
static inline void rows4(const int8_t *w, size_t columns, const uint8_t *x, int32_t *out) {
  const int8x16_t ones = vdupq_n_s8(1);
  int32x4_t sum[4], row[4];
  for (int r = 0; r < 4; r++) sum[r] = row[r] = vdupq_n_s32(0);
  size_t k = 0;
  for (; k + 16 <= columns; k += 16) {
    int8x16_t value = centered(x + k);
    for (int r = 0; r < 4; r++) {
      int8x16_t part = vld1q_s8(w + r * columns + k);
      sum[r] = multiplied(sum[r], value, part);
      row[r] = multiplied(row[r], ones, part);
    }
  }
  for (int r = 0; r < 4; r++)
    out[r] = vaddvq_s32(sum[r]) + KERNEL_ZERO * vaddvq_s32(row[r])
        + tail(w + r * columns, x, k, columns);
}

static void products(
    const int8_t *w, size_t rows, size_t columns, const uint8_t *x, size_t count, int32_t *out) {
  size_t r = 0;
  for (; r + 4 <= rows; r += 4)
    for (size_t v = 0; v < count; v++)
      rows4(w + r * columns, columns, x + v * columns, out + v * rows + r);
  for (; r < rows; r++)
    for (size_t v = 0; v < count; v++)
      out[v * rows + r] = row1(w + r * columns, columns, x + v * columns);
}

// keys [size / 4, 16, 4] plus KERNEL_ZERO, query [size] -> sums [16] of signed products.
static inline void scoresOfPage(
    const uint8_t *keys, size_t size, const int8_t *query, int32_t *sums) {
  int32x4_t sum[4];
  for (int i = 0; i < 4; i++) sum[i] = vdupq_n_s32(0);
  for (size_t d = 0; d < size; d += 4, keys += 64) {
    int32_t four;
    __builtin_memcpy(&four, query + d, 4);
    int8x16_t q = vreinterpretq_s8_s32(vdupq_n_s32(four));
    for (int i = 0; i < 4; i++) {
      int8x16_t key = centered(keys + 16 * i);
#if defined(__ARM_FEATURE_DOTPROD)
      sum[i] = vdotq_s32(sum[i], key, q);
#else
      int16x8_t low = vmull_s8(vget_low_s8(key), vget_low_s8(q));
      int16x8_t high = vmull_s8(vget_high_s8(key), vget_high_s8(q));
      sum[i] = vaddq_s32(sum[i], vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high)));
#endif
    }
  }
  for (int i = 0; i < 4; i++) vst1q_s32(sums + 4 * i, sum[i]);
}

// Sums [16] of whole weights [tokens] times values: pairs of 16 numbers begin `offset` bytes into each
// page, those of the next two tokens 2 size bytes on. Weights past the end are 0.
static inline void mixOfPages(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const uint8_t *weights,
    int32_t *sums) {
  int32x4_t sum[4];
  for (int i = 0; i < 4; i++) sum[i] = vdupq_n_s32(0);
  for (size_t t = 0; t < tokens; t += 2, weights += 4) {
    const int8_t *value = (const int8_t *)pages[t / KERNEL_PAGE] + offset + t % KERNEL_PAGE * size;
    int32_t pair;
    __builtin_memcpy(&pair, weights, 4);
    int16x4_t both = vreinterpret_s16_s32(vdup_n_s32(pair));
    for (int i = 0; i < 4; i++) {
      int16x8_t wide = vmovl_s8(vld1_s8(value + 8 * i));
      int32x4_t low = vmull_s16(vget_low_s16(wide), both);
      int32x4_t high = vmull_s16(vget_high_s16(wide), both);
      sum[i] = vaddq_s32(sum[i], vpaddq_s32(low, high));
    }
  }
  for (int i = 0; i < 4; i++) vst1q_s32(sums + 4 * i, sum[i]);
}

// Whether scores hold KERNEL_ZERO times the sum of the query beside the products.
#define SCORES_KEEP_ZERO 0

#include "floats.h"

const KernelTable kernelsNEON = KERNEL_TABLE("neon");

#endif
