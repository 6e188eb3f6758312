// Matrix, attention and vector kernels of the transformer, once for each kind of processor.
//
// Every path gives the same bits. Products of 8-bit numbers are summed exactly, so their order does
// not matter. Arithmetic of floats is written once (floats.h) in lanes of 16 with a fixed order, and
// compiled for each path without contraction to fused multiply-adds; +, -, *, / and square root are
// those of IEEE 754. Nothing here allocates, locks or calls libm; any thread may call anything.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nullable
#define _Nonnull
#endif

/// Tokens of one page of the cache of keys and values.
#define KERNEL_PAGE 16

/// The largest size of a head of attention.
#define KERNEL_HEAD 512

/// What is added to signed 8-bit activations and keys so that they are unsigned.
#define KERNEL_ZERO 128

/// Where a page of the cache begins.
typedef const uint8_t *KernelPage;

/// The kernels of one path.
typedef struct KernelTable {
  /// Name of the path: "avx512-vnni", "avx2", "neon" or "scalar".
  const char * name;

  /// out[v, r] = sum over k of x[v, k] w[r, k]; w [rows, columns], x [count, columns], out
  /// [count, rows]. Exact while 255 * 127 * columns < 2^31.
  void (*products)(
      const int8_t * w, size_t rows, size_t columns, const uint8_t * x,
      size_t count, int32_t * out);

  /// out[v, r] = (sums[v, r] - zero * offsets[r]) * (rowScales[r] * scales[v]); all [count, rows].
  void (*rescale)(
      const int32_t * sums, size_t rows, size_t count, int32_t zero,
      const int32_t * offsets, const float * rowScales,
      const float * scales, float * out);

  /// out[v, r] = rowScales[r] * sum over k of x[v, k] w[r, k] in single precision.
  void (*productsOfRows)(
      const int8_t * w, const float * rowScales, size_t rows, size_t columns,
      const float * x, size_t count, float * out);

  /// out[v, r] = sum over k of x[v, k] w[r, k], w in half precision.
  void (*productsOfHalves)(
      const uint16_t * w, size_t rows, size_t columns, const float * x,
      size_t count, float * out);

  /// q = x / scale, rounded to even, plus KERNEL_ZERO; the scale, greatest |x| / 127, is returned.
  float (*quantizeSigned)(
      const float * x, size_t count, uint8_t * q);

  /// The same for x >= 0 with 255 steps and no offset.
  float (*quantizePositive)(
      const float * x, size_t count, uint8_t * q);

  /// out = x / sqrt(mean x^2 + 1e-6); out may be x.
  void (*normalize)(const float * x, size_t count, float * out);

  /// Turns pairs (i, i + count / 2) by angles: count / 2 cosines, then as many sines.
  void (*rotate)(float * x, const float * angles, size_t count);

  /// x = max(x, 0)^2.
  void (*squareOfPositive)(float * x, size_t count);

  /// x = x + y.
  void (*add)(float * x, const float * y, size_t count);

  /// x = x + y, y in half precision.
  void (*addHalves)(float * x, const uint16_t * y, size_t count);

  /// x = exp(x - greatest x) for every x; the sum is returned. Lane i of 16 sums every 16th.
  float (*exponentials)(float * x, size_t count);

  /// Puts a key and a value [size] at a place, 0...15, of a chunk of 8-bit numbers.
  ///
  /// A chunk of 128 + 32 size bytes holds 16 tokens of one layer and head: scales of keys [16] and of
  /// values [16] in single precision, keys [size / 4, 16, 4] plus KERNEL_ZERO, values [8, size, 2].
  /// size is a multiple of 16, at most KERNEL_HEAD.
  void (*keep)(
      uint8_t *chunk, size_t place, size_t size, const float *key, const float *value);

  /// out[d] = sum over t of softmax(factor * query . key[t])[t] * value[t][d]; the query is rounded
  /// to 8 bits and the softmax to 15; sums of products with keys and with values are exact.
  ///
  /// The chunk of 16 tokens lies `offset` bytes into their page. `weights` has room for the tokens,
  /// rounded up to whole pages.
  void (*attend)(
      const KernelPage _Nonnull *_Nonnull pages, size_t offset, size_t tokens, size_t size, const float *query,
      float factor, float *weights, float *out);

  /// As `keep`, in single precision: a chunk of 128 size bytes holds keys [size, 16], then values
  /// [16, size].
  void (*keepSingle)(
      uint8_t *chunk, size_t place, size_t size, const float *key, const float *value);

  /// As `attend`, in single precision.
  void (*attendSingle)(
      const KernelPage _Nonnull *_Nonnull pages, size_t offset, size_t tokens, size_t size, const float *query,
      float factor, float *weights, float *out);
} KernelTable;

/// The kernels of the path of that number, fastest first, or null where this processor lacks it or
/// there is no such path.
const KernelTable *_Nullable kernelTable(size_t path);

/// How many paths there are on any processor.
size_t kernelPathCount(void);

/// The name of a path, whether or not this processor has it; null where there is no such path.
const char *_Nullable kernelPathName(size_t path);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
