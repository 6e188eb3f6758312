#include <alsa/asoundlib.h>

// The handler's type is variadic, which Swift cannot write.
static inline void etude_alsa_ignore(const char *file, int line, const char *function, int error,
                                     const char *format, ...) {
  (void)file; (void)line; (void)function; (void)error; (void)format;
}

static inline snd_lib_error_handler_t etude_alsa_silent_handler(void) { return etude_alsa_ignore; }
