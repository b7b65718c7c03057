internal import Market
internal import Outcomes
internal import Sportsbooks

/// The allow-list of named outcomes: a table `[allow.SERIES]` each, all keys of it given.
public struct AllowanceSettings: Hashable, Sendable {
  /// A table as far as it was read.
  struct Table: Hashable, Sendable {
    var outcomes: Int64?
    var quote: String?
    var chanceMillionths: Int64?
    var lossCents: Int64?
    var read: CivilDate?
    var until: CivilDate?
  }

  /// By series; what is not said is nil.
  var tables: [String: Table] = [:]

  public init() {}

  /// Every entry, by series.
  ///
  /// - Throws: ``ProfileFault`` for a table that lacks a key or contradicts itself.
  func entries() throws(ProfileFault) -> [VoidAllowance] {
    var entries: [VoidAllowance] = []
    for (series, table) in tables.sorted(by: { $0.key < $1.key }) {
      guard let outcomes = table.outcomes, let quote = table.quote,
        let chance = table.chanceMillionths, let loss = table.lossCents, let read = table.read,
        let until = table.until
      else {
        let missing = AllowanceKey.all.first { $0.read(table) == nil }
        throw ProfileFault(
          key: "allow.\(series)", reason: "has no \(missing?.name ?? "key"): nothing is supposed")
      }
      let entry = VoidAllowance(
        series: series, outcomes: Int(outcomes), quote: quote, chanceMillionths: chance,
        loss: Money(cents: Int(loss)), read: read, until: until)
      if let reason = entry.contradiction {
        throw ProfileFault(key: "allow.\(series)", reason: reason)
      }
      entries.append(entry)
    }
    return entries
  }
}

/// A key of such a table.
struct AllowanceKey: Sendable {
  var name: String
  var summary: String
  var form: Setting.Form
  /// Enters a value; a sentence where it is none.
  var apply: @Sendable (inout AllowanceSettings.Table, Setting.Value) -> String?
  /// Nil where the table does not say.
  var read: @Sendable (AllowanceSettings.Table) -> Setting.Value?

  static let all: [AllowanceKey] = [
    number("outcomes", "markets that an event has, neither more nor fewer", 2...1_000, \.outcomes),
    AllowanceKey(
      name: "quote", summary: "words of the rule, as they stand in every market's rules",
      form: .text,
      apply: { table, value in
        if case .text(let text) = value { table.quote = text }
        return nil
      }, read: { $0.quote.map { .text($0) } }),
    number(
      "chance_ppm", "how likely the rule comes into force, in millionths", 0...1_000_000,
      \.chanceMillionths),
    number("loss_cents", "what a set loses then, at the most", 0...100_000, \.lossCents),
    date("read", "when the rules were read", \.read),
    date("until", "the last day that counts", \.until),
  ]

  private static func number(
    _ name: String, _ summary: String, _ range: ClosedRange<Int64>,
    _ path: any WritableKeyPath<AllowanceSettings.Table, Int64?> & Sendable
  ) -> AllowanceKey {
    AllowanceKey(
      name: name, summary: summary, form: .integer(range),
      apply: { table, value in
        if case .integer(let number) = value { table[keyPath: path] = number }
        return nil
      }, read: { $0[keyPath: path].map { .integer($0) } })
  }

  private static func date(
    _ name: String, _ summary: String,
    _ path: any WritableKeyPath<AllowanceSettings.Table, CivilDate?> & Sendable
  ) -> AllowanceKey {
    AllowanceKey(
      name: name, summary: summary, form: .text,
      apply: { table, value in
        guard case .text(let text) = value, let date = WrittenTime.date(text) else {
          return "is not a date such as \"2026-07-20\""
        }
        table[keyPath: path] = date
        return nil
      }, read: { $0[keyPath: path].map { .text("\($0)") } })
  }
}

extension Setting {
  /// A key of the allow-list: `allow.SERIES.key`; nil for what is none.
  static func ofAllowance(_ path: String) -> Setting? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "allow", !parts[1].isEmpty,
      let key = AllowanceKey.all.first(where: { $0.name == parts[2] })
    else { return nil }
    let series = parts[1]
    return Setting(
      key: path, summary: key.summary, environment: nil, form: key.form,
      apply: { configuration, value in
        key.apply(&configuration.dutching.allow.tables[series, default: .init()], value)
      }, read: { key.read($0.dutching.allow.tables[series] ?? .init()) ?? .text("") })
  }
}
