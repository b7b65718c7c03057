internal import Market

// The fast way through frames whose layout is that of the last frame of their type.
extension StreamFrameScanner {
  /// How many layouts are kept, each for frames of one beginning.
  static let layoutCount = 8

  /// Which layout a frame may have: by its bytes 9 to 16, `ticker",` or `orderboo` in the
  /// exchange's order. Only a guess: every byte is compared.
  @inline(__always)
  static func layoutPlace(_ frame: UnsafeRawBufferPointer) -> Int {
    guard frame.count >= FrameLayout.shortestFrame else { return 0 }
    let word = frame.loadUnaligned(fromByteOffset: 9, as: UInt64.self)
    return Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) &>> 61)
  }

  /// Learns the layout of a frame that the general walk has read, unless its kind is rare or the
  /// order of its keys keeps changing: then learning waits, each time twice as long.
  @inline(never)
  func learn(_ frame: UnsafeRawBufferPointer, _ read: StreamFrame) {
    let kind: FrameLayout.Kind
    switch read {
    case .ticker: kind = .ticker
    case .bookDelta: kind = .bookDelta
    default: return
    }
    let place = layouts + Self.layoutPlace(frame)
    guard place.pointee.isTimeToLearn() else { return }
    place.pointee.learn(frame, kind, table, ranges)
  }
}
