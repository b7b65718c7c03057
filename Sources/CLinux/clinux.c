#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

// What the process may use: read before the first thread of it is pinned.
static cpu_set_t allowed_cores;
static pthread_once_t allowed_cores_are_read = PTHREAD_ONCE_INIT;

static void read_allowed_cores(void) {
  CPU_ZERO(&allowed_cores);
  pthread_getaffinity_np(pthread_self(), sizeof allowed_cores, &allowed_cores);
}

int dutchbook_may_run_on(int core) {
  pthread_once(&allowed_cores_are_read, read_allowed_cores);
  return core >= 0 && core < CPU_SETSIZE && CPU_ISSET(core, &allowed_cores);
}

int dutchbook_enter_background(void) {
  pthread_once(&allowed_cores_are_read, read_allowed_cores);
  pthread_setaffinity_np(pthread_self(), sizeof allowed_cores, &allowed_cores);
  // Not a lower share of the processor, only no right to interrupt: SCHED_BATCH of sched(7).
  struct sched_param none = {0};
  return pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

int dutchbook_pin_thread(int core) {
  pthread_once(&allowed_cores_are_read, read_allowed_cores);
  if (core < 0 || core >= CPU_SETSIZE) return EINVAL;
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

int dutchbook_epoll_wait(int epoll, struct epoll_event *events, int capacity,
                         int64_t timeout_nanoseconds) {
  if (timeout_nanoseconds < 0) return epoll_wait(epoll, events, capacity, -1);
  if (timeout_nanoseconds == 0) return epoll_wait(epoll, events, capacity, 0);
  struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
  return epoll_pwait2(epoll, events, capacity, &timeout, NULL);
}

static volatile sig_atomic_t signal_descriptors[NSIG];

static void forward_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe already tells the loop; the lost byte is a repetition.
  if (write(signal_descriptors[number], &byte, 1) < 0) {}
  errno = saved;
}

int dutchbook_watch_signal(int number, int descriptor) {
  struct sigaction action = {.sa_handler = forward_signal, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  if (number <= 0 || number >= NSIG) {
    errno = EINVAL;
    return -1;
  }
  signal_descriptors[number] = descriptor;
  return sigaction(number, &action, NULL);
}

void dutchbook_unwatch_signal(int number) { signal(number, SIG_DFL); }

int dutchbook_accept(int listener, int flags) { return accept4(listener, NULL, NULL, flags); }

int64_t dutchbook_peer_user(int descriptor) {
  struct ucred peer;
  socklen_t length = sizeof peer;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
  return peer.uid;
}

int dutchbook_anonymous_memory(void) { return memfd_create("dutchbook", MFD_CLOEXEC); }

long dutchbook_find(const void *bytes, size_t count, const void *text, size_t length) {
  const char *found = memmem(bytes, count, text, length);
  return found ? found - (const char *)bytes : -1;
}
