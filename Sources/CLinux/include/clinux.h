#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <wchar.h>

// glibc's Swift module leaves out epoll, eventfd and wcwidth; this header brings them in.

/// Pins the calling thread to one core. Returns 0, or an errno value.
int dutchbook_pin_thread(int core);
/// Nanoseconds since the Unix epoch (CLOCK_REALTIME).
int64_t dutchbook_realtime_nanoseconds(void);
/// Nanoseconds of CLOCK_MONOTONIC.
int64_t dutchbook_monotonic_nanoseconds(void);
/// Columns that a character takes on a terminal; -1 for a control character.
int dutchbook_wcwidth(uint32_t scalar);
