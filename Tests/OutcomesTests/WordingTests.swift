import Market
import Testing

@testable import Outcomes

@Suite struct `The words of a title` {
  @Test(arguments: [
    ("93° to 94°", "between 93 94"), ("95° or above", "at least 95"),
    ("86° or below", "at most 86"),
    ("0.9% or lower", "at most 0.9"), ("1.0% and 1.9%", "between 1 1.9"), ("2+", "at least 2"),
    ("7.0% or above", "at least 7"), ("Andrew Benintendi: 2+ total bases?", "at least 2"),
    ("Will CPI rise more than -0.1% in August 2026?", "above -0.1"),
    ("Will **real GDP** increase by more than 0.0% in Q2 2026?", "above 0"),
    ("Will above -25000 jobs be added in August 2026?", "above -25000"),
    ("Will above 1,250,000 jobs be added in August 2026?", "above 1250000"),
    ("Will the high temp in NYC be <83° on Jul 24, 2026?", "nothing"),
    ("Will the high temp in NYC be less than 83° on Jul 24, 2026?", "below 83"),
    ("450,000", "nothing"), ("Cincinnati", "nothing"), ("", "nothing"), ("94° to 93°", "nothing"),
    ("1 to 2 to 3", "nothing"), ("between 3 and 4", "between 3 4"), ("-3° to -1°", "between -3 -1"),
    ("3-4", "between 3 4"), ("Fall by at least 5%", "nothing"), ("2030", "nothing"),
  ])
  func `are read, or not understood`(title: String, meaning: String) {
    let text =
      switch Wording(title)?.strike {
      case nil, .named: "nothing"
      case .greater(let number): "above \(number)"
      case .greaterOrEqual(let number): "at least \(number)"
      case .less(let number): "below \(number)"
      case .lessOrEqual(let number): "at most \(number)"
      case .between(let low, let high): "between \(low) \(high)"
      }
    #expect(text == meaning, "\(title)")
  }

  @Test func `numbers are exact, and what is none is refused`() {
    for (value, text) in [(0.1, "0.1"), (-0.25, "-0.25"), (7, "7"), (1e9, "1000000000")] {
      #expect(StrikeNumber(value)?.description == text)
    }
    for value in [Double.nan, .infinity, 1e13, 0.000_000_1] {
      #expect(StrikeNumber(value) == nil, "\(value)")
    }
    let tenth = StrikeNumber(millionths: 100_000)
    #expect(StrikeNumber(millionths: -250_000).steps(of: tenth) == -3)
    #expect(StrikeNumber(millionths: -300_000).steps(of: tenth) == -3)
    #expect(Strike(type: "greater", floor: nil, cap: 3) == nil)
    #expect(Strike(type: "between", floor: 4, cap: 3) == nil)
    #expect(Strike(type: "functional", floor: nil, cap: nil) == nil)
  }

  @Test func `entries of the allow-list that cannot be say why`() {
    let entry = Listings.allowance()
    #expect(entry.contradiction == nil)
    let changes: [((inout VoidAllowance) -> Void, String)] = [
      ({ $0.outcomes = 1 }, "at least 2"), ({ $0.quote = "void" }, "12 characters"),
      ({ $0.chanceMillionths = -1 }, "a chance"), ({ $0.loss = Money(cents: -5) }, "a loss"),
      (
        {
          $0.until = $0.read; $0.read = entry.until
        }, "ends before"
      ), ({ $0.series = "" }, "series"),
    ]
    for (change, words) in changes {
      var other = entry
      change(&other)
      #expect(other.contradiction?.contains(words) == true)
    }
  }
}
