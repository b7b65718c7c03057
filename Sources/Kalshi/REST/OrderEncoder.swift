public import Market

/// Writes whole HTTP/1.1 requests for orders and cancels into a caller's buffer, without
/// allocating.
///
/// The parts that do not change between orders (path, host, key, header names; ticker and routing
/// of each market) are encoded once. Confined to one thread.
public final class OrderEncoder {
  /// Longer than any request written here: head about 900 bytes with the longest signature, body
  /// about 500 with the longest ticker.
  public static let maximumBytes = 4_096

  /// Method and path as signed for creating an order.
  public let createPath: String

  // Constants, so that no use of them is checked for overlapping accesses.
  private let ordersPath: ContiguousArray<UInt8>
  /// From ` HTTP/1.1` to the name of the header of the time.
  private let headTail: ContiguousArray<UInt8>
  /// `POST`, the path and ``headTail``.
  private let createHead: ContiguousArray<UInt8>
  /// `{"ticker":"…","client_order_id":"` of each market, one after another, and where each begins.
  private let tickerText: ContiguousArray<UInt8>
  private let tickerStart: ContiguousArray<Int>
  /// `,"exchange_index":3` of each market, or nothing.
  private let routingText: ContiguousArray<UInt8>
  private let routingStart: ContiguousArray<Int>
  /// `?market_ticker=…` of each market.
  private let queryText: ContiguousArray<UInt8>
  private let queryStart: ContiguousArray<Int>
  /// More than any request takes, but for its signature and the exchange's id.
  private let fixedBytes: Int

  /// - Parameters:
  ///   - authority: the `Host` header.
  ///   - basePath: `/trade-api/v2`.
  ///   - keyID: the API key's id.
  ///   - names: by ``/Market/MarketID``.
  ///   - exchangeIndexes: the shard of each market where known, by ``/Market/MarketID``; may be
  ///     empty.
  public init(
    authority: String, basePath: String = "/trade-api/v2", keyID: String, tickers names: [String],
    exchangeIndexes: [Int64?] = []
  ) {
    createPath = basePath + "/portfolio/events/orders"
    ordersPath = ContiguousArray(createPath.utf8)
    headTail = ContiguousArray(
      (" HTTP/1.1\r\nHost: \(authority)\r\nKALSHI-ACCESS-KEY: \(keyID)\r\n"
        + "KALSHI-ACCESS-TIMESTAMP: ").utf8)
    createHead = ContiguousArray("POST ".utf8) + ordersPath + headTail
    var (tickers, routing, query) = (PartTexts(), PartTexts(), PartTexts())
    for (place, ticker) in names.enumerated() {
      let index = exchangeIndexes.indices.contains(place) ? exchangeIndexes[place] : nil
      tickers.append("{\"ticker\":\(JSONText.quoted(ticker)),\"client_order_id\":\"")
      routing.append(index.map { ",\"exchange_index\":\($0)" } ?? "")
      query.append(
        "?market_ticker=\(PercentEncoding.query(ticker))"
          + (index.map { "&exchange_index=\($0)" } ?? ""))
    }
    (tickerText, tickerStart) = (tickers.text, tickers.starts)
    (routingText, routingStart) = (routing.text, routing.starts)
    (queryText, queryStart) = (query.text, query.starts)
    // A body's other texts and numbers come to less than 512 bytes, together with what the last
    // number's store reaches beyond it.
    fixedBytes =
      createHead.count + tickers.longest + routing.longest + query.longest + 512
      + ByteWriter.numberRoom
  }

  /// Texts one after another, and where each begins.
  private struct PartTexts {
    var text: ContiguousArray<UInt8> = []
    var starts: ContiguousArray<Int> = [0]
    var longest = 0

    mutating func append(_ part: String) {
      text += part.utf8
      starts.append(text.count)
      longest = max(longest, part.utf8.count)
    }
  }

