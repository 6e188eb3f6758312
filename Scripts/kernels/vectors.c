// Runs every kernel of every path that this processor has on the same made-up numbers, and prints a
// line for each: path, kernel and a hash of the bits of its results. Equal lines are equal results.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

// SplitMix64 over a counter (Steele, Lea and Flood 2014).
static uint64_t counter;

static uint64_t bits(void) {
  uint64_t z = (counter += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static float real(void) { return (float)((int32_t)(bits() >> 40) - (1 << 23)) * 0x1p-21f; }

static void *room(size_t count) {
  void *found = aligned_alloc(64, (count + 63) / 64 * 64);
  if (!found) exit(1);
  return found;
}

static float *reals(size_t count) {
  float *found = room(count * sizeof(float));
  for (size_t i = 0; i < count; i++) found[i] = real();
  return found;
}

static uint8_t *bytes(size_t count) {
  uint8_t *found = room(count);
  for (size_t i = 0; i < count; i++) found[i] = (uint8_t)bits();
  return found;
}

static int8_t *signedBytes(size_t count) {
  int8_t *found = room(count);
  for (size_t i = 0; i < count; i++) found[i] = (int8_t)(bits() % 255) - 127;
  return found;
}

static uint16_t *halves(size_t count) {
  uint16_t *found = room(count * 2);
  // Exponents up to 22 of 31, subnormal numbers too.
  for (size_t i = 0; i < count; i++) found[i] = (uint16_t)(bits() & 0xdbff);
  return found;
}

static uint64_t hash;

static void note(const void *data, size_t size) {
  for (size_t i = 0; i < size; i++)
    hash = (hash ^ ((const uint8_t *)data)[i]) * 0x100000001b3u;
}

static void tell(const KernelTable *table, const char *kernel) {
  printf("%s %s %016llx\n", table->name, kernel, (unsigned long long)hash);
  hash = 0xcbf29ce484222325u;
}

static void matrices(const KernelTable *table) {
  static const size_t sizes[][3] = {{1, 1, 1},    {10, 8, 1},    {16, 64, 3},   {33, 48, 4},
                                    {37, 67, 5},  {256, 256, 1}, {130, 896, 6}, {64, 1792, 16}};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    size_t rows = sizes[i][0], columns = sizes[i][1], count = sizes[i][2];
    int8_t *w = signedBytes(rows * columns);
    uint8_t *x = bytes(count * columns);
    // The greatest sums there are.
    if (i % 2) memset(w, 127, columns), memset(x, 255, columns);
    int32_t *sums = room(rows * count * 4), *offsets = room(rows * 4);
    float *rowScales = reals(rows), *scales = reals(count), *out = room(rows * count * 4);
    float *activations = reals(count * columns);
    uint16_t *half = halves(rows * columns);
    table->products(w, rows, columns, x, count, sums);
    note(sums, rows * count * 4);
    for (size_t r = 0; r < rows; r++) offsets[r] = (int32_t)(bits() % 4096) - 2048;
    table->rescale(sums, rows, count, KERNEL_ZERO, offsets, rowScales, scales, out);
    note(out, rows * count * 4);
    table->productsOfRows(w, rowScales, rows, columns, activations, count, out);
    note(out, rows * count * 4);
    table->productsOfHalves(half, rows, columns, activations, count, out);
    note(out, rows * count * 4);
    free(w), free(x), free(sums), free(offsets), free(rowScales), free(scales), free(out);
    free(activations), free(half);
  }
  tell(table, "matrices");
}

static void vectors(const KernelTable *table) {
  static const size_t sizes[] = {2, 8, 16, 30, 48, 64, 256, 900};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    size_t count = sizes[i];
    float *x = reals(count), *y = reals(count);
    uint8_t *q = room(count);
    float scale = table->quantizeSigned(x, count, q);
    note(&scale, 4), note(q, count);
    table->rotate(x, y, count);
    table->normalize(x, count, x);
    table->add(x, y, count);
    note(x, count * 4);
    uint16_t *half = halves(count);
    table->addHalves(x, half, count);
    note(x, count * 4);
    float sum = table->exponentials(y, count);
    note(&sum, 4), note(y, count * 4);
    table->squareOfPositive(x, count);
    scale = table->quantizePositive(x, count, q);
    note(&scale, 4), note(q, count), note(x, count * 4);
    free(x), free(y), free(q), free(half);
  }
  tell(table, "vectors");
}

static void attention(const KernelTable *table) {
  for (size_t tokens = 1; tokens < 100; tokens += 11)
    for (size_t size = 16; size <= 64; size *= 2) {
      size_t count = (tokens + KERNEL_PAGE - 1) / KERNEL_PAGE;
      KernelPage pages[7], singles[7];
      uint8_t *all[14];
      for (size_t i = 0; i < count; i++) {
        pages[i] = all[2 * i] = room(128 + 32 * size);
        singles[i] = all[2 * i + 1] = room(128 * size);
        memset(all[2 * i], 0, 128 + 32 * size);
        memset(all[2 * i + 1], 0, 128 * size);
      }
      for (size_t t = 0; t < tokens; t++) {
        float *key = reals(size), *value = reals(size);
        table->keep(all[2 * (t / KERNEL_PAGE)], t % KERNEL_PAGE, size, key, value);
        table->keepSingle(all[2 * (t / KERNEL_PAGE) + 1], t % KERNEL_PAGE, size, key, value);
        free(key), free(value);
      }
      note(all[0], 128 + 32 * size);
      float *query = reals(size), *weights = room(count * 64), *out = room(size * 4);
      table->attend(pages, 0, tokens, size, query, 0.25f, weights, out);
      note(out, size * 4);
      table->attendSingle(singles, 0, tokens, size, query, 0.25f, weights, out);
      note(out, size * 4);
      for (size_t i = 0; i < 2 * count; i++) free(all[i]);
      free(query), free(weights), free(out);
    }
  tell(table, "attention");
}

int main(void) {
  for (size_t path = 0; path < kernelPathCount(); path++) {
    const KernelTable *table = kernelTable(path);
    if (!table) continue;
    counter = 4;
    hash = 0xcbf29ce484222325u;
    matrices(table);
    vectors(table);
    attention(table);
  }
  return 0;
}
