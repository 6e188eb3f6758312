// kiss_fft_scalar is float unless defined otherwise, as the library kissfft-float was built.
#include <kiss_fftr.h>
