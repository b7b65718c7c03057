internal import FoundationEssentials
internal import Journal
internal import Kalshi
internal import Market
internal import Trading

/// Reads a journal's records for what ``JournalLatency`` tells.
struct JournalLatencyScan {
  private(set) var roundTrips: [Int64] = []
  private(set) var feeds: [Int64] = []
  /// Sessions seen.
  private(set) var sessions = 0

  /// Orders that have no answer yet, and cancels and amendments of theirs, by when they were sent.
  private var orders: [ClientOrderID: Int64] = [:]
  private var changes: [ClientOrderID: Int64] = [:]
  /// Our id of an order that the exchange names by its own.
  private var names: [String: ClientOrderID] = [:]
  /// An answer whose meaning follows with the next record.
  private var answer: (time: Int64, orderID: String?)?
  private var delays: FrameDelays?

  /// Takes the next record.
  ///
  /// - Throws: ``ProcessFailure`` for an input that cannot be read.
  mutating func take(_ record: SegmentWalk.Record, in file: String) throws(ProcessFailure) {
    let last = answer
    answer = nil
    switch record.header.kind {
    case .session: begin(record)
    case .exchangeFrame: noteFrame(record)
    case .request: noteRequest(record)
    case .answer:
      answer = (record.header.monotonicNanoseconds, Self.text(record.payload, after: Self.orderKey))
    case .input:
      guard let last, let id = try Self.order(record, in: file) else { return }
      if let orderID = last.orderID { names[orderID] = id }
      if let sent = orders.removeValue(forKey: id) ?? changes.removeValue(forKey: id) {
        note(last.time - sent, in: \.roundTrips)
      }
    default: break
    }
  }

  private mutating func begin(_ record: SegmentWalk.Record) {
    sessions += 1
    orders = [:]
    changes = [:]
    names = [:]
    delays = nil
    guard
      let header = try? JSONDecoder().decode(
        SessionJournal.Header.self, from: Data(record.payload)),
      !header.isRecorded,
      let delays = try? FrameDelays(tickers: header.engine.markets.map(\.ticker))
    else { return }
    self.delays = delays
  }

  private mutating func noteFrame(_ record: SegmentWalk.Record) {
    guard feeds.count < JournalLatency.maximumSamples,
      let delay = delays?.nanoseconds(of: record)
    else { return }
    note(delay, in: \.feeds)
  }

  private mutating func noteRequest(_ record: SegmentWalk.Record) {
    let time = record.header.monotonicNanoseconds
    let head = String(
      decoding: record.payload.prefix { $0 != 0x0A }.prefix(Self.longestTarget), as: UTF8.self)
    let words = head.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0] != "GET",
      let place = words[1].firstRange(of: "/portfolio/events/orders")
    else { return }
    let path = words[1][place.upperBound...].prefix { $0 != "?" }
    if path.isEmpty {
      guard let text = Self.text(record.payload, after: Self.clientKey),
        let id = ClientOrderID(text: text)
      else { return }
      orders[id] = time
    } else if let name = path.split(separator: "/").first, let id = names[String(name)] {
      changes[id] = time
    }
  }

  private static let longestTarget = 1_024
  private static let orderKey = "\"order_id\":\""
  private static let clientKey = "\"client_order_id\":\""

  private mutating func note(
    _ nanoseconds: Int64, in list: WritableKeyPath<JournalLatencyScan, [Int64]>
  ) {
    guard nanoseconds >= 0, self[keyPath: list].count < JournalLatency.maximumSamples else {
      return
    }
    self[keyPath: list].append(nanoseconds)
  }

  /// The order that an answer is about.
  private static func order(
    _ record: SegmentWalk.Record, in file: String
  ) throws(ProcessFailure) -> ClientOrderID? {
    let input: EngineInput
    do throws(EventDecodingError) {
      input = try EngineInput(record.payload)
    } catch {
      throw ProcessFailure(.data, "\(file): record \(record.header.sequence): \(error)")
    }
    return switch input.event {
    case .orderState(let id, _), .orderRejected(let id, _), .cancelRefused(let id),
      .amendFailed(let id):
      id
    default: nil
    }
  }

  /// The text behind a key, up to its closing quote.
  private static func text(_ bytes: UnsafeRawBufferPointer, after key: String) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let place = text.firstRange(of: key) else { return nil }
    let value = text[place.upperBound...].prefix { $0 != "\"" }
    return value.endIndex < text.endIndex ? String(value) : nil
  }
}
