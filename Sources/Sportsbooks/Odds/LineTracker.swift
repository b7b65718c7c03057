public import Market

/// Turns "these are all lines of this kind now" into lines set and lines withdrawn.
///
/// One value for a whole feed. Every line named is set again even when its prices did not move,
/// since being said again is what keeps it fresh. Lines with a fault are counted by reason and,
/// when they stood before, withdrawn. Allocates only when a (game, book, kind) is new or grows.
public struct LineTracker: Sendable {
  /// What became of a line.
  public enum Event: Hashable, Sendable {
    case set(OddsLine)
    case withdrawn(LineSubject)
  }

  /// At most so many lines of one kind by one book on one game; further ones are counted and
  /// ignored.
  public static let linesPerGroup = 128
  /// Sides that were priced further apart are no line (`quant.md` 1.4.1).
  public static let sideGapLimitNanoseconds: UInt64 = 2_000_000_000

  /// How often each fault was met.
  public private(set) var rejections = [Int](repeating: 0, count: LineRejection.allCases.count)

  private struct Key: Hashable {
    let event: OddsEventID
    let bookmaker: BookmakerID
    let kind: LineKind
  }
  private var slots: [Key: Int] = [:]
  private var standing: [[LineSubject]] = []
  private var offered: [LineSubject] = []

  public init() { offered.reserveCapacity(Self.linesPerGroup) }

  /// How many lines were refused for that reason.
  public func count(of reason: LineRejection) -> Int { rejections[Int(reason.rawValue)] }

  /// Takes all lines of a group; `emit` hears every line that stands and every one that fell.
  public mutating func replace(
    event: OddsEventID, bookmaker: BookmakerID, kind: LineKind,
    with lines: UnsafeBufferPointer<OfferedLine>, emit: (Event) -> Void
  ) {
    let slot = slot(for: Key(event: event, bookmaker: bookmaker, kind: kind))
    offered.removeAll(keepingCapacity: true)
    for line in lines where line.kind == kind {
      switch Self.check(line) {
      case .failure(let reason): rejections[Int(reason.rawValue)] += 1
      case .success(let checked):
        guard !Self.holds(offered, checked.subject) else {
          rejections[Int(LineRejection.duplicate.rawValue)] += 1
          continue
        }
        guard offered.count < Self.linesPerGroup else {
          rejections[Int(LineRejection.tooManyLines.rawValue)] += 1
          continue
        }
        offered.append(checked.subject)
        emit(.set(checked))
      }
    }
    // By index: an iterator would hold the array, and clearing it would then make a new one.
    for index in 0..<standing[slot].count where !Self.holds(offered, standing[slot][index]) {
      emit(.withdrawn(standing[slot][index]))
    }
    swap(&standing[slot], &offered)
  }

  /// Checks an offered line: both prices present, finite, above 1 and of one time, a line in half
  /// points.
  public static func check(_ line: OfferedLine) -> Result<OddsLine, LineRejection> {
    guard !line.hasThirdOutcome else { return .failure(.thirdOutcome) }
    guard !line.first.isNaN, !line.second.isNaN else { return .failure(.missingSide) }
    guard line.first.isFinite, line.second.isFinite else { return .failure(.notFinite) }
    guard line.sideGapNanoseconds.magnitude <= Self.sideGapLimitNanoseconds else {
      return .failure(.sidesApart)
    }
    let subject: LineSubject
    if line.kind == .winner {
      subject = .winner
    } else {
      guard let points = HalfPoints(points: line.points) else { return .failure(.notHalfPoints) }
      subject = line.kind == .spread ? .spread(home: points) : .total(points)
    }
    guard let checked = OddsLine(subject, first: line.first, second: line.second) else {
      return .failure(.notAboveOne)
    }
    return .success(checked)
  }

  /// A loop of its own: unspecialized, `contains` makes an object on every call.
  private static func holds(_ subjects: [LineSubject], _ wanted: LineSubject) -> Bool {
    for index in 0..<subjects.count where subjects[index] == wanted { return true }
    return false
  }

  private mutating func slot(for key: Key) -> Int {
    if let slot = slots[key] { return slot }
    standing.append([])
    slots[key] = standing.count - 1
    return standing.count - 1
  }
}

/// Why an offered line was refused.
public enum LineRejection: UInt8, Error, Hashable, Sendable, Codable, CaseIterable {
  /// One of the two prices is not there.
  case missingSide
  /// A price is infinite.
  case notFinite
  /// A price at or below 1: a placeholder.
  case notAboveOne
  /// American odds between -100 and +100.
  case americanInsideHundred
  /// The market has a draw, so that two prices say nothing.
  case thirdOutcome
  /// A handicap or total that is no whole number of halves (quarter lines), or none at all.
  case notHalfPoints
  /// The two sides' handicaps do not mirror each other.
  case sidesDisagree
  /// The two sides were priced more than 2 s apart.
  case sidesApart
  /// The same line twice in one group.
  case duplicate
  case tooManyLines
}
