internal import CLinux
internal import Kalshi
internal import Market

/// Replays the order book frames of recordings: what `dutchbook books` prints.
public struct BookReplay {
  private let tickers: [String]
  private let scanners: [StreamFrameScanner]
  private var books: [RecordedBook]
  private var isSeen: [Bool]
  private var sequences = SubscriptionSequences()
  /// Frames that could not be read: counted, left out.
  private(set) var unreadable = 0
  /// Where the first of them stands.
  private var firstUnreadable: (file: Int, number: Int)?
  /// Frames whose sequence number had been seen: left out.
  var repeated: Int { sequences.repeated }

  /// - Parameter tickers: every market of the recording.
  init(tickers: [String]) throws(TickerIndexError) {
    self.tickers = tickers
    let index = try TickerIndex(tickers: tickers)
    scanners = [NoSidePricing.noLeg, .yesLeg].map {
      StreamFrameScanner(tickers: index, noSide: $0)
    }
    books = Array(repeating: RecordedBook(), count: tickers.count)
    isSeen = Array(repeating: false, count: tickers.count)
  }

  /// The final books of recordings, one JSON line a market, and what people should know.
  ///
  /// - Throws: ``RecordingError`` or ``/Journal/JournalError``, naming file and place.
  public static func run(paths: [String]) throws -> (lines: [String], notes: [String]) {
    var found: Set<[UInt8]> = []
    var notes: [String] = []
    let recordings = try RecordedFrames.recordings(paths)
    for recording in recordings {
      notes += try RecordedFrames.read(recording) { frame in
        if let ticker = ticker(in: frame.bytes) { found.insert(ticker) }
      }
    }
    let tickers = found.map { String(decoding: $0, as: UTF8.self) }.sorted()
    var replay: BookReplay
    do {
      replay = try BookReplay(tickers: tickers)
    } catch {
      throw RecordingError("\(error)")
    }
    for (file, recording) in recordings.enumerated() {
      _ = try RecordedFrames.read(recording) { replay.take($0, file: file) }
    }
    if let first = replay.firstUnreadable {
      notes.append(
        "\(replay.unreadable) frames could not be read; the first stands in"
          + " \(recordings[first.file].joined(separator: ", ")), number \(first.number)")
    }
    if replay.repeated > 0 { notes.append("\(replay.repeated) frames came twice; left out") }
    return (replay.lines, notes)
  }

  /// The ticker a frame names, found without reading the frame.
  static func ticker(in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let key: StaticString = "\"market_ticker\":"
    let found = dutchbook_find(
      bytes.baseAddress, bytes.count, key.utf8Start, key.utf8CodeUnitCount)
    guard found >= 0 else { return nil }
    var place = found + key.utf8CodeUnitCount
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    guard place < bytes.count, bytes[place] == 0x22 else { return nil }
    let start = place + 1
    guard let end = bytes[start...].firstIndex(of: 0x22), end > start,
      end - start <= TickerIndex.maximumLength
    else { return nil }
    return Array(bytes[start..<end])
  }

  /// Takes one frame.
  mutating func take(_ recorded: RecordedFrame, file: Int) {
    let scanner = scanners[recorded.noSide == .noLeg ? 0 : 1]
    let scanned: (envelope: StreamEnvelope, frame: StreamFrame)
    do throws(StreamFrameError) {
      scanned = try scanner.scan(recorded.bytes)
    } catch {
      unreadable += 1
      firstUnreadable = firstUnreadable ?? (file, recorded.number)
      return
    }
    var market: MarketID?
    switch scanned.frame {
    case .subscribed(let confirmed):
      let subscription = recorded.subscription(confirmed.frame.sid, file: file)
      _ = sequences.begin(subscription, sequence: scanned.envelope.seq)
      return
    case .bookSnapshot(let snapshot): market = snapshot.frame.market
    case .bookDelta(let delta): market = delta.market
    case .acknowledged, .unsubscribed: break
    default: return
    }
    let subscription = scanned.envelope.sid.map { recorded.subscription($0, file: file) }
    let step = sequences.take(subscription, sequence: scanned.envelope.seq, market: market)
    guard step != .repeated, let market else { return }
    isSeen[Int(market.index)] = true
    switch scanned.frame {
    case .bookSnapshot(let snapshot):
      books[Int(market.index)].replace(bids: snapshot.frame.bids, asks: snapshot.frame.asks)
    case .bookDelta(let delta):
      books[Int(market.index)].change(delta.side, delta.price, by: delta.change)
    default: break
    }
  }

  /// One JSON line a market, tickers ascending.
  var lines: [String] {
    let gaps = sequences.gaps(ofMarkets: tickers.count)
    return tickers.indices.filter { isSeen[$0] }.map { place in
      let book = books[place]
      return "{\"ticker\":\"\(tickers[place])\",\"yes\":\(Self.text(book.levels(.yes)))"
        + ",\"no\":\(Self.text(book.levels(.no))),\"gaps\":\(gaps[place])}"
    }
  }

  private static func text(_ levels: [BookLevel]) -> String {
    "[" + levels.map { "[\"\($0.price)\",\"\($0.quantity)\"]" }.joined(separator: ",") + "]"
  }
}
