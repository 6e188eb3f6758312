// Arithmetic of floats, included by each path and compiled for its processor.
//
// A vector is 16 lanes whatever the processor has; sums over a vector keep 16 partial sums, lane i
// holding every 16th number, which are added in one fixed tree. The compiler may not reorder.

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

typedef float Floats __attribute__((vector_size(64)));
typedef int32_t Words __attribute__((vector_size(64)));
typedef uint32_t Bits __attribute__((vector_size(64)));
typedef int16_t Shorts __attribute__((vector_size(32)));
typedef uint16_t Halves __attribute__((vector_size(32)));
typedef int8_t Bytes __attribute__((vector_size(16)));
typedef uint8_t UnsignedBytes __attribute__((vector_size(16)));

#define LANES 16

// The most that the whole weights of attention sum up to: with values of 127 below 2^31, and room for
// half a step each of 65,536 tokens.
#define WEIGHTS_IN_ALL 16646144.0f
#define INLINE static inline __attribute__((always_inline))

INLINE Floats repeated(float x) {
  return (Floats){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

INLINE Floats loaded(const float *x) {
  Floats v;
  memcpy(&v, x, sizeof v);
  return v;
}

// The first `count` lanes, the others 0.
INLINE Floats loadedPart(const float *x, size_t count) {
  Floats v = {0};
  memcpy(&v, x, count * sizeof(float));
  return v;
}

INLINE void store(float *x, Floats v) { memcpy(x, &v, sizeof v); }
INLINE void storePart(float *x, Floats v, size_t count) { memcpy(x, &v, count * sizeof(float)); }

INLINE Floats chosen(Words mask, Floats yes, Floats no) {
  return (Floats)(((Words)yes & mask) | ((Words)no & ~mask));
}

INLINE Floats greater(Floats a, Floats b) { return chosen(a > b, a, b); }
INLINE Floats lesser(Floats a, Floats b) { return chosen(a < b, a, b); }
INLINE Floats magnitude(Floats a) { return (Floats)((Words)a & 0x7fffffff); }

// ((0 + 8) + (4 + 12)) + ((2 + 10) + (6 + 14)) and so on: halves onto halves.
INLINE float total(Floats v) {
  float x[LANES];
  store(x, v);
  for (size_t step = LANES / 2; step > 0; step /= 2)
    for (size_t i = 0; i < step; i++) x[i] = x[i] + x[i + step];
  return x[0];
}

INLINE float greatest(Floats v) {
  float x[LANES];
  store(x, v);
  for (size_t step = LANES / 2; step > 0; step /= 2)
    for (size_t i = 0; i < step; i++) x[i] = x[i] > x[i + step] ? x[i] : x[i + step];
  return x[0];
}

// The instruction, correctly rounded, and not the library's function.
INLINE float squareRoot(float x) {
#if defined(__x86_64__)
  return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(x)));
#elif defined(__aarch64__)
  return vget_lane_f32(vsqrt_f32(vdup_n_f32(x)), 0);
#else
  return __builtin_sqrtf(x);
#endif
}

// Nearest integer, ties to even, for |v| < 2^22: 1.5 * 2^23 leaves no room for a fraction.
INLINE Floats rounded(Floats v) {
  const Floats large = repeated(12582912.0f);
  return (v + large) - large;
}

// Exact: the exponent of a half, moved into that of a float, lacks 127 - 15 = 112.
INLINE Floats widened(Halves h) {
  Bits bits = __builtin_convertvector(h, Bits);
  Floats size = (Floats)((bits & 0x7fff) << 13) * repeated(0x1p112f);
  return (Floats)((Bits)size | ((bits & 0x8000) << 16));
}

INLINE Floats loadedHalves(const uint16_t *x) {
  Halves h;
  memcpy(&h, x, sizeof h);
  return widened(h);
}

INLINE Floats loadedHalvesPart(const uint16_t *x, size_t count) {
  Halves h = {0};
  memcpy(&h, x, count * sizeof(uint16_t));
  return widened(h);
}

INLINE Floats loadedBytes(const int8_t *x) {
  Bytes b;
  memcpy(&b, x, sizeof b);
  return __builtin_convertvector(b, Floats);
}

INLINE Floats loadedBytesPart(const int8_t *x, size_t count) {
  Bytes b = {0};
  memcpy(&b, x, count);
  return __builtin_convertvector(b, Floats);
}

