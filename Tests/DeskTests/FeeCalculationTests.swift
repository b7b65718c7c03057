import Testing

@testable import Desk

@Suite struct `calc fee` {
  @Test(arguments: [
    (
      #"{"price":"0.52","count":"1","type":"quadratic","multiplier":1,"mode":"centicent"}"#,
      #"{"fee":"0.017500","charged":"0.017500"}"#
    ),
    (
      #"{"price":0.5,"count":100,"type":"quadratic","multiplier":"1","mode":"legacy"}"#,
      #"{"fee":"1.750000","charged":"1.750000"}"#
    ),
    (
      #"{"price":"0.5","count":"1","type":"quadratic","multiplier":1,"side":"maker"}"#,
      #"{"fee":"0.000000","charged":"0.000000"}"#
    ),
  ])
  func `gives exact fees`(line: String, answer: String) {
    #expect(FeeCalculation.answer(to: line) == answer)
  }

  @Test(arguments: [
    ("", "not a JSON object"), ("[]", "not a JSON object"),
    (#"{"price":"0.5","price":"0.9"}"#, "price is given twice"),
    (#"{"price":"0.5","count":1e999,"type":"quadratic","multiplier":1}"#, "that can be used"),
    ("{}", "price is missing"),
    (
      #"{"price":"1.5","count":"1","type":"quadratic","multiplier":1}"#, "price must be dollars"
    ),
    (#"{"price":"0.5","count":"0","type":"quadratic","multiplier":1}"#, "count must be"),
    (#"{"price":"0.5","count":"1","type":"quadratic"}"#, "multiplier is missing"),
    (#"{"price":"0.5","count":"1","type":"flat","multiplier":1}"#, "flat"),
    (#"{"price":"0.5","count":"1","type":"new","multiplier":1}"#, "new"),
    (
      #"{"price":"0.5","count":"1","type":"quadratic","multiplier":1,"side":"x"}"#,
      "side must be taker or maker"
    ),
  ])
  func `says what is wrong with a line`(line: String, reason: String) {
    let answer = FeeCalculation.answer(to: line)
    #expect(answer.hasPrefix(#"{"error":""#))
    #expect(answer.contains(reason))
  }
}
