/// What a script returned: a word, and what belongs to it.
struct WorkQueueAnswer {
  /// The queue and its place, for messages.
  let queue: String
  let word: String
  private let elements: [RedisReply]
  private let connection: RedisConnection

  /// Runs a script on a queue's keys.
  init(
    _ script: String, _ keys: WorkQueueKeys, _ arguments: [RedisArgument],
    on connection: RedisConnection, sweep: String
  ) throws(WorkQueueError) {
    self.connection = connection
    queue = "the work queue \(sweep) at \(connection.address)"
    let names = keys.all.map { RedisArgument($0) }
    do throws(RedisError) {
      elements = try connection.elements(
        "EVAL", [.init(script), .init(names.count)] + names + arguments)
      guard let word = elements.first?.text else {
        throw connection.unexpected(.array(elements), "EVAL", "an array that begins with a word")
      }
      self.word = word
    } catch {
      if case .refused(_, _, "NOGROUP", _) = error {
        throw .damaged(queue: queue, reason: "the stream of jobs was made by something else")
      }
      throw .redis(error)
    }
  }

  /// A number that cannot be below zero.
  func count(_ index: Int) throws(WorkQueueError) -> Int {
    guard let value = element(index).integer, value >= 0 else {
      throw wrong(index, "a count")
    }
    return Int(value)
  }

  func text(_ index: Int) throws(WorkQueueError) -> String {
    guard let text = element(index).text else { throw wrong(index, "a text") }
    return text
  }

  func bytes(_ index: Int) throws(WorkQueueError) -> [UInt8] {
    guard let bytes = element(index).bytes else { throw wrong(index, "bytes") }
    return bytes
  }

  func list(_ index: Int) throws(WorkQueueError) -> [RedisReply] {
    guard let list = element(index).elements else { throw wrong(index, "an array") }
    return list
  }

  /// A word that the script should not return.
  func unexpectedWord() -> WorkQueueError {
    .redis(connection.unexpected(.status(word), "EVAL", "a word of the script"))
  }

  private func element(_ index: Int) -> RedisReply {
    elements.indices.contains(index) ? elements[index] : .null
  }

  private func wrong(_ index: Int, _ wanted: String) -> WorkQueueError {
    .redis(connection.unexpected(element(index), "EVAL", wanted))
  }
}
