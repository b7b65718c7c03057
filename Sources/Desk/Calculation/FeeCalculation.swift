internal import FoundationEssentials
internal import Market
internal import Sportsbooks

/// `dutchbook calc fee`: one JSON object in, one out.
public enum FeeCalculation {
  /// What a line may hold. Prices and counts are decimal text or numbers; text is exact.
  private struct Question: Decodable {
    var price: Exact
    var count: Exact
    var type: String
    var multiplier: Exact?
    var side: String?
    var mode: String?
    var precision: String?
  }

  /// A decimal number, written as text or as a JSON number of at most 15 digits.
  private struct Exact: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else {
        text = "\(try container.decode(Decimal.self))"
      }
    }
  }

  /// Answers one line: `{"fee":…}` or `{"error":…}`, never nothing.
  public static func answer(to line: String) -> String {
    if let fault = StrictJSON.fault(in: line) { return refusal(fault) }
    do {
      let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
      return try answer(question)
    } catch let fault as Fault {
      return refusal(fault.reason)
    } catch let error as DecodingError {
      return refusal(describe(error))
    } catch {
      return refusal("\(error)")
    }
  }

  private struct Fault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private static func answer(_ question: Question) throws -> String {
    guard let price = Price(dollars: question.price.text) else {
      throw Fault("price must be dollars from 0 to 1 with at most four decimals")
    }
    guard let count = Quantity(contractsText: question.count.text), count > .zero,
      count.hundredths <= 1_000_000_000_00
    else { throw Fault("count must be contracts above 0 with at most two decimals") }
    guard let multiplierText = question.multiplier?.text,
      let multiplier = FeeMultiplier(text: multiplierText)
    else { throw Fault("multiplier is missing or not a decimal from 0 to 100") }
    let liquidity: Liquidity
    switch question.side ?? "taker" {
    case "taker": liquidity = .taker
    case "maker": liquidity = .maker
    default: throw Fault("side must be taker or maker")
    }
    let rounding = try rounding(question)
    let schedule = try schedule(question.type, multiplier, rounding)
    if rounding == .marginal {
      let marginal = schedule.marginalFee(price: price, liquidity: liquidity)
      return "{\"fee_per_contract\":\(marginal)}"
    }
    let fee = schedule.fee(price: price, quantity: count, liquidity: liquidity)
    let charge = charge(schedule, price, count, liquidity)
    return "{\"fee\":\"\(fee)\",\"charged\":\"\(charge)\"}"
  }

  /// What the first fill of an order of that size takes from the balance besides its price.
  private static func charge(
    _ schedule: FeeSchedule, _ price: Price, _ count: Quantity, _ liquidity: Liquidity
  ) -> Money {
    var accumulator = FeeAccumulator()
    return accumulator.charge(
      side: .bid, price: price, quantity: count, liquidity: liquidity, schedule: schedule
    ).net
  }

  private static func rounding(_ question: Question) throws -> FeeRounding {
    let precision: BalancePrecision
    switch question.precision ?? "direct" {
    case "direct": precision = .direct
    case "non_direct": precision = .nonDirect
    default: throw Fault("precision must be direct or non_direct")
    }
    switch question.mode ?? "current" {
    case "current": return .currentMicroDollar(precision)
    case "centicent": return .centicent(precision)
    case "legacy": return .legacyCentCeiling
    case "marginal": return .marginal
    default: throw Fault("mode must be current, centicent, legacy or marginal")
    }
  }

  private static func schedule(
    _ type: String, _ multiplier: FeeMultiplier, _ rounding: FeeRounding
  ) throws -> FeeSchedule {
    do throws(FeeUnknown) {
      return try FeeSchedule(
        type: FeeType(wireName: type), multiplier: multiplier, regime: FeeRegime(rounding: rounding)
      )
    } catch {
      throw Fault("\(error)")
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.last?.stringValue ?? "the line") has the wrong type"
    case .dataCorrupted(let context):
      "\(context.codingPath.last?.stringValue ?? "a value") is not a number that can be used"
    @unknown default: "not a JSON object"
    }
  }

  private static func refusal(_ reason: String) -> String {
    "{\"error\":\(Setting.quoted(reason))}"
  }
}
