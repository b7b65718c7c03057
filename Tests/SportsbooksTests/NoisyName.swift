/// The ways in which a test distorts a name.
enum NoisyName: CaseIterable {
  case capitals, reversed, swapped, doubled, dropped, replaced, tagged, twice, withoutSpace

  func applied(to name: String, _ generator: inout some RandomNumberGenerator) -> String {
    var letters = Array(name)
    let place = Int.random(in: 0..<max(letters.count, 1), using: &generator)
    switch self {
    case .capitals: return name.uppercased()
    case .reversed:
      let parts = name.split(separator: " ", maxSplits: 1)
      return parts.reversed().joined(separator: " ")
    case .swapped where place > 0: letters.swapAt(place - 1, place)
    case .doubled where place < letters.count: letters.insert(letters[place], at: place)
    case .dropped where place < letters.count: letters.remove(at: place)
    case .replaced where place < letters.count:
      letters[place] = "abcdeilnorst.& éß-".randomElement(using: &generator) ?? "x"
    case .tagged: return name + " (W)"
    case .twice:
      let once = NoisyName.swapped.applied(to: name, &generator)
      return NoisyName.replaced.applied(to: once, &generator)
    case .withoutSpace:
      if let space = letters.firstIndex(of: " ") { letters.remove(at: space) }
    case .swapped, .doubled, .dropped, .replaced: break
    }
    return String(letters)
  }

  private static let pieces = [
    "Miami", "State", "St", "St.", "University", "of", "the", "The", "&", "and", "A", "M", "Ohio",
    "Texas", "Tigers", "Bulldogs", "Loyola", "Saint", "Mt", "ft.", "univ", "Int'l", "North", "LA",
    "New York", "Giants", "Charleston", "josé", "ß", "Æ", "\u{0141}", "\u{5317}", "\u{212A}",
    "\u{0301}", "\u{1F3C0}", "\u{200D}", "(W)", "U.C.L.A.", "-", ",", ".", "'", "2", "76ers",
    "Cortland", "Southwest", "Indian", "\u{02BB}", "\u{0915}\u{093F}", "\u{0}", "\r\n", "W",
  ]

  /// Pieces of names, letters and signs of all sorts in any order.
  static func garbage(_ generator: inout some RandomNumberGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator))
        text.unicodeScalars.append(scalar ?? "?")
      case 1:
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
          text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 32..<127, using: &generator)))
        }
      default:
        let piece = pieces.randomElement(using: &generator) ?? ""
        text +=
          Bool.random(using: &generator)
          ? piece : NoisyName.swapped.applied(to: piece, &generator)
      }
      if Int.random(in: 0..<5, using: &generator) > 0 { text += " " }
    }
    return text
  }
}
