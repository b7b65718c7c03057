internal import CLinux
internal import Glibc

/// What a descriptor is watched for, and what it is ready for.
struct Readiness: OptionSet {
  let rawValue: UInt32

  static let readable = Readiness(rawValue: EPOLLIN.rawValue)
  static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
  // Constants, since an array literal allocates in debug builds.
  static let both = Readiness(rawValue: EPOLLIN.rawValue | EPOLLOUT.rawValue)
  static let readableOrBroken = Readiness(
    rawValue: EPOLLIN.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue)
  /// An error or hang-up: always watched.
  static let broken = Readiness(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}

/// Hears that a descriptor is ready, on the loop's thread.
protocol DescriptorHandler: AnyObject {
  func descriptorIsReady(_ readiness: Readiness)
}

/// An epoll set (level-triggered) and who gets the events. Holds its handlers strongly until they
/// are removed. Confined to the loop's thread.
final class DescriptorSet {
  private struct Registration {
    var handler: (any DescriptorHandler)?
    /// Tells an event of a closed descriptor from one of its successor with the same number.
    var generation: UInt32 = 0
  }

  private static let capacity = 256

  private let epoll: Int32
  private var registrations: [Registration] = []
  private let events: UnsafeMutablePointer<epoll_event>
  private var isClosed = false

  init() throws(WireError) {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epoll >= 0 else { throw WireError("cannot make an epoll set: \(systemError())") }
    events = .allocate(capacity: Self.capacity)
    events.initialize(repeating: epoll_event(), count: Self.capacity)
  }

  deinit {
    events.deallocate()
    Glibc.close(epoll)
  }

  func add(
    _ descriptor: Int32, interest: Readiness, handler: any DescriptorHandler
  ) throws(WireError) {
    guard !isClosed else { throw WireError("the event loop is closed") }
    let index = Int(descriptor)
    while registrations.count <= index { registrations.append(Registration()) }
    registrations[index].generation &+= 1
    var event = self.event(descriptor, interest)
    guard epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
      throw WireError("cannot watch a descriptor: \(systemError())")
    }
    registrations[index].handler = handler
  }

  func change(_ descriptor: Int32, interest: Readiness) {
    var event = self.event(descriptor, interest)
    epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event)
  }

  func remove(_ descriptor: Int32) {
    guard Int(descriptor) < registrations.count,
      let handler = registrations[Int(descriptor)].handler
    else { return }
    // The end of what the handler holds may come back here: only when all is in order again.
    defer { withExtendedLifetime(handler) {} }
    registrations[Int(descriptor)].handler = nil
    registrations[Int(descriptor)].generation &+= 1
    var event = epoll_event()
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
  }

  /// Lets go of every handler and takes no more: what is left cannot hold the loop through it.
  func close() {
    isClosed = true
    for descriptor in 0..<registrations.count { remove(Int32(descriptor)) }
  }

  /// Waits for at most that long (negative: for ever) and hands out what is ready.
  func wait(nanoseconds: Int64) {
    let count = dutchbook_epoll_wait(epoll, events, Int32(Self.capacity), nanoseconds)
    var index = 0
    while index < Int(count) {
      let event = events[index]
      index += 1
      let descriptor = Int(event.data.u64 & 0xFFFF_FFFF)
      let registration = registrations[descriptor]
      guard registration.generation == UInt32(event.data.u64 >> 32) else { continue }
      registration.handler?.descriptorIsReady(Readiness(rawValue: event.events))
    }
  }

  private func event(_ descriptor: Int32, _ interest: Readiness) -> epoll_event {
    var event = epoll_event()
    event.events = interest.rawValue
    event.data.u64 =
      UInt64(registrations[Int(descriptor)].generation) << 32 | UInt64(descriptor)
    return event
  }
}

/// The system's words for an error number.
func systemError(_ number: Int32 = errno) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
