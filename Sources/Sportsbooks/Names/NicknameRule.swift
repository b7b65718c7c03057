/// Place and nickname, where the nickname is given in another form than the tables have it.
///
/// `Army Knights` is Army (Black Knights), `Tennessee Lady Volunteers` Tennessee. The longest place
/// that begins the name counts, and only that: Indiana State Hoosiers is nobody.
struct NicknameRule {
  let index: LeagueIndex
  let form: NormalForm
  /// The form's words as the league knows them.
  let words: [LeagueIndex.Word]

  /// Words that come and go before a nickname without telling teams apart.
  static let ornaments: [String] = [
    "lady", "fighting", "running", "runnin", "golden", "blue", "red", "black", "purple", "scarlet",
    "ragin", "screaming", "university", "womens", "mens",
  ]

  private var names: LeagueNames { index.names }

  /// Nil where no place begins the name.
  func match() -> Result<Int, UnmatchedReason>? {
    names.hasKnownTeams ? matchKnown() : matchRows()
  }

  private func matchKnown() -> Result<Int, UnmatchedReason>? {
    for count in (1..<max(form.count, 1)).reversed() {
      guard let found = index.teams(ofPlace: form.beginning(count)) else { continue }
      var fitting = 0
      var team = -1
      for candidate in found where fits(candidate, from: count) {
        fitting += 1
        team = candidate
      }
      if fitting == 1 { return .success(team) }
      if fitting > 1 { return .failure(ambiguous(found.filter { fits($0, from: count) })) }
      // A misspelt nickname is the spelling search's business.
      if words[count...].contains(where: { !$0.traits.contains(.vocabulary) }) { return nil }
      guard found.count == 1 else { return .failure(ambiguous(found)) }
      return .failure(.nicknameDiffers(team: names.teams[found[0]].label))
    }
    return nil
  }

  private func ambiguous(_ teams: [Int]) -> UnmatchedReason {
    .ambiguous(teams.map { names.teams[$0].label })
  }

  /// The last words agree, and every word more on one side is an ornament or the nickname's own.
  private func fits(_ team: Int, from count: Int) -> Bool {
    index.nicknames(ofTeam: team).contains { nickname in
      guard let last = words.last?.number, last >= 0, last == nickname.last else { return false }
      return words[count...].allSatisfy {
        $0.traits.contains(.ornament) || nickname.contains($0.number)
      }
    }
  }

  /// A league of which we know only the exchange's rows: the row's whole name, or its initial
  /// (`Los Angeles S` for `Los Angeles Sparks`), must begin the name, and no other row's may. A
  /// city that stands among the rows by its initials too (`LA …`) has a second team: not sure.
  private func matchRows() -> Result<Int, UnmatchedReason>? {
    var found: [Int] = []
    for count in 1..<max(form.count, 1) where form.count - count <= 2 {
      if count == 1 || !isShared(count) {
        found += index.teams(ofPlace: form.beginning(count)) ?? []
      }
      let letters = form.firstCharacterCount(count)
      if letters < form[count].count {
        found += index.teams(ofPlace: form.beginning(count, andLetters: letters)) ?? []
      }
    }
    guard let first = found.first else { return nil }
    return found.allSatisfy { $0 == first } ? .success(first) : .failure(ambiguous(found))
  }

  /// Whether a place begins with the first words' initials.
  private func isShared(_ count: Int) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: form.key.count) { initials in
      var length = 0
      for word in 0..<count {
        for byte in form[word].prefix(form.firstCharacterCount(word)) {
          initials[length] = byte
          length += 1
        }
      }
      return index.isFirstWord(UnsafeRawBufferPointer(initials)[rebased: length])
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The first bytes as a buffer of their own.
  fileprivate subscript(rebased count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[..<count])
  }
}
