#include "CAllocationCounter.h"

#include <stddef.h>
#include <errno.h>
#include <stdlib.h>

// Initial-exec: the access of a thread-local variable must not itself allocate.
static _Thread_local long count __attribute__((tls_model("initial-exec")));

long etude_allocations(void) { return count; }

#ifdef __GLIBC__
// glibc keeps its own functions under these names for those who replace the public ones; memory from one is
// freed by the other, so that free need not be replaced.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count++;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  count++;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
#endif