  /// Writes the POST of an order.
  ///
  /// - Parameter signature: over `POST` and ``createPath`` at its own time.
  /// - Returns: the count of bytes, nil when the buffer is too small or the market unknown.
  public func encode(
    _ intent: OrderIntent, signature: PreparedSignature,
    into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let market = Int(intent.market.index)
    guard market >= 0, market < tickerStart.count - 1 else { return nil }
    return write(room: fixedBytes + signature.headers.count, into: buffer) { output in
      output.put(createHead, 0, createHead.count)
      output.put(signature.headers)
      output.put("\r\nContent-Type: application/json\r\nContent-Length: 000\r\n\r\n")
      let body = output.next
      putBody(&output, intent, market)
      let length = output.next - body
      guard length <= 999 else { return false }
      func digit(_ value: Int) -> UInt8 { UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value) }
      body.storeBytes(of: digit(length / 100), toByteOffset: -7, as: UInt8.self)
      body.storeBytes(of: digit(length / 10 % 10), toByteOffset: -6, as: UInt8.self)
      body.storeBytes(of: digit(length % 10), toByteOffset: -5, as: UInt8.self)
      return true
    }
  }

  /// Writes the DELETE of an order.
  ///
  /// - Parameters:
  ///   - orderID: the exchange's id.
  ///   - signature: over `DELETE` and the path of the order.
  public func encodeCancel(
    orderID: UnsafeRawBufferPointer, market: MarketID, signature: PreparedSignature,
    into buffer: UnsafeMutableRawBufferPointer
  ) -> Int? {
    let market = Int(market.index)
    guard market >= 0, market < queryStart.count - 1, !orderID.isEmpty else { return nil }
    // An id that needs escaping is none of the exchange's.
    for byte in orderID where !PercentEncoding.isUnreserved(byte) { return nil }
    let room = fixedBytes + signature.headers.count + orderID.count
    return write(room: room, into: buffer) { output in
      output.put("DELETE ")
      output.put(ordersPath, 0, ordersPath.count)
      output.put("/")
      output.put(orderID)
      output.put(queryText, queryStart[market], queryStart[market + 1])
      output.put(headTail, 0, headTail.count)
      output.put(signature.headers)
      output.put("\r\n\r\n")
      return true
    }
  }

  /// Has a request written where there is room for any, and says how long it is.
  ///
  /// - Parameter room: more than it can need.
  @inline(__always)
  private func write(
    room: Int, into buffer: UnsafeMutableRawBufferPointer, _ body: (inout ByteWriter) -> Bool
  ) -> Int? {
    guard room <= Self.maximumBytes else { return nil }
    if let start = buffer.baseAddress, buffer.count >= Self.maximumBytes {
      var output = ByteWriter(next: start)
      return body(&output) ? output.next - start : nil
    }
    // Into a buffer that may be too small it goes by way of one that is not.
    return withUnsafeTemporaryAllocation(byteCount: Self.maximumBytes, alignment: 16) { whole in
      guard let start = whole.baseAddress else { return nil }
      var output = ByteWriter(next: start)
      guard body(&output) else { return nil }
      let count = output.next - start
      guard count <= buffer.count else { return nil }
      buffer.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
      return count
    }
  }

  /// The path that a cancel signs.
  public func cancelPath(orderID: String) -> String { createPath + "/" + orderID }

  private func putBody(_ output: inout ByteWriter, _ intent: OrderIntent, _ market: Int) {
    output.put(tickerText, tickerStart[market], tickerStart[market + 1])
    output.put(intent.clientOrderID)
    output.put(intent.side == .bid ? "\",\"side\":\"bid\",\"price\":\"" : askAndPrice)
    output.put(intent.price)
    output.put("\",\"count\":\"")
    output.put(intent.quantity)
    output.put("\",\"time_in_force\":\"")
    output.put(intent.timeInForce.wireName)
    output.put("\",\"self_trade_prevention_type\":\"")
    output.put(intent.selfTradePrevention.wireName)
    output.put("\"")
    if intent.isPostOnly { output.put(",\"post_only\":true") }
    if intent.isReduceOnly { output.put(",\"reduce_only\":true") }
    if intent.cancelsOnPause { output.put(",\"cancel_order_on_pause\":true") }
    if let expiration = intent.expiration {
      output.put(",\"expiration_time\":")
      output.put(decimal: expiration.seconds, decimals: 0)
    }
    output.put(routingText, routingStart[market], routingStart[market + 1])
    output.put("}")
  }

  private var askAndPrice: StaticString { "\",\"side\":\"ask\",\"price\":\"" }
}

/// Appends bytes to memory of which its maker knows that it has room for all that comes.
private struct ByteWriter {
  var next: UnsafeMutableRawPointer
  /// What a number may take, and what its last store reaches beyond it.
  static let numberRoom = 32

  @inline(__always)
  mutating func put(_ bytes: UnsafeRawPointer, _ count: Int) {
    next.copyMemory(from: bytes, byteCount: count)
    next += count
  }

  @inline(__always)
  mutating func put(_ bytes: UnsafeRawBufferPointer) {
    if let start = bytes.baseAddress { put(start, bytes.count) }
  }

  @inline(__always)
  mutating func put(_ text: StaticString) { put(text.utf8Start, text.utf8CodeUnitCount) }

  @inline(__always)
  mutating func put(_ bytes: ContiguousArray<UInt8>, _ start: Int, _ end: Int) {
    bytes.withUnsafeBytes { put(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  @inline(__always)
  mutating func put(decimal value: Int64, decimals: Int) {
    let room = UnsafeMutableRawBufferPointer(start: next, count: Self.numberRoom)
    next += FixedPoint.write(value, decimals: decimals, into: room) ?? 0
  }

  @inline(__always)
  mutating func put(_ price: Price) {
    next += price.write(into: UnsafeMutableRawBufferPointer(start: next, count: 8)) ?? 0
  }

  @inline(__always)
  mutating func put(_ quantity: Quantity) {
    let room = UnsafeMutableRawBufferPointer(start: next, count: Self.numberRoom)
    next += quantity.write(into: room) ?? 0
  }

  @inline(__always)
  mutating func put(_ id: ClientOrderID) {
    id.write(into: UnsafeMutableRawBufferPointer(start: next, count: ClientOrderID.textLength))
    next += ClientOrderID.textLength
  }
}

/// Percent-encoding of query values (RFC 3986 section 2).
enum PercentEncoding {
  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  static func query(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      if isUnreserved(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return result
  }
}
