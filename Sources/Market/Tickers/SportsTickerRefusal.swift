/// Why a text is no ticker of a game's winner, spread or total market.
public enum SportsTickerRefusal: Error, Hashable, Sendable {
  /// No series and body around a hyphen.
  case notATicker(String)
  case tooLong(Int)
  /// A series that is not traded here: first halves, innings, players, other leagues, test events.
  case otherSeries(String)
  case unreadableDate(String)
  case unreadableTime(String)
  /// Not two codes of 2 to 5 letters.
  case unreadableTeams(String)
  case noSuffix
  case unreadableSuffix(String)
  /// The market's ticker does not begin with the event ticker beside it.
  case eventTickerDiffers(String)
}

extension SportsTickerRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notATicker(let text): "'\(text)' is no ticker"
    case .tooLong(let count): "a ticker of \(count) bytes is too long"
    case .otherSeries(let series): "series \(series) is not one of ours"
    case .unreadableDate(let text): "'\(text)' is no date"
    case .unreadableTime(let text): "'\(text)' is no time"
    case .unreadableTeams(let text): "'\(text)' cannot hold two team codes"
    case .noSuffix: "the market's suffix is missing"
    case .unreadableSuffix(let text): "the suffix '\(text)' does not fit the series"
    case .eventTickerDiffers(let text): "the ticker does not begin with its event ticker \(text)"
    }
  }
}
