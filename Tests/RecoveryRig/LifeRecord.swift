/// What one life of the killed process has published of its engine: a hash of the state after each
/// input.
public final class LifeRecord {
  private let file: SharedFile
  /// Hashes of at most so many inputs; a life ends long before.
  public static let capacity = 1 << 17

  /// - Parameter life: counts the processes of one journal, from 1.
  public init(folder: String, life: Int) throws {
    file = try SharedFile("\(folder)/life-\(life)", bytes: Self.capacity * 8)
  }

  /// Inputs whose hash is there.
  public var count: Int { file.published }

  /// The hash after so many inputs, from 1.
  public func hash(afterInput number: Int) -> UInt64 {
    file.memory.load(fromByteOffset: (number - 1) * 8, as: UInt64.self)
  }

  /// For tests of the tests: one hash becomes another one.
  public func falsify(afterInput number: Int) {
    file.memory.storeBytes(
      of: ~hash(afterInput: number), toByteOffset: (number - 1) * 8, as: UInt64.self)
  }

  /// For tests of the tests: as if so many more inputs had been processed.
  public func pretendInputs(_ number: Int) { for _ in 0..<number { publish(0) } }

  func publish(_ hash: UInt64) {
    let count = file.published
    precondition(count < Self.capacity, "a life of more than \(Self.capacity) inputs")
    file.memory.storeBytes(of: hash, toByteOffset: count * 8, as: UInt64.self)
    file.published = count + 1
  }
}
