public import Trading

/// Adds up what a source plays, event by event (FNV-1a of the events' binary form).
public struct PlayedDigest {
  /// The sum so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
  private let writer = EventWriter()

  public init() {}

  /// Adds an input, its times included.
  public mutating func add(_ input: EngineInput) {
    writer.clear()
    input.write(to: writer)
    for byte in writer.bytes { add(byte) }
  }

  /// Adds bytes as they stand.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) { for byte in bytes { add(byte) } }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
