// AVX-512 VNNI: one instruction multiplies 64 pairs of bytes and adds fours of them, exactly.

#if defined(__x86_64__)

#include <immintrin.h>

#include "paths.h"

#pragma STDC FP_CONTRACT OFF
#pragma GCC diagnostic ignored "-Wpsabi"
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), apply_to = function)

// 16 accumulators [16] -> their 16 sums, sum i in lane i.
static inline __attribute__((always_inline)) __m512i sums16(const __m512i a[16]) {
  __m512i b[8], c[4];
  for (int i = 0; i < 8; i++)
    b[i] = _mm512_add_epi32(
        _mm512_unpacklo_epi32(a[2 * i], a[2 * i + 1]),
        _mm512_unpackhi_epi32(a[2 * i], a[2 * i + 1]));
  // Within each quarter: sums of four accumulators.
  for (int i = 0; i < 4; i++)
    c[i] = _mm512_add_epi32(
        _mm512_unpacklo_epi64(b[2 * i], b[2 * i + 1]),
        _mm512_unpackhi_epi64(b[2 * i], b[2 * i + 1]));
  __m512i low = _mm512_add_epi32(
      _mm512_shuffle_i32x4(c[0], c[1], 0x88), _mm512_shuffle_i32x4(c[0], c[1], 0xdd));
  __m512i high = _mm512_add_epi32(
      _mm512_shuffle_i32x4(c[2], c[3], 0x88), _mm512_shuffle_i32x4(c[2], c[3], 0xdd));
  return _mm512_add_epi32(
      _mm512_shuffle_i32x4(low, high, 0x88), _mm512_shuffle_i32x4(low, high, 0xdd));
}

static inline __mmask64 mask(size_t columns) {
  return columns >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << columns) - 1;
}

// 16 rows by one vector: out[16].
static inline void rows16(const int8_t *w, size_t columns, const uint8_t *x, int32_t *out) {
  __m512i sum[16];
  for (int r = 0; r < 16; r++) sum[r] = _mm512_setzero_si512();
  size_t k = 0;
  for (; k + 64 <= columns; k += 64) {
    __m512i value = _mm512_loadu_si512(x + k);
    for (int r = 0; r < 16; r++)
      sum[r] = _mm512_dpbusd_epi32(sum[r], value, _mm512_loadu_si512(w + r * columns + k));
  }
  if (k < columns) {
    __mmask64 some = mask(columns - k);
    __m512i value = _mm512_maskz_loadu_epi8(some, x + k);
    for (int r = 0; r < 16; r++)
      sum[r] = _mm512_dpbusd_epi32(
          sum[r], value, _mm512_maskz_loadu_epi8(some, w + r * columns + k));
  }
  _mm512_storeu_si512(out, sums16(sum));
}

// Four rows by four vectors: out[v, r], a vector's sums `rows` apart. With `fetches` the rows 16
// below are fetched meanwhile; a fetch past the end of the matrix does no harm.
static inline void rows4vectors4(
    const int8_t *w, size_t columns, const uint8_t *x, size_t rows, int32_t *out, int fetches) {
  __m512i sum[16];
  for (int i = 0; i < 16; i++) sum[i] = _mm512_setzero_si512();
  size_t k = 0;
  for (; k + 64 <= columns; k += 64) {
    __m512i value[4];
    for (int v = 0; v < 4; v++) value[v] = _mm512_loadu_si512(x + v * columns + k);
    for (int r = 0; r < 4; r++) {
      if (fetches) _mm_prefetch((const char *)w + (16 + r) * columns + k, _MM_HINT_T0);
      __m512i row = _mm512_loadu_si512(w + r * columns + k);
      for (int v = 0; v < 4; v++)
        sum[4 * v + r] = _mm512_dpbusd_epi32(sum[4 * v + r], value[v], row);
    }
  }
  if (k < columns) {
    __mmask64 some = mask(columns - k);
    for (int v = 0; v < 4; v++) {
      __m512i value = _mm512_maskz_loadu_epi8(some, x + v * columns + k);
      for (int r = 0; r < 4; r++)
        sum[4 * v + r] = _mm512_dpbusd_epi32(
            sum[4 * v + r], value, _mm512_maskz_loadu_epi8(some, w + r * columns + k));
    }
  }
  __m512i all = sums16(sum);
  _mm_storeu_si128((__m128i *)out, _mm512_castsi512_si128(all));
  _mm_storeu_si128((__m128i *)(out + rows), _mm512_extracti32x4_epi32(all, 1));
  _mm_storeu_si128((__m128i *)(out + 2 * rows), _mm512_extracti32x4_epi32(all, 2));
  _mm_storeu_si128((__m128i *)(out + 3 * rows), _mm512_extracti32x4_epi32(all, 3));
}