// exp(v) for v <= 0; 0 below -87. 2^n * e^f with n whole and |f| <= ln 2 / 2, e^f by its Taylor
// polynomial of degree 7, whose error is below 6e-9; ln 2 in two parts (Cody and Waite 1980).
INLINE Floats exponential(Floats v) {
  Words isSmall = v < repeated(-87.0f);
  v = greater(v, repeated(-87.0f));
  Floats n = rounded(v * repeated(1.44269504f));
  Floats f = (v - n * repeated(0.693359375f)) - n * repeated(-2.12194440e-4f);
  Floats p = repeated(1.0f / 5040);
  p = p * f + repeated(1.0f / 720);
  p = p * f + repeated(1.0f / 120);
  p = p * f + repeated(1.0f / 24);
  p = p * f + repeated(1.0f / 6);
  p = p * f + repeated(0.5f);
  p = p * f + repeated(1.0f);
  p = p * f + repeated(1.0f);
  Words power = (__builtin_convertvector(n, Words) + 127) << 23;
  return chosen(isSmall, repeated(0.0f), p * (Floats)power);
}

static void rescale(
    const int32_t *sums, size_t rows, size_t count, int32_t zero, const int32_t *offsets,
    const float *rowScales, const float *scales, float *out) {
  for (size_t v = 0; v < count; v++, sums += rows, out += rows) {
    size_t r = 0;
    for (; r + LANES <= rows; r += LANES) {
      Words sum, offset;
      memcpy(&sum, sums + r, sizeof sum);
      memcpy(&offset, offsets + r, sizeof offset);
      Floats value = __builtin_convertvector(sum - zero * offset, Floats);
      store(out + r, value * (loaded(rowScales + r) * repeated(scales[v])));
    }
    for (; r < rows; r++)
      out[r] = (float)(sums[r] - zero * offsets[r]) * (rowScales[r] * scales[v]);
  }
}

// One dot product [columns] in lanes; `LOAD` reads 16 numbers of w, `LOAD##Part` fewer.
#define DOT(LOAD)                                                                     \
  Floats sum = {0};                                                                   \
  size_t k = 0;                                                                       \
  for (; k + LANES <= columns; k += LANES) sum = sum + loaded(x + k) * LOAD(w + k);   \
  if (k < columns)                                                                    \
    sum = sum + loadedPart(x + k, columns - k) * LOAD##Part(w + k, columns - k);      \
  return total(sum)

INLINE float dotOfBytes(const float *x, const int8_t *w, size_t columns) { DOT(loadedBytes); }
INLINE float dotOfHalves(const float *x, const uint16_t *w, size_t columns) { DOT(loadedHalves); }

static void productsOfRows(
    const int8_t *w, const float *rowScales, size_t rows, size_t columns, const float *x,
    size_t count, float *out) {
  for (size_t r = 0; r < rows; r++)
    for (size_t v = 0; v < count; v++)
      out[v * rows + r] = rowScales[r] * dotOfBytes(x + v * columns, w + r * columns, columns);
}

static void productsOfHalves(
    const uint16_t *w, size_t rows, size_t columns, const float *x, size_t count, float *out) {
  for (size_t r = 0; r < rows; r++)
    for (size_t v = 0; v < count; v++)
      out[v * rows + r] = dotOfHalves(x + v * columns, w + r * columns, columns);
}

INLINE float greatestMagnitude(const float *x, size_t count) {
  Floats most = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) most = greater(magnitude(loaded(x + i)), most);
  if (i < count) most = greater(magnitude(loadedPart(x + i, count - i)), most);
  return greatest(most);
}

INLINE UnsignedBytes stepped(Floats v, float factor, float steps, float low, float zero) {
  v = greater(lesser(rounded(v * repeated(factor)), repeated(steps)), repeated(low));
  Words words = __builtin_convertvector(v + repeated(zero), Words);
  return __builtin_convertvector(words, UnsignedBytes);
}

INLINE float quantize(const float *x, size_t count, float steps, float low, float zero, uint8_t *q) {
  float most = greatestMagnitude(x, count);
  // Below this a step would be no normal number: nothing is there to be told apart.
  float factor = most > 1e-30f ? steps / most : 0;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    UnsignedBytes b = stepped(loaded(x + i), factor, steps, low, zero);
    memcpy(q + i, &b, LANES);
  }
  if (i < count) {
    UnsignedBytes b = stepped(loadedPart(x + i, count - i), factor, steps, low, zero);
    memcpy(q + i, &b, count - i);
  }
  return most > 1e-30f ? most / steps : 0;
}

