#pragma once
#include <zlib.h>

// inflateInit2 is a macro in zlib.h.
static inline int dutchbook_inflateInit2(z_streamp stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}
