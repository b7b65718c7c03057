internal import Market
internal import Trading

/// One key of a `[profile.NAME]` table.
struct ProfileKey: Sendable {
  /// Without its table.
  let name: String
  let summary: String
  let form: Setting.Form
  let apply: @Sendable (inout ProfileConfiguration, Setting.Value) -> String?
  let read: @Sendable (ProfileConfiguration) -> Setting.Value

  /// Every key a profile has: conditions, money, exits, and its own limits.
  static let all = conditions + money + exits + limits

  private static let conditions: [ProfileKey] = [
    edge("min_edge", "least net edge in cents a contract, at the intended size") {
      \.profile.minimumEdge
    },
    count("min_books", "books left after drops", 1...64) { \.profile.minimumBooks },
    edge("max_spread", "highest less lowest probability of the books, in cents") {
      \.profile.maximumBookSpread
    },
    edge("max_kalshi_spread", "ask less bid in cents; default of our own") {
      \.profile.maximumKalshiSpread
    },
    ProfileKey(
      name: "min_volume", summary: "contracts of the last 24 hours; default of our own",
      form: .integer(0...1_000_000_000),
      apply: { profile, value in
        if case .integer(let number) = value { profile.profile.minimumVolume = number }
        return nil
      }, read: { .integer($0.profile.minimumVolume) }),
    count("min_minutes_to_start", "to the game, at least; default of our own", 0...100_000) {
      \.profile.minimumMinutesToStart
    },
    count("max_minutes_to_start", "to the game, at most; default of our own", 0...100_000) {
      \.profile.maximumMinutesToStart
    },
    edge("min_price", "of the leg, in cents; default of our own") { \.profile.minimumPrice },
    edge("max_price", "of the leg, in cents; default of our own") { \.profile.maximumPrice },
  ]

  private static let money: [ProfileKey] = [
    ProfileKey(
      name: "capital_cents", summary: "its share of the account's cash; must be set",
      form: .integer(1...100_000_000_000),
      apply: { profile, value in
        if case .integer(let number) = value { profile.capital = Money(cents: Int(number)) }
        return nil
      }, read: { .integer($0.capital.microDollars / 10_000) }),
    ProfileKey(
      name: "mode",
      summary: "whose money: live (the session's) or paper, beside it and with its own journal",
      form: .text,
      apply: { profile, value in
        guard case .text(let text) = value else { return nil }
        guard text == "live" || text == "paper" else { return "is none of \"live\", \"paper\"" }
        profile.isOnPaper = text == "paper"
        return nil
      }, read: { .text($0.isOnPaper ? "paper" : "live") }),
    count("kelly_percent", "the fraction of Kelly it asks for, in percent", 1...100) {
      \.profile.kellyPercent
    },
    ProfileKey(
      name: "allow_full_profile_kelly",
      summary: "lets it have that fraction; else at most 25, and 50 from 500 settled trades on",
      form: .flag,
      apply: { profile, value in
        if case .flag(let flag) = value { profile.allowsFullKelly = flag }
        return nil
      }, read: { .flag($0.allowsFullKelly) }),
  ]

