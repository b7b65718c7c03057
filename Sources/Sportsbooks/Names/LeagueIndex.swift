/// One league's names ready to be looked up by bytes. Immutable after it is built; looking a name
/// or a place up does not allocate.
///
/// Names of other scripts are compared byte by byte.
final class LeagueIndex: Sendable {
  /// A word as the tables know it.
  struct Word {
    /// Equal words have equal numbers; -1 for a word that no table has.
    var number: Int32
    var traits: WordTraits

    static let unknown = Word(number: -1, traits: [])
  }

  /// What the tables use a word for.
  struct WordTraits: OptionSet, Sendable {
    let rawValue: UInt8

    /// Stands in a name of a team: such a word is no slip of the pen.
    static let vocabulary = WordTraits(rawValue: 1)
    /// Comes and goes before a nickname without telling teams apart.
    static let ornament = WordTraits(rawValue: 2)
    /// Names a team or school outside the tables.
    static let other = WordTraits(rawValue: 4)
  }

  let names: LeagueNames
  let spellings: SpellingIndex
  private let wholeNames: NameTable
  private let places: NameTable
  /// First words of the places: `la` where a row is `LA Lakers`.
  private let firstWords: ByteKeyTable
  private let words: ByteKeyTable
  private let traits: [WordTraits]
  /// By team, its nicknames word by word.
  private let nicknames: [[[Int32]]]

  init(_ names: LeagueNames) {
    self.names = names
    spellings = SpellingIndex(names.spellings)
    wholeNames = NameTable(names.wholeNames)
    places = NameTable(names.places)
    var firstWords = ByteKeyTable(limit: .max)
    // order-free: only membership is ever asked.
    for place in names.places.keys {
      _ = firstWords.number(of: String(place.prefix { $0 != " " }))
    }
    self.firstWords = firstWords
    var words = ByteKeyTable(limit: .max)
    var traits: [WordTraits] = []
    func number(_ word: String, _ trait: WordTraits) -> Int32 {
      let number = words.number(of: word)
      if number == traits.count { traits.append([]) }
      traits[number].insert(trait)
      return Int32(number)
    }
    // order-free: numbers of words are only compared for equality.
    for word in names.vocabulary { _ = number(word, .vocabulary) }
    for word in NicknameRule.ornaments { _ = number(word, .ornament) }
    for word in OtherWords.words { _ = number(word, .other) }
    nicknames = names.teams.map { team in
      team.nicknames.map { nickname in nickname.map { number($0, []) } }
    }
    self.words = words
    self.traits = traits
  }

  /// All teams that go by a whole name.
  func teams(named key: UnsafeRawBufferPointer) -> [Int] { wholeNames.teams(key) ?? [] }

  /// All teams of a place; nil where it is none.
  func teams(ofPlace place: UnsafeRawBufferPointer) -> [Int]? { places.teams(place) }

  /// Whether any place begins with this word.
  func isFirstWord(_ word: UnsafeRawBufferPointer) -> Bool { firstWords.find(word) != nil }

  /// The words of a name.
  func words(of form: NormalForm) -> [Word] {
    (0..<form.count).map { index in
      guard let number = words.find(form[index]) else { return .unknown }
      return Word(number: Int32(number), traits: traits[number])
    }
  }

  func nicknames(ofTeam team: Int) -> [[Int32]] { nicknames[team] }
}

/// Names and the teams that go by them.
struct NameTable: Sendable {
  private var keys = ByteKeyTable(limit: .max)
  private var teams: [[Int]] = []

  init(_ names: [String: [Int]]) {
    for (name, positions) in names {
      if keys.number(of: name) == teams.count { teams.append(positions) }
    }
  }

  /// Nil for a name that is not here.
  func teams(_ key: UnsafeRawBufferPointer) -> [Int]? { keys.find(key).map { teams[$0] } }
}

extension ByteKeyTable {
  /// The number of a text, given one when it is new. For tables without a bound.
  mutating func number(of text: String) -> Int {
    var text = text
    return text.withUTF8 { insert(UnsafeRawBufferPointer($0)) } ?? count
  }
}
