import Glibc
import Storage

/// A worker for StorageTests, which kills it. Arguments: the URL, the sweep, its name.
///
/// Works until the sweep is finished, and exits with 0. A job whose payload is `hang` is never
/// finished at its first attempt: the worker holds it until it is killed.
@main enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { exit(64) }
    do {
      try work(url: arguments[1], sweep: arguments[2], name: arguments[3])
    } catch {
      print("\(error)")
      exit(1)
    }
  }

  private static func work(url: String, sweep: String, name: String) throws {
    let connection = try RedisConnection(try RedisAddress(url: url))
    let queue = try WorkQueue.join(sweep: sweep, on: connection)
    while true {
      switch try queue.claim(worker: name) {
      case .finished: return
      case .busy:
        // sleeps: other processes have the jobs.
        usleep(5_000)
      case .job(let job):
        while job.payload == Array("hang".utf8), job.attempt == 1 { pause() }
        let completion = try queue.complete(job, result: result(of: job.payload))
        if completion == .counted { try connection.call("RPUSH", ["counted", .init(job.id)]) }
      }
    }
  }

  /// A milliseconds' worth of work: a hash (FNV-1a) of the payload, many times over.
  private static func result(of payload: [UInt8]) -> [UInt8] {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for _ in 0..<2_000 {
      for byte in payload { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return Array(String(hash, radix: 16).utf8)
  }
}
