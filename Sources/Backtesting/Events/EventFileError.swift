/// Why an event file cannot be read or written.
public enum EventFileError: Error, Hashable, Sendable {
  case storage(file: String, reason: String)
  case notAnEventFile(file: String)
  case newerVersion(file: String, version: Int)
  /// The file ends before its events do.
  case truncated(file: String)
  /// A block's checksum does not fit; `first` is its first event.
  case damaged(file: String, first: Int)
  case badHeader(file: String)
  /// An event names a market that is not in the list, or a price beyond a dollar.
  case badEvent(file: String, event: Int)
  case timeRunsBackwards(file: String, event: Int)
}

extension EventFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let file, let reason): "\(file): \(reason)"
    case .notAnEventFile(let file): "\(file): is not an event file"
    case .newerVersion(let file, let version):
      "\(file): has format version \(version); this program reads up to"
        + " \(EventFile.currentVersion): make it again with `dutchbook import`"
    case .truncated(let file): "\(file): is cut off; make it again with `dutchbook import`"
    case .damaged(let file, let first):
      "\(file): the block of event \(first) is damaged; make it again with `dutchbook import`"
    case .badHeader(let file):
      "\(file): its head is damaged; make it again with `dutchbook import`"
    case .badEvent(let file, let event):
      "\(file): event \(event) names no market or price; make it again with `dutchbook import`"
    case .timeRunsBackwards(let file, let event): "\(file): event \(event): the time runs backwards"
    }
  }
}
