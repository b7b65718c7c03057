/// The ways in which names are distorted for the comparison with rapidfuzz.
enum NameNoise: String, CaseIterable {
  case capitals = "in capitals"
  case reversed = "with the first word last"
  case swapped = "with two letters swapped"
  case shortened = "with the place shortened"
  case tagged = "with (W) behind"

  /// Every name of a class that a name can become.
  func spellings(of name: String) -> [String] {
    switch self {
    case .capitals: return [name.uppercased()]
    case .reversed:
      let parts = name.split(separator: " ", maxSplits: 1)
      return parts.count == 2 ? ["\(parts[1]) \(parts[0])"] : []
    case .swapped:
      let letters = Array(name)
      return (0..<max(0, letters.count - 1)).map { place in
        var letters = letters
        letters.swapAt(place, place + 1)
        return String(letters)
      }
    case .shortened:
      for (long, short) in Self.places {
        guard let place = name.firstRange(of: long) else { continue }
        return [String(name[..<place.lowerBound]) + short + name[place.upperBound...]]
      }
      return []
    case .tagged: return [name + " (W)"]
    }
  }

  private static let places = [
    ("Los Angeles", "LA"), ("New York", "NY"), ("San Antonio", "SA"), ("Oklahoma City", "OKC"),
    ("State", "St"), ("St.", "State"), ("North", "N"), ("South", "S"),
  ]

  /// 40 places with 10 nicknames each, like the peer's own measurement.
  static let madeUpNames: [String] = cities.flatMap { city in
    nicknames.map { "\(city) \($0)" }
  }

  private static let cities = [
    "Los Angeles", "New York", "Boston", "Chicago", "Miami", "Houston", "Dallas", "Denver",
    "Phoenix", "Seattle", "Atlanta", "Detroit", "Toronto", "Orlando", "Memphis", "Utah", "Portland",
    "Sacramento", "San Antonio", "Milwaukee", "Cleveland", "Charlotte", "Indiana", "Brooklyn",
    "Philadelphia", "Washington", "Minnesota", "Oklahoma City", "New Orleans", "Golden State",
    "Las Vegas", "Kansas City", "Green Bay", "Tampa Bay", "Pittsburgh", "Baltimore", "Cincinnati",
    "Buffalo", "Jacksonville", "Tennessee",
  ]
  private static let nicknames = [
    "Lakers", "Clippers", "Knicks", "Bulls", "Heat", "Rockets", "Mavericks", "Nuggets", "Suns",
    "Hawks",
  ]
}

extension String {
  /// The first place of a text, by characters.
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
