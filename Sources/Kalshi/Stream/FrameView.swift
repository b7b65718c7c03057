/// A frame in its scanner's memory, readable until the next one is scanned: `view.frame.market`.
public struct FrameView<Frame> {
  private let pointer: UnsafePointer<Frame>

  init(_ pointer: UnsafePointer<Frame>) { self.pointer = pointer }

  /// The frame; its texts and levels point into the bytes that were scanned.
  public var frame: Frame { pointer.pointee }
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
