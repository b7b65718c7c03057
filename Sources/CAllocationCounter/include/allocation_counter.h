#pragma once
#include <stdint.h>

/// Heap allocations made so far by the calling thread in this process. Linking this target puts
/// counting versions of malloc, calloc, realloc and posix_memalign in front of the C library's:
/// for tests and benchmarks only.
uint64_t dutchbook_allocation_count(void);