static float quantizeSigned(const float *x, size_t count, uint8_t *q) {
  return quantize(x, count, 127, -127, KERNEL_ZERO, q);
}

static float quantizePositive(const float *x, size_t count, uint8_t *q) {
  return quantize(x, count, 255, 0, 0, q);
}

static void normalize(const float *x, size_t count, float *out) {
  Floats sum = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) sum = sum + loaded(x + i) * loaded(x + i);
  if (i < count) {
    Floats v = loadedPart(x + i, count - i);
    sum = sum + v * v;
  }
  float factor = 1.0f / squareRoot(total(sum) / (float)count + 1e-6f);
  for (i = 0; i + LANES <= count; i += LANES) store(out + i, loaded(x + i) * repeated(factor));
  for (; i < count; i++) out[i] = x[i] * factor;
}

static void rotate(float *x, const float *angles, size_t count) {
  size_t half = count / 2, i = 0;
  for (; i + LANES <= half; i += LANES) {
    Floats a = loaded(x + i), b = loaded(x + half + i);
    Floats cosine = loaded(angles + i), sine = loaded(angles + half + i);
    store(x + i, a * cosine - b * sine);
    store(x + half + i, a * sine + b * cosine);
  }
  for (; i < half; i++) {
    float a = x[i], b = x[half + i], cosine = angles[i], sine = angles[half + i];
    x[i] = a * cosine - b * sine;
    x[half + i] = a * sine + b * cosine;
  }
}

static void squareOfPositive(float *x, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    Floats v = greater(loaded(x + i), repeated(0));
    store(x + i, v * v);
  }
  for (; i < count; i++) {
    float v = x[i] > 0 ? x[i] : 0;
    x[i] = v * v;
  }
}

static void add(float *x, const float *y, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) store(x + i, loaded(x + i) + loaded(y + i));
  for (; i < count; i++) x[i] = x[i] + y[i];
}

static void addHalves(float *x, const uint16_t *y, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) store(x + i, loaded(x + i) + loadedHalves(y + i));
  if (i < count) {
    size_t part = count - i;
    storePart(x + i, loadedPart(x + i, part) + loadedHalvesPart(y + i, part), part);
  }
}

static float exponentials(float *x, size_t count) {
  if (count == 0) return 0;
  Floats most = repeated(x[0]);
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) most = greater(loaded(x + i), most);
  float top = greatest(most);
  for (; i < count; i++) top = x[i] > top ? x[i] : top;
  Floats sum = {0};
  for (i = 0; i + LANES <= count; i += LANES) {
    Floats e = exponential(loaded(x + i) - repeated(top));
    store(x + i, e);
    sum = sum + e;
  }
  if (i < count) {
    Floats e = exponential(loadedPart(x + i, count - i) - repeated(top));
    storePart(x + i, e, count - i);
    // Lanes beyond the end must add nothing.
    sum = sum + loadedPart(x + i, count - i);
  }
  return total(sum);
}

static void keep(
    uint8_t *chunk, size_t place, size_t size, const float *key, const float *value) {
  uint8_t steps[KERNEL_HEAD];
  float scales[2];
  scales[0] = quantizeSigned(key, size, steps);
  uint8_t *keys = chunk + 128, *values = keys + KERNEL_PAGE * size;
  for (size_t d = 0; d < size; d += 4)
    memcpy(keys + d * KERNEL_PAGE + 4 * place, steps + d, 4);
  scales[1] = quantizeSigned(value, size, steps);
  values += place / 2 * 2 * size + place % 2;
  for (size_t d = 0; d < size; d++) values[2 * d] = steps[d] ^ KERNEL_ZERO;
  memcpy(chunk + 4 * place, &scales[0], 4);
  memcpy(chunk + 4 * (KERNEL_PAGE + place), &scales[1], 4);
}

static void keepSingle(
    uint8_t *chunk, size_t place, size_t size, const float *key, const float *value) {
  float *keys = (float *)chunk, *values = keys + KERNEL_PAGE * size;
  for (size_t d = 0; d < size; d++) keys[d * KERNEL_PAGE + place] = key[d];
  memcpy(values + place * size, value, size * sizeof(float));
}

