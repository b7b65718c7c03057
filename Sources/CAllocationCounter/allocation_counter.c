#include "allocation_counter.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DUTCHBOOK_UNDER_SANITIZER 1
#endif
#endif

static __thread uint64_t allocations;

uint64_t dutchbook_allocation_count(void) { return allocations; }

#ifdef DUTCHBOOK_UNDER_SANITIZER

// A sanitizer must own malloc: with the functions below in front of it, it would see no heap at all
// and report no bad use of it. It calls back instead.
extern int __sanitizer_install_malloc_and_free_hooks(
    void (*on_allocation)(const volatile void *, size_t), void (*on_free)(const volatile void *));

static void count_allocation(const volatile void *pointer, size_t size) {
  (void)pointer;
  (void)size;
  allocations++;
}

static void ignore_free(const volatile void *pointer) { (void)pointer; }

__attribute__((constructor)) static void install_hooks(void) {
  __sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_free);
}

#else

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

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