static inline int32_t row1(const int8_t *w, size_t columns, const uint8_t *x) {
  __m512i sum = _mm512_setzero_si512();
  for (size_t k = 0; k < columns; k += 64) {
    __mmask64 some = mask(columns - k);
    sum = _mm512_dpbusd_epi32(
        sum, _mm512_maskz_loadu_epi8(some, x + k), _mm512_maskz_loadu_epi8(some, w + k));
  }
  return _mm512_reduce_add_epi32(sum);
}

static void products(
    const int8_t *w, size_t rows, size_t columns, const uint8_t *x, size_t count, int32_t *out) {
  size_t r = 0, fours = count / 4 * 4;
  // Blocks of rows stay in the first cache while the vectors pass by.
  for (; r + 4 <= rows && fours > 0; r += 4)
    for (size_t v = 0; v < fours; v += 4)
      rows4vectors4(
          w + r * columns, columns, x + v * columns, rows, out + v * rows + r, v == 0);
  for (size_t v = 0; v < fours; v++)
    for (size_t last = r; last < rows; last++)
      out[v * rows + last] = row1(w + last * columns, columns, x + v * columns);
  for (size_t v = fours; v < count; v++) {
    for (r = 0; r + 16 <= rows; r += 16)
      rows16(w + r * columns, columns, x + v * columns, out + v * rows + r);
    for (; r < rows; r++) out[v * rows + r] = row1(w + r * columns, columns, x + v * columns);
  }
}

// keys [size / 4, 16, 4] plus KERNEL_ZERO, query [size] -> sums [16]; keys are the unsigned operand.
static inline void scoresOfPage(
    const uint8_t *keys, size_t size, const int8_t *query, int32_t *sums) {
  __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
  // size is a multiple of 16.
  for (size_t d = 0; d < size; d += 8, keys += 128) {
    int32_t four[2];
    __builtin_memcpy(four, query + d, 8);
    even = _mm512_dpbusd_epi32(even, _mm512_loadu_si512(keys), _mm512_set1_epi32(four[0]));
    odd = _mm512_dpbusd_epi32(odd, _mm512_loadu_si512(keys + 64), _mm512_set1_epi32(four[1]));
  }
  _mm512_storeu_si512(sums, _mm512_add_epi32(even, odd));
}

// Sums [16] of whole weights [tokens] times values: pairs of 16 numbers begin `offset` bytes into each
// page, those of the next two tokens 2 size bytes on. Weights past the end are 0.
static inline void mixOfPages(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const uint8_t *weights,
    int32_t *sums) {
  // Four sums, so that an addition need not wait for the one before.
  __m512i sum[4];
  for (int i = 0; i < 4; i++) sum[i] = _mm512_setzero_si512();
  for (size_t first = 0; first < tokens; first += KERNEL_PAGE, weights += 2 * KERNEL_PAGE) {
    const uint8_t *value = pages[first / KERNEL_PAGE] + offset;
    int32_t pairs[KERNEL_PAGE / 2];
    __builtin_memcpy(pairs, weights, sizeof pairs);
    for (int pair = 0; pair < KERNEL_PAGE / 2; pair++, value += 2 * size) {
      __m512i wide = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)value));
      sum[pair % 4] = _mm512_dpwssd_epi32(sum[pair % 4], wide, _mm512_set1_epi32(pairs[pair]));
    }
  }
  _mm512_storeu_si512(
      sums, _mm512_add_epi32(_mm512_add_epi32(sum[0], sum[1]), _mm512_add_epi32(sum[2], sum[3])));
}

// Whether scores hold KERNEL_ZERO times the sum of the query beside the products.
#define SCORES_KEEP_ZERO 1

#include "floats.h"

#pragma clang attribute pop

const KernelTable kernelsAVX512 = KERNEL_TABLE("avx512-vnni");

#endif
