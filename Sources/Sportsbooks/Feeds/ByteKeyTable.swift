/// Numbers byte strings in the order they were first added. Look-ups do not allocate.
///
/// Open addressing with linear probing, at most half full; holds at most ``limit`` keys, further
/// ones are refused.
struct ByteKeyTable {
  let limit: Int
  private(set) var count = 0
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var slots: [Int32]

  init(limit: Int) {
    self.limit = limit
    slots = [Int32](repeating: -1, count: 64)
  }

  /// The number of a key; nil when it was never added.
  func find(_ key: UnsafeRawBufferPointer) -> Int? {
    let number = slots[position(of: key)]
    return number < 0 ? nil : Int(number)
  }

  /// The number of a key, given one when it is new; nil at the bound.
  mutating func insert(_ key: UnsafeRawBufferPointer) -> Int? {
    if let known = find(key) { return known }
    guard count < limit else { return nil }
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
    count += 1
    if count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: slots.count * 2)
      for number in 0..<count {
        let slot = bytes.withUnsafeBytes { all in
          position(of: UnsafeRawBufferPointer(rebasing: all[ends[number]..<ends[number + 1]]))
        }
        slots[slot] = Int32(number)
      }
    } else {
      slots[position(of: key)] = Int32(count - 1)
    }
    return count - 1
  }

  /// The key of a number.
  func text(_ number: Int) -> String {
    String(decoding: bytes[ends[number]..<ends[number + 1]], as: UTF8.self)
  }

  /// The slot where the key stands or would stand.
  private func position(of key: UnsafeRawBufferPointer) -> Int {
    // FNV-1a: keys are short and few.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    while slots[slot] >= 0, !matches(Int(slots[slot]), key) { slot = (slot + 1) & mask }
    return slot
  }

  private func matches(_ number: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    let start = ends[number]
    guard ends[number + 1] - start == key.count else { return false }
    for offset in 0..<key.count where bytes[start + offset] != key[offset] { return false }
    return true
  }
}
