internal import FoundationEssentials
internal import Market
internal import Outcomes

/// A scan as people and programs read it.
public enum ScanText {
  /// The report of one look, with the best findings.
  public static func report(_ scan: SetScan, most: Int = 20) -> String {
    var lines = [
      "\(scan.events) events, \(scan.markets) markets, \(scan.combos) of them combos"
        + (scan.unread > 0 ? "; \(scan.unread) events could not be read" : ""), "", "by class",
    ]
    lines += SetProof.Class.allCases.compactMap { kind in
      scan.classes[kind].map { row($0, kind.rawValue) }
    }
    lines += ["", "proved"]
    lines.append(row(scan.proved, "some set of the event may be traded"))
    if scan.feesUnknown > 0 {
      lines.append(row(scan.feesUnknown, "of these with fees that are not known: not traded"))
    }
    for (reason, count) in scan.filtered.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      lines.append(row(count, "left out by dutching.*: \(reason)"))
    }
    lines += ["", "not proved, by reason"]
    lines += scan.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { row($0.value, $0.key) }
    lines += ["", "candidates   cents a set, after fees and the charge for void"]
    lines += table(scan.candidates, most)
    lines += ["", "near misses"]
    lines += table(scan.nearMisses, most)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ count: Int, _ text: String) -> String {
    let number = String(count)
    return String(repeating: " ", count: max(0, 9 - number.count)) + number + "  " + text
  }

  private static func table(_ findings: [SetScan.Finding], _ most: Int) -> [String] {
    guard !findings.isEmpty else { return ["        none"] }
    var lines = findings.prefix(most).map { finding in
      let price = finding.price
      let depth = price.profitAtDepth.map { ", \($0) $ at \(price.depth ?? 0) sets" } ?? ""
      return
        "  \(cents(price.profit)) c  \(PlainText.cleaned(finding.event))  \(price.kind.rawValue) of"
        + " \(price.legs.count) at \(price.outlay) $\(depth); \(level(finding.level))"
    }
    if findings.count > most { lines.append("        and \(findings.count - most) more") }
    return lines
  }

  static func level(_ level: ProofLevel) -> String {
    switch level {
    case .strict: "strict"
    case .moduloVoid(let entry): "modulo void, \(entry.charge) $ a set"
    case .unproved(let why): PlainText.cleaned(why.text)
    }
  }

  /// Cents with a sign and two decimals, towards less.
  static func cents(_ money: Money) -> String {
    let hundredths =
      (money.microDollars >= 0 ? money.microDollars : money.microDollars - 99) / 100
    let size = String(hundredths.magnitude)
    let padded = String(repeating: "0", count: max(0, 3 - size.count)) + size
    return (hundredths < 0 ? "-" : "+") + padded.dropLast(2) + "." + padded.suffix(2)
  }

  /// One line of JSON a finding; amounts in 1/1 000 000 $, prices in 1/10 000 $.
  public static func json(_ scan: SetScan) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try scan.findings.map {
      String(decoding: try encoder.encode(Line($0)), as: UTF8.self) + "\n"
    }.joined()
  }

  private struct Line: Encodable {
    struct Leg: Encodable {
      var ticker: String
      var side: String
      var price: Int32

      enum CodingKeys: String, CodingKey {
        case ticker, side
        case price = "price_e4"
      }
    }

    var event: String
    var title: String
    var kind: String
    var candidate: Bool
    var proof: String
    var profit: Int64
    var gross: Int64
    var fees: Int64
    var charge: Int64
    var depth: Int?
    var profitAtDepth: Int64?
    var legs: [Leg]

    enum CodingKeys: String, CodingKey {
      case event, title, kind, candidate, proof, depth, legs
      case profit = "profit_e6"
      case gross = "gross_e6"
      case fees = "fees_e6"
      case charge = "charge_e6"
      case profitAtDepth = "profit_at_depth_e6"
    }

    init(_ finding: SetScan.Finding) {
      let price = finding.price
      event = finding.event
      title = finding.title
      kind = price.kind.rawValue
      candidate = finding.isCandidate
      proof = ScanText.level(finding.level)
      profit = price.profit.microDollars
      gross = price.gross.microDollars
      fees = price.fees.microDollars
      charge = price.charge.microDollars
      depth = price.depth
      profitAtDepth = price.profitAtDepth?.microDollars
      legs = price.legs.map {
        Leg(ticker: $0.ticker, side: $0.side.rawValue, price: $0.price.tenThousandths)
      }
    }
  }
}
