// Which paths this processor has.

#include "paths.h"

#if defined(__x86_64__)

// The compiler's check asks the system too whether it keeps the wide registers.
static int hasAVX512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512vnni");
}

static int hasAVX2(void) { return __builtin_cpu_supports("avx2"); }

#endif

static const char *const names[] = {"avx512-vnni", "avx2", "neon", "scalar"};

size_t kernelPathCount(void) { return sizeof names / sizeof names[0]; }

const char *kernelPathName(size_t path) { return path < kernelPathCount() ? names[path] : NULL; }

const KernelTable *kernelTable(size_t path) {
  switch (path) {
#if defined(__x86_64__)
    case 0: return hasAVX512() ? &kernelsAVX512 : NULL;
    case 1: return hasAVX2() ? &kernelsAVX2 : NULL;
#elif defined(__aarch64__)
    case 2: return &kernelsNEON;
#endif
    case 3: return &kernelsScalar;
    default: return NULL;
  }
}
