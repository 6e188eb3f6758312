// AVX2: products of 16-bit numbers, summed in pairs, so that nothing saturates.

#if defined(__x86_64__)

#include <immintrin.h>

#include "paths.h"

#pragma STDC FP_CONTRACT OFF
#pragma GCC diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

static inline __m256i wideBytes(const int8_t *w) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w));
}

static inline __m256i wideUnsignedBytes(const uint8_t *x) {
  return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)x));
}

// Four accumulators [8] -> their four sums.
static inline __m128i sums4(__m256i a, __m256i b, __m256i c, __m256i d) {
  __m256i all = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
  return _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
}

static inline int32_t tail(const int8_t *w, const uint8_t *x, size_t first, size_t columns) {
  int32_t sum = 0;
  for (size_t k = first; k < columns; k++) sum += (int32_t)x[k] * (int32_t)w[k];
  return sum;
}

// Four rows by one vector: out[4].
static inline void rows4(const int8_t *w, size_t columns, const uint8_t *x, int32_t *out) {
  __m256i sum[4] = {0};
  size_t k = 0;
  for (; k + 16 <= columns; k += 16) {
    __m256i value = wideUnsignedBytes(x + k);
    for (size_t r = 0; r < 4; r++)
      sum[r] = _mm256_add_epi32(sum[r], _mm256_madd_epi16(wideBytes(w + r * columns + k), value));
  }
  _mm_storeu_si128((__m128i *)out, sums4(sum[0], sum[1], sum[2], sum[3]));
  if (k < columns)
    for (size_t r = 0; r < 4; r++) out[r] += tail(w + r * columns, x, k, columns);
}

static inline int32_t row1(const int8_t *w, size_t columns, const uint8_t *x) {
  __m256i sum = _mm256_setzero_si256();
  size_t k = 0;
  for (; k + 16 <= columns; k += 16)
    sum = _mm256_add_epi32(
        sum, _mm256_madd_epi16(wideBytes(w + k), wideUnsignedBytes(x + k)));
  __m256i zero = _mm256_setzero_si256();
  return _mm_cvtsi128_si32(sums4(sum, zero, zero, zero)) + tail(w, x, k, columns);
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

// |query| times the key with the query's sign: pairs reach 2 * 127 * 127 < 2^15 and do not saturate.
static inline void scoresOfPage(
    const uint8_t *keys, size_t size, const int8_t *query, int32_t *sums) {
  const __m256i flip = _mm256_set1_epi8((char)KERNEL_ZERO), ones = _mm256_set1_epi16(1);
  __m256i low = _mm256_setzero_si256(), high = _mm256_setzero_si256();
  for (size_t d = 0; d < size; d += 4, keys += 64) {
    int32_t four;
    __builtin_memcpy(&four, query + d, 4);
    __m256i q = _mm256_set1_epi32(four), amount = _mm256_abs_epi8(q);
    __m256i a = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)keys), flip);
    __m256i b = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(keys + 32)), flip);
    a = _mm256_maddubs_epi16(amount, _mm256_sign_epi8(a, q));
    b = _mm256_maddubs_epi16(amount, _mm256_sign_epi8(b, q));
    low = _mm256_add_epi32(low, _mm256_madd_epi16(a, ones));
    high = _mm256_add_epi32(high, _mm256_madd_epi16(b, ones));
  }
  _mm256_storeu_si256((__m256i *)sums, low);
  _mm256_storeu_si256((__m256i *)(sums + 8), high);
}

// Sums [16] of whole weights [tokens] times values: pairs of 16 numbers begin `offset` bytes into each
// page, those of the next two tokens 2 size bytes on. Weights past the end are 0.
static inline void mixOfPages(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const uint8_t *weights,
    int32_t *sums) {
  __m256i low = _mm256_setzero_si256(), high = _mm256_setzero_si256();
  for (size_t t = 0; t < tokens; t += 2, weights += 4) {
    const int8_t *value = (const int8_t *)pages[t / KERNEL_PAGE] + offset + t % KERNEL_PAGE * size;
    int32_t pair;
    __builtin_memcpy(&pair, weights, 4);
    __m256i both = _mm256_set1_epi32(pair);
    low = _mm256_add_epi32(low, _mm256_madd_epi16(wideBytes(value), both));
    high = _mm256_add_epi32(high, _mm256_madd_epi16(wideBytes(value + 16), both));
  }
  _mm256_storeu_si256((__m256i *)sums, low);
  _mm256_storeu_si256((__m256i *)(sums + 8), high);
}

// Whether scores hold KERNEL_ZERO times the sum of the query beside the products.
#define SCORES_KEEP_ZERO 0

#include "floats.h"

#pragma clang attribute pop

const KernelTable kernelsAVX2 = KERNEL_TABLE("avx2");

#endif