static void attend(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const float *query,
    float factor, float *weights, float *out) {
  uint8_t steps[KERNEL_HEAD];
  factor = factor * quantizeSigned(query, size, steps);
  int32_t ofQuery = 0;
  for (size_t d = 0; d < size; d++) {
    ofQuery += (int32_t)steps[d] - KERNEL_ZERO;
    steps[d] ^= KERNEL_ZERO;
  }
  int32_t excess = SCORES_KEEP_ZERO ? KERNEL_ZERO * ofQuery : 0;
  for (size_t first = 0; first < tokens; first += KERNEL_PAGE) {
    const uint8_t *chunk = pages[first / KERNEL_PAGE] + offset;
    int32_t sums[KERNEL_PAGE];
    scoresOfPage(chunk + 128, size, (const int8_t *)steps, sums);
    Words sum;
    memcpy(&sum, sums, sizeof sum);
    Floats scale = loaded((const float *)chunk) * repeated(factor);
    store(weights + first, __builtin_convertvector(sum - excess, Floats) * scale);
  }
  float sum = exponentials(weights, tokens);
  // Each weight takes in the scale of its value; those past the end are 0.
  Floats most = {0}, all = {0};
  for (size_t first = 0; first < tokens; first += KERNEL_PAGE) {
    const float *scales = (const float *)(pages[first / KERNEL_PAGE] + offset) + KERNEL_PAGE;
    size_t part = tokens - first < KERNEL_PAGE ? tokens - first : KERNEL_PAGE;
    Floats weight = loaded(weights + first);
    if (part < KERNEL_PAGE) weight = loadedPart(weights + first, part);
    weight = weight * loaded(scales);
    store(weights + first, weight);
    most = greater(weight, most);
    all = all + weight;
  }
  // Then it becomes a whole number of 15 bits, or of fewer where the sum of values could overflow.
  float largest = greatest(most), whole = total(all);
  if (largest < 1e-30f) {
    memset(out, 0, size * sizeof(float));
    return;
  }
  float grain = 32767.0f / largest < WEIGHTS_IN_ALL / whole ? 32767.0f / largest
                                                            : WEIGHTS_IN_ALL / whole;
  for (size_t first = 0; first < tokens; first += KERNEL_PAGE) {
    Floats weight = lesser(rounded(loaded(weights + first) * repeated(grain)), repeated(32767));
    Shorts number = __builtin_convertvector(__builtin_convertvector(weight, Words), Shorts);
    // In place: a block of shorts ends before the next block of floats begins.
    memcpy((char *)weights + first * sizeof(int16_t), &number, sizeof number);
  }
  float scale = 1.0f / (grain * sum);
  for (size_t d = 0; d < size; d += LANES) {
    int32_t sums[LANES];
    mixOfPages(
        pages, offset + 128 + KERNEL_PAGE * size + 2 * d, tokens, size, (const uint8_t *)weights,
        sums);
    Words value;
    memcpy(&value, sums, sizeof value);
    store(out + d, __builtin_convertvector(value, Floats) * repeated(scale));
  }
}

static void attendSingle(
    const KernelPage *pages, size_t offset, size_t tokens, size_t size, const float *query,
    float factor, float *weights, float *out) {
  for (size_t first = 0; first < tokens; first += KERNEL_PAGE) {
    const float *keys = (const float *)(pages[first / KERNEL_PAGE] + offset);
    Floats sum = {0};
    for (size_t d = 0; d < size; d++)
      sum = sum + loaded(keys + d * KERNEL_PAGE) * repeated(query[d]);
    store(weights + first, sum * repeated(factor));
  }
  float inverse = 1.0f / exponentials(weights, tokens);
  for (size_t d = 0; d < size; d += LANES) {
    Floats sum = {0};
    for (size_t t = 0; t < tokens; t++) {
      const float *chunk = (const float *)(pages[t / KERNEL_PAGE] + offset);
      const float *value = chunk + KERNEL_PAGE * size + t % KERNEL_PAGE * size;
      sum = sum + loaded(value + d) * repeated(weights[t]);
    }
    store(out + d, sum * repeated(inverse));
  }
}

#define KERNEL_TABLE(NAME)                                                                   \
  {                                                                                          \
    .name = NAME, .products = products, .rescale = rescale, .productsOfRows = productsOfRows,  \
    .productsOfHalves = productsOfHalves, .quantizeSigned = quantizeSigned,                  \
    .quantizePositive = quantizePositive, .normalize = normalize, .rotate = rotate,          \
    .squareOfPositive = squareOfPositive, .add = add, .addHalves = addHalves,                \
    .exponentials = exponentials, .keep = keep, .attend = attend, .keepSingle = keepSingle,  \
    .attendSingle = attendSingle,                                                            \
  }
