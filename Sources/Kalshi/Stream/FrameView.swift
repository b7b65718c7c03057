/// A frame in its scanner's memory, readable until the next one is scanned: `view.market`.
@dynamicMemberLookup
public struct FrameView<Frame> {
  private let pointer: UnsafePointer<Frame>

  init(_ pointer: UnsafePointer<Frame>) { self.pointer = pointer }

  /// A copy, to keep.
  public var frame: Frame { pointer.pointee }

  /// A field of the frame.
  public subscript<Value>(dynamicMember field: KeyPath<Frame, Value>) -> Value {
    pointer.pointee[keyPath: field]
  }
}

extension FrameView: CustomStringConvertible {
  public var description: String { "\(frame)" }
}

/// Where a scanner keeps the last frame of one kind.
struct FramePlace<Frame>: ~Copyable {
  private let pointer = UnsafeMutablePointer<Frame>.allocate(capacity: 1)

  deinit { pointer.deallocate() }

  /// Keeps a frame instead of the one before.
  func keep(_ frame: Frame) -> FrameView<Frame> {
    pointer.initialize(to: frame)
    return FrameView(UnsafePointer(pointer))
  }
}
