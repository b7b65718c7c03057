import Glibc
import Synchronization
import Testing

@testable import Wire

@Suite struct `Threads of the background` {
  /// `SCHED_BATCH` of sched(7).
  static let batch: Int32 = 3

  struct Sight: Equatable, Sendable {
    var policy: Int32 = -1
    /// Cores that the thread may run on, as the kernel lists them.
    var cores = ""

    /// Of the calling thread.
    init() {
      var parameters = sched_param()
      pthread_getschedparam(pthread_self(), &policy, &parameters)
      guard let file = fopen("/proc/thread-self/status", "r") else { return }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4_096)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(
          decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard text.hasPrefix("Cpus_allowed_list:") else { continue }
        cores = String(text.dropFirst(18).filter { !$0.isWhitespace })
      }
    }
  }

  /// What a body sees on a loop's own thread.
  private func onThread(
    of options: EventLoop.Options, _ body: @escaping @Sendable () -> [Sight]
  ) async throws -> [Sight] {
    let loop = try EventLoop(options)
    try loop.start()
    return await withCheckedContinuation { continuation in
      _ = loop.perform {
        continuation.resume(returning: body())
        loop.stop()
      }
    }
  }

  @Test func `a loop of the background pushes nobody aside, an ordinary one may`() async throws {
    let ordinary = try await onThread(of: .init()) { [Sight()] }
    let background = try await onThread(of: .init(isBackground: true)) { [Sight()] }
    #expect(ordinary.map(\.policy) == [SCHED_OTHER])
    #expect(background.map(\.policy) == [Self.batch])
    #expect(ordinary.map(\.cores) == background.map(\.cores))
  }

  @Test func `a pinned loop stays on its core, and a thread it starts may leave it`() async throws {
    let core = try #require((0..<1_024).first { EventLoop.Options.isAllowed(core: $0) })
    let everywhere = try await onThread(of: .init()) { [Sight()] }
    let sights = try await onThread(of: .init(core: core)) {
      let own = Sight()
      BackgroundThread.enter()
      return [own, Sight()]
    }
    #expect(sights.map(\.cores) == ["\(core)"] + everywhere.map(\.cores))
    #expect(!EventLoop.Options.isAllowed(core: 1_023) && !EventLoop.Options.isAllowed(core: -1))
  }
}
