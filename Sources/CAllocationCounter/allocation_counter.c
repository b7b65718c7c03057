#include "allocation_counter.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread uint64_t allocations;

uint64_t dutchbook_allocation_count(void) { return allocations; }

// ThreadSanitizer has its own malloc and comes up before this file may run; there nothing is
// counted, and tests that count ask dutchbook_counts_allocations first.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DUTCHBOOK_COUNTS_NOTHING 1
#endif
#endif

#ifdef DUTCHBOOK_COUNTS_NOTHING

int dutchbook_counts_allocations(void) { return 0; }

#else

int dutchbook_counts_allocations(void) { return 1; }

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size) {
  allocations++;
  return __libc_realloc(pointer, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  allocations++;
  *pointer = __libc_memalign(alignment, size);
  return *pointer ? 0 : ENOMEM;
}

#endif
