// Counts the allocations of a thread, for tests of code that must not allocate.
//
// Linking this target replaces the allocation functions of the C library by ones that count and pass on.
#ifndef ETUDE_ALLOCATION_COUNTER_H
#define ETUDE_ALLOCATION_COUNTER_H

/// How often the calling thread has allocated so far; always 0 where the C library is not glibc.
long etude_allocations(void);

#endif
