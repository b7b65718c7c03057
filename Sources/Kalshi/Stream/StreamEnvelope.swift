public import Market

/// What stands around a frame's message.
///
/// Which fields a frame has is kept in bits beside their numbers: half the size of four optionals,
/// and written without asking for each.
public struct StreamEnvelope: Hashable, Sendable {
  /// Bit of ``StreamField/rawValue``; what is missing is zero.
  private var present: UInt64
  private var sidNumber: Int64
  private var seqNumber: Int64
  private var idNumber: Int64
  private var sentMilliseconds: Int64

  /// The subscription; nil on errors and replies of the connection itself.
  public var sid: Int64? {
    get { has(.sid) ? sidNumber : nil }
    set {
      sidNumber = newValue ?? 0
      note(.sid, newValue != nil)
    }
  }

  /// Contiguous from 1 within a subscription; nil on channels that are not numbered.
  public var seq: Int64? {
    get { has(.seq) ? seqNumber : nil }
    set {
      seqNumber = newValue ?? 0
      note(.seq, newValue != nil)
    }
  }

  /// The command this replies to; nil on data.
  public var id: Int64? {
    get { has(.id) ? idNumber : nil }
    set {
      idNumber = newValue ?? 0
      note(.id, newValue != nil)
    }
  }

  /// When the exchange queued the frame.
  public var sent: Timestamp? {
    get { has(.sendingTime) ? Timestamp(milliseconds: sentMilliseconds) : nil }
    set {
      sentMilliseconds = newValue.map { $0.nanoseconds / 1_000_000 } ?? 0
      note(.sendingTime, newValue != nil)
    }
  }

  /// Makes one of what a frame has.
  ///
  /// - Parameter sent: whole milliseconds, as the exchange gives it; finer parts are dropped.
  public init(
    sid: Int64? = nil, seq: Int64? = nil, id: Int64? = nil, sent: Timestamp? = nil
  ) {
    self.init(present: 0, sid: 0, seq: 0, id: 0, sentMilliseconds: 0)
    self.sid = sid
    self.seq = seq
    self.id = id
    self.sent = sent
  }

  /// - Parameter present: bits of ``StreamField/rawValue``; the numbers of others must be zero.
  @inline(__always)
  init(present: UInt64, sid: Int64, seq: Int64, id: Int64, sentMilliseconds: Int64) {
    self.present = present
    sidNumber = sid
    seqNumber = seq
    idNumber = id
    self.sentMilliseconds = sentMilliseconds
  }

  @inline(__always)
  private func has(_ field: StreamField) -> Bool { present & field.bit != 0 }

  @inline(__always)
  private mutating func note(_ field: StreamField, _ isThere: Bool) {
    present = isThere ? present | field.bit : present & ~field.bit
  }
}
