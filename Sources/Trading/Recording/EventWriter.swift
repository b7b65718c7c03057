internal import Market

/// Writes values one after the other, little endian, into memory of its own that is used again.
///
/// Grows when a value does not fit, which after the first few is never. Confined to one thread.
public final class EventWriter {
  private var memory: UnsafeMutableRawBufferPointer
  private var count = 0

  public init(capacity: Int = 4_096) {
    memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  /// What was written since ``clear()``; holds until the next value.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[..<count])
  }

  /// Begins anew.
  public func clear() { count = 0 }

  @inline(__always)
  func put<Value: FixedWidthInteger>(_ value: Value) {
    if count + MemoryLayout<Value>.size > memory.count { grow(MemoryLayout<Value>.size) }
    memory.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    count += MemoryLayout<Value>.size
  }

  @inline(__always)
  func put(_ value: Bool) { put(value ? 1 as UInt8 : 0) }
  @inline(__always)
  func put(_ value: Double) { put(value.bitPattern) }
  @inline(__always)
  func put(_ value: Price) { put(value.tenThousandths) }
  @inline(__always)
  func put(_ value: Quantity) { put(value.hundredths) }
  @inline(__always)
  func put(_ value: Money) { put(value.microDollars) }
  @inline(__always)
  func put(_ value: Timestamp) { put(value.nanoseconds) }
  @inline(__always)
  func put(_ value: MarketID) { put(value.index) }
  func put(_ value: ClientOrderID) {
    put(value.session)
    put(value.sequence)
  }

  /// A byte that says whether there is a value, then the value.
  func put<Value>(_ value: Value?, _ write: (Value) -> Void) {
    put(value != nil)
    if let value { write(value) }
  }

  /// The length in bytes, then the bytes of the UTF-8 form.
  func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      put(UInt32(bytes.count))
      if count + bytes.count > memory.count { grow(bytes.count) }
      UnsafeMutableRawBufferPointer(rebasing: memory[count...])
        .copyMemory(from: UnsafeRawBufferPointer(bytes))
      count += bytes.count
    }
  }

  @inline(never)
  private func grow(_ bytes: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(memory.count * 2, count + bytes), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(memory))
    memory.deallocate()
    memory = larger
  }
}
