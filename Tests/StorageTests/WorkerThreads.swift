import Foundation
import Storage
import TestKit

/// Workers on threads of their own, of which some drop their connection in the middle of a job.
///
/// Unchecked: the record is touched only behind the lock.
final class WorkerThreads: @unchecked Sendable {
  /// What the workers saw, together.
  struct Record: Sendable {
    /// For each job, the results that were answered with `counted`.
    var counted: [String: [[UInt8]]] = [:]
    var drops = 0
    var dropped = 0
    var alreadyCounted = 0
    var lostConnections = 0
    var errors: [String] = []
  }

  private var record = Record()
  // The standard library's mutex looks like a race to ThreadSanitizer.
  private let lock = NSLock()
  private let url: String
  private let seed: UInt64
  private let group = DispatchGroup()

  init(url: String, seed: UInt64, count: Int) {
    self.url = url
    self.seed = seed
    for number in 0..<count {
      group.enter()
      Thread.detachNewThread { [self] in
        do { try work(number) } catch { note { $0.errors.append("\(error)") } }
        group.leave()
      }
    }
  }

  /// What the workers saw, once all have ended; nil when they do not within two minutes.
  func end() -> Record? {
    group.wait(timeout: .now() + 120) == .success ? lock.withLock { record } : nil
  }

  private func note(_ change: (inout Record) -> Void) { lock.withLock { change(&record) } }

  private func work(_ number: Int) throws {
    var generator = SeededGenerator(seed: seed &+ UInt64(number) &* 1_000)
    let connection = try RedisConnection(
      try RedisAddress(url: url), options: .init(maximumReconnects: 6_000))
    let queue = try WorkQueue.join(sweep: QueueRig.sweep, on: connection)
    var life = 0
    while true {
      let name = "worker \(number).\(life)"
      switch try again(connection, { try queue.claim(worker: name) }) {
      case .finished: return
      case .busy: continue
      case .job(let job):
        // A quarter of the claims ends with the worker's death.
        if Int.random(in: 0..<4, using: &generator) == 0 {
          note { $0.drops += 1 }
          life += 1
          connection.close()
          try reconnect(connection)
          continue
        }
        let result = Array("\(name), \(job.id), \(job.attempt)".utf8)
        let completion = try again(connection, { try queue.complete(job, result: result) })
        note { record in
          switch completion {
          case .counted: record.counted[job.id, default: []].append(result)
          case .alreadyCounted: record.alreadyCounted += 1
          case .dropped: record.dropped += 1
          }
        }
      }
    }
  }

  /// Repeats a call whose answer was lost.
  private func again<Answer>(
    _ connection: RedisConnection, _ call: () throws -> Answer
  ) throws -> Answer {
    while true {
      do { return try call() } catch let error as WorkQueueError where error.isLostConnection {
        note { $0.lostConnections += 1 }
        try reconnect(connection)
      }
    }
  }

  private func reconnect(_ connection: RedisConnection) throws {
    while true {
      do { return try connection.reconnect() } catch  where error.isLostConnection {
        // sleeps: another process starts again.
        usleep(5_000)
      }
    }
  }
}
