import Testing
import Trading

@testable import Desk

@Suite struct ControlRequestTests {
  @Test(arguments: [
    "halt", "resume", "flatten", "flatten KXNBAGAME-1", "accept-cash",
    "accept-position KXNBAGAME-1", "limits",
    "limits @SCALP",
    "limits max_open_orders=5", "limits max_open_orders=5 max_drawdown_cents=100 @ANY_EDGE",
  ])
  func `a request is the same after the way over the socket`(line: String) throws {
    #expect(try ControlRequest(line: line).line == line)
  }

  @Test(arguments: [
    ("", "an empty request"), ("   ", "an empty request"),
    ("sell everything", "sell is no command of a running session"),
    ("halt now", "halt takes nothing besides"), ("resume @SCALP", "resume takes nothing besides"),
    ("flatten A B", "flatten takes one ticker, without blanks"),
    ("flatten A @SCALP", "flatten takes nothing besides"),
    ("flatten @SCALP", "flatten takes nothing besides"),
    ("limits max_open_orders", "write a limit as KEY=VALUE"),
    ("limits max_open_order=3", "did you mean max_open_orders?"),
    ("limits zzz=3", "there is no limit zzz"),
    ("limits max_open_orders=0", "not a whole number from 1 to 1000000"),
    ("limits max_open_orders=9999999", "not a whole number from 1 to 1000000"),
    ("limits max_open_orders=-1", "not a whole number"),
    ("limits max_open_orders=", "not a whole number"),
    ("limits max_open_orders=1e3", "not a whole number"),
    ("limits max_open_orders=99999999999999999999", "not a whole number"),
    ("limits max_open_orders=1 max_open_orders=2", "max_open_orders is given twice"),
    ("limits \u{1B}[31m=1", "there is no limit  [31m"),
  ])
  func `what is no request says why`(line: String, words: String) {
    let refusal = #expect(throws: ControlRequest.Refusal.self) { try ControlRequest(line: line) }
    #expect(refusal?.description.contains(words) == true, "\(String(describing: refusal))")
  }

  @Test func `every limit can be named`() throws {
    for key in RiskLimits.Key.allCases {
      let request = try ControlRequest(
        "limits", ["\(key.name)=\(key.range.upperBound)"], profile: nil)
      #expect(
        request == .limits([.init(key: key, value: key.range.upperBound)], profile: nil))
    }
  }

  @Test func `a reply comes back whole, and one cut short is none`() throws {
    for reply in [
      ControlReply(isDone: true, []), ControlReply(isDone: false, ["a", "", "b c"]),
      ControlReply(isDone: true, ["held: 10.00 YES of é"]),
    ] {
      #expect(ControlReply(bytes: reply.bytes) == reply)
      for length in 0..<reply.bytes.count {
        #expect(ControlReply(bytes: Array(reply.bytes.prefix(length))) == nil)
      }
    }
    for text in ["yes 0\n", "done\n", "done 1\n", "done x\n", "\n", "done -1\n"] {
      #expect(ControlReply(bytes: Array(text.utf8)) == nil)
    }
    #expect(ControlReply(bytes: [0xFF, 0x0A]) == nil)
  }
}
