import Foundation
import TestKit
import Testing

@testable import Desk

@Suite struct `calc dutch` {
  @Test(arguments: [
    (
      #"{"exhaustive":true,"legs":[{"side":"yes","asks":[[6500,5]]},{"side":"yes","asks":"#
        + #"[[2500,1]]}],"fee_quantum_1e4":1}"#,
      #"{"guaranteed_profit_1e4":708,"sets":1,"contracts":[1, 1],"outlay_1e4":9292}"#
    ),
    (
      #"{"legs":[{"side":"no","asks":[[4200,7]]},{"side":"no","asks":[[6100,7]]}],"#
        + #""fee_quantum_1e4":1,"budget_1e4":240000}"#,
      #"{"guaranteed_profit_1e4":0,"contracts":[0, 0],"outlay_1e4":0}"#
    ),
  ])
  func `gives what to buy, what it costs and what it is sure to bring`(
    line: String, answer: String
  ) {
    #expect(DutchCalculation.answer(to: line) == answer)
  }

  /// The command's own answers to the lines of `refvals/03`, field by field.
  @Test func `answers the references in their own form`() throws {
    guard let path = Shared.path("refvals/03_dutching.json") else { return }
    let data = try Data(contentsOf: URL(filePath: path))
    let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let instances = try #require(file["instances"] as? [[String: Any]])
    func number(_ object: [String: Any], _ key: String) -> Double? {
      (object[key] as? NSNumber)?.doubleValue
    }
    for row in instances {
      var question = row
      for key in ["budget_1e4", "states", "beliefs"] where question[key] is NSNull {
        question[key] = nil
      }
      let line = String(
        decoding: try JSONSerialization.data(withJSONObject: question), as: UTF8.self)
      let text = DutchCalculation.answer(to: line)
      let answer = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let expected = try #require(row["optimum"] as? [String: Any])
      for key in ["guaranteed_profit_1e4", "expected_profit_1e4"] {
        guard let value = number(expected, key) else { continue }
        #expect(abs((number(answer, key) ?? .nan) - value) < 1e-6, "\(row["id"] ?? "") \(text)")
      }
    }
    #expect(instances.count == 60)
  }

  @Test(arguments: [
    ("", "not a JSON object"), ("{}", "legs is missing"),
    (#"{"legs":[],"fee_quantum_1e4":1}"#, "legs is empty"),
    (#"{"legs":[{"side":"yes","asks":[[6500,5]]}]}"#, "fee_quantum_1e4 is missing"),
    (#"{"legs":[{"side":"both","asks":[]}],"fee_quantum_1e4":1}"#, "side must be yes or no"),
    (#"{"legs":[{"side":"yes","asks":[[0,5]]}],"fee_quantum_1e4":1}"#, "price 1 to 9999"),
    (
      #"{"legs":[{"side":"yes","asks":[[50,5],[40,1]]}],"fee_quantum_1e4":1}"#, "must ascend"
    ),
    (
      #"{"legs":[{"side":"yes","asks":[[50,1000000]]}],"fee_quantum_1e4":1}"#,
      "at most 100000 are computed"
    ),
    (#"{"legs":[{"side":"yes","asks":[[50,5]]}],"fee_quantum_1e4":-1}"#, "fee_quantum_1e4 must"),
    (
      #"{"legs":[{"market":0,"side":"yes","asks":[]},{"market":0,"side":"yes","asks":[]}],"#
        + #""fee_quantum_1e4":1}"#, "has that side twice"
    ),
    (
      #"{"legs":[{"market":999,"side":"yes","asks":[]}],"fee_quantum_1e4":1}"#,
      "market must be from 0"
    ),
    (
      #"{"legs":[{"side":"yes","asks":[[50,5]]}],"fee_quantum_1e4":1,"budget_1e4":-5}"#,
      "budget_1e4 must be"
    ),
    (
      #"{"legs":[{"side":"yes","asks":[]},{"side":"yes","asks":[]},{"side":"yes","asks":[]}],"#
        + #""states":[[1,1,0],[0,1,1],[0,0,0]],"fee_quantum_1e4":1}"#,
      "neither exclusive nor nested"
    ),
    (
      #"{"legs":[{"side":"yes","asks":[]}],"states":[[2]],"fee_quantum_1e4":1}"#,
      "rows of 0 and 1"
    ),
    (
      #"{"legs":[{"side":"no","asks":[[50,5]]}],"beliefs":[0.5],"fee_quantum_1e4":1}"#,
      "every leg is a yes"
    ),
    (
      #"{"legs":[{"side":"yes","asks":[[50,5]]}],"beliefs":[1.5],"fee_quantum_1e4":1}"#,
      "from 0 to 1"
    ),
  ])
  func `says what is wrong with a line`(line: String, words: String) {
    let answer = DutchCalculation.answer(to: line)
    #expect(answer.hasPrefix("{\"error\":") && answer.contains(words), "\(answer)")
  }
}