  private static let exits: [ProfileKey] = [
    word("exit_rule", "what sells: table, belief or hold") { \.exits.rule },
    word("exit_mode", "the table counts from: design (average price) or net (all-in cost)") {
      \.exits.mode
    },
    ProfileKey(
      name: "exit_rows",
      summary:
        "rows of the table, `EDGE:PROFIT:LOSS` in whole cents: from that net edge on, sold so"
        + " far above or below the entry",
      form: .texts,
      apply: { profile, value in
        guard case .texts(let texts) = value else { return nil }
        var rows: [ExitTable.Row] = []
        for text in texts {
          guard let row = ExitTable.Row(text: text) else {
            return "has \"\(text)\", which is no row such as \"3:5:3\""
          }
          rows.append(row)
        }
        profile.exits.rows = rows
        return nil
      }, read: { .texts($0.exits.rows.map(\.text)) }),
    seconds("max_hold_s", "sold at this age; 0 for never") { \.exits.maximumHoldNanoseconds },
    ProfileKey(
      name: "exit_before_start_s",
      summary: "sold so long before the game, or before the market's expected expiration where no"
        + " start is known; -1 for not at all",
      form: .integer(-1...1_000_000),
      apply: { profile, value in
        if case .integer(let number) = value {
          profile.exits.beforeStartNanoseconds = number < 0 ? -1 : number * 1_000_000_000
        }
        return nil
      },
      read: {
        let nanoseconds = $0.exits.beforeStartNanoseconds
        return .integer(nanoseconds < 0 ? -1 : nanoseconds / 1_000_000_000)
      }),
    count("exit_tries", "sales at falling prices before any bid is taken", 0...100) {
      \.exits.triesBeforeCrossing
    },
  ]

  private static let limits: [ProfileKey] = RiskLimits.Key.allCases.map { key in
    ProfileKey(
      name: key.name, summary: "of this profile: \(key.summary)", form: .integer(key.range),
      apply: { profile, value in
        if case .integer(let number) = value { profile.limits[key] = number }
        return nil
      }, read: { .integer($0.limits[key]) })
  }
}

extension ExitTable.Row {
  /// `EDGE:PROFIT:LOSS` in whole cents; nil for another text.
  init?(text: String) {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int32($0) }
    guard numbers.count == 3, let edge = numbers[0], let profit = numbers[1],
      let loss = numbers[2]
    else { return nil }
    self.init(edgeCents: edge, takeProfitCents: profit, stopLossCents: loss)
  }

  var text: String { "\(edgeCents):\(takeProfitCents):\(stopLossCents)" }
}

extension ProfileKey {
  typealias Path<Value> = WritableKeyPath<ProfileConfiguration, Value> & Sendable

  private static func edge(
    _ name: String, _ summary: String, _ path: () -> any Path<Int32>
  ) -> ProfileKey {
    let path = path()
    return ProfileKey(
      name: name, summary: summary, form: .thousandths(0...100_000),
      apply: { profile, value in
        guard case .thousandths(let thousandths) = value else { return nil }
        guard thousandths % 10 == 0 else { return "is finer than a hundredth of a cent" }
        profile[keyPath: path] = Int32(thousandths / 10)
        return nil
      }, read: { .thousandths(Int64($0[keyPath: path]) * 10) })
  }

  private static func count(
    _ name: String, _ summary: String, _ range: ClosedRange<Int64>, _ path: () -> any Path<Int32>
  ) -> ProfileKey {
    let path = path()
    return ProfileKey(
      name: name, summary: summary, form: .integer(range),
      apply: { profile, value in
        if case .integer(let number) = value { profile[keyPath: path] = Int32(number) }
        return nil
      }, read: { .integer(Int64($0[keyPath: path])) })
  }

  private static func seconds(
    _ name: String, _ summary: String, _ path: () -> any Path<Int64>
  ) -> ProfileKey {
    let path = path()
    return ProfileKey(
      name: name, summary: summary, form: .integer(0...10_000_000),
      apply: { profile, value in
        if case .integer(let number) = value {
          profile[keyPath: path] = number * 1_000_000_000
        }
        return nil
      }, read: { .integer($0[keyPath: path] / 1_000_000_000) })
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ summary: String, _ path: () -> any Path<Word>
  ) -> ProfileKey {
    let path = path()
    return ProfileKey(
      name: name, summary: summary, form: .text,
      apply: { profile, value in
        guard case .text(let text) = value else { return nil }
        guard let word = Word(rawValue: text) else {
          return "is none of " + Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        }
        profile[keyPath: path] = word
        return nil
      }, read: { .text($0[keyPath: path].rawValue) })
  }
}
