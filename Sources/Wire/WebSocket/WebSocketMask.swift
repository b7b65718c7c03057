internal import Market

/// Masking of client payloads (RFC 6455 section 5.3): each byte is combined with one of the key's
/// four.
public enum WebSocketMask {
  /// Writes `source` combined with `key` to `target`, eight bytes at a time. The same call masks
  /// and unmasks; `target` may be the source's own memory. No allocation.
  ///
  /// - Parameters:
  ///   - key: the four bytes of the key, the first one lowest.
  ///   - offset: how far `source` lies inside the frame's payload.
  @inline(__always)
  public static func apply(
    _ key: UInt32, offset: Int, from source: UnsafeRawBufferPointer,
    to target: UnsafeMutableRawPointer
  ) {
    guard let from = source.baseAddress else { return }
    let shift = UInt32(truncatingIfNeeded: (offset & 3) * 8)
    let turned = shift == 0 ? key : key >> shift | key << (32 - shift)
    let wide = UInt64(turned) | UInt64(turned) << 32
    let count = source.count
    var index = 0
    while index &+ 8 <= count {
      let word = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      target.storeBytes(of: word ^ wide.littleEndian, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    while index < count {
      let byte = UInt8(truncatingIfNeeded: wide >> UInt64((index & 7) &* 8))
      target.storeBytes(
        of: from.load(fromByteOffset: index, as: UInt8.self) ^ byte, toByteOffset: index,
        as: UInt8.self)
      index &+= 1
    }
  }
}

/// The keys a client masks its frames with, drawn from a seed (SplitMix64).
///
/// Masking keeps a script in a browser from choosing the bytes on the wire (RFC 6455 section 10.3).
/// Here one program writes both ends of the stream, so a key need not be unforeseeable to the
/// program itself; the driver still seeds each connection from the system's generator.
public struct WebSocketMaskKeys: Sendable {
  private var source: SplitMix64

  public init(seed: UInt64) { source = SplitMix64(seed: seed) }

  /// The next key.
  public mutating func next() -> UInt32 { UInt32(truncatingIfNeeded: source.next() >> 32) }
}
