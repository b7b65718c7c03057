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
/// Whether the calling thread may run on a core.
int dutchbook_may_run_on(int core);
/// From now on the calling thread never pushes another one aside when it wakes up, and runs where
/// the process may run, whatever thread it was started by. Returns 0, or an errno value.
int dutchbook_enter_background(void);
/// Nanoseconds since the Unix epoch (CLOCK_REALTIME).
int64_t dutchbook_realtime_nanoseconds(void);
/// Nanoseconds of CLOCK_MONOTONIC.
int64_t dutchbook_monotonic_nanoseconds(void);
/// Columns that a character takes on a terminal; -1 for a control character.
int dutchbook_wcwidth(uint32_t scalar);
/// Waits for events on an epoll set for at most timeout_nanoseconds (negative: for ever). Returns
/// as epoll_wait does.
int dutchbook_epoll_wait(int epoll, struct epoll_event *events, int capacity,
                         int64_t timeout_nanoseconds);
/// From now on, a signal of this number writes one byte, its number, to the descriptor, which must
/// not block. Each number has the last descriptor it was given. Returns 0, or -1 with errno set.
int dutchbook_watch_signal(int number, int descriptor);
/// Gives a signal its default action back.
void dutchbook_unwatch_signal(int number);
/// accept4 without the peer's address.
int dutchbook_accept(int listener, int flags);
/// The user of the process on the other side of a local socket; -1 where that is not known.
int64_t dutchbook_peer_user(int descriptor);
/// Memory as a file without a name (memfd_create); -1 with errno set when there is none.
int dutchbook_anonymous_memory(void);
/// Where a text first stands in some bytes (memmem); -1 where it does not.
long dutchbook_find(const void *bytes, size_t count, const void *text, size_t length);
