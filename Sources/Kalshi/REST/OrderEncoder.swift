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
  }

  /// Texts one after another, and where each begins.
  private struct PartTexts {
    var text: ContiguousArray<UInt8> = []
    var starts: ContiguousArray<Int> = [0]

    mutating func append(_ part: String) {
      text += part.utf8
      starts.append(text.count)
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
    var output = ByteWriter(buffer)
    output.put(createHead, 0, createHead.count)
    putSignature(&output, signature)
    output.put("\r\nContent-Type: application/json\r\nContent-Length: 000\r\n\r\n")
    let bodyStart = output.count
    let lengthPlace = bodyStart - 7
    putBody(&output, intent, market)
    guard !output.isOverfull else { return nil }
    let length = output.count - bodyStart
    guard length <= 999 else { return nil }
    buffer[lengthPlace] = UInt8(ascii: "0") + UInt8(length / 100)
    buffer[lengthPlace + 1] = UInt8(ascii: "0") + UInt8(length / 10 % 10)
    buffer[lengthPlace + 2] = UInt8(ascii: "0") + UInt8(length % 10)
    return output.count
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
    var output = ByteWriter(buffer)
    output.put("DELETE ")
    output.put(ordersPath, 0, ordersPath.count)
    output.put("/")
    output.put(orderID)
    output.put(queryText, queryStart[market], queryStart[market + 1])
    output.put(headTail, 0, headTail.count)
    putSignature(&output, signature)
    output.put("\r\n\r\n")
    return output.isOverfull ? nil : output.count
  }

  /// The path that a cancel signs.
  public func cancelPath(orderID: String) -> String { createPath + "/" + orderID }

  private func putSignature(_ output: inout ByteWriter, _ signature: PreparedSignature) {
    output.put(decimal: signature.milliseconds, decimals: 0)
    output.put("\r\nKALSHI-ACCESS-SIGNATURE: ")
    output.put(signature.base64)
  }

  private func putBody(_ output: inout ByteWriter, _ intent: OrderIntent, _ market: Int) {
    output.put(tickerText, tickerStart[market], tickerStart[market + 1])
    output.put(intent.clientOrderID)
    output.put(intent.side == .bid ? "\",\"side\":\"bid\",\"price\":\"" : askAndPrice)
    output.put(decimal: Int64(intent.price.tenThousandths), decimals: 4)
    output.put("\",\"count\":\"")
    output.put(decimal: intent.quantity.hundredths, decimals: 2)
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

/// Appends bytes to a fixed buffer and remembers when they did not fit.
private struct ByteWriter {
  let buffer: UnsafeMutableRawBufferPointer
  private(set) var count = 0
  private(set) var isOverfull = false

  init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

  mutating func put(_ bytes: UnsafeRawBufferPointer) {
    guard !isOverfull, bytes.count <= buffer.count - count else {
      isOverfull = true
      return
    }
    if let source = bytes.baseAddress, let target = buffer.baseAddress {
      (target + count).copyMemory(from: source, byteCount: bytes.count)
    }
    count += bytes.count
  }

  mutating func put(_ text: StaticString) {
    put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func put(_ bytes: ContiguousArray<UInt8>, _ start: Int, _ end: Int) {
    bytes.withUnsafeBytes { put(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  mutating func put(decimal value: Int64, decimals: Int) {
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
    guard !isOverfull, let written = FixedPoint.write(value, decimals: decimals, into: rest)
    else {
      isOverfull = true
      return
    }
    count += written
  }

  mutating func put(_ id: ClientOrderID) {
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
    guard !isOverfull, id.write(into: rest) else {
      isOverfull = true
      return
    }
    count += ClientOrderID.textLength
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
