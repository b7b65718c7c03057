#define _GNU_SOURCE
#include "clinux.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

int dutchbook_pin_thread(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

static int64_t nanoseconds_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t dutchbook_realtime_nanoseconds(void) { return nanoseconds_of(CLOCK_REALTIME); }
int64_t dutchbook_monotonic_nanoseconds(void) { return nanoseconds_of(CLOCK_MONOTONIC); }
int dutchbook_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
