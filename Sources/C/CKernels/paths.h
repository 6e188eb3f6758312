// What dispatch.c knows of the paths; each is compiled where the processor family has it.

#include "CKernels.h"

extern const KernelTable kernelsScalar;
#if defined(__x86_64__)
extern const KernelTable kernelsAVX512;
extern const KernelTable kernelsAVX2;
#elif defined(__aarch64__)
extern const KernelTable kernelsNEON;
#endif
