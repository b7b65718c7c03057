import Glibc
import KalshiSimulator
import Market
import TestKit
import Testing

@testable import Desk

/// An answer that must not be taken for one.
struct HostileAnswer: Sendable, CustomTestStringConvertible {
  var name: String
  var answer: MeddledAnswer

  var testDescription: String { name }

  static let page = "<html><head><title>502 Bad Gateway</title></head></html>"

  static let all: [HostileAnswer] = [
    HostileAnswer(name: "a cut body", answer: MeddledAnswer(head(500) + #"{"order_id":"#)),
    HostileAnswer(name: "a cut head", answer: MeddledAnswer("HTTP/1.1 201 Crea")),
    HostileAnswer(name: "no HTTP", answer: MeddledAnswer("220 ready\r\n\r\n")),
    HostileAnswer(name: "nothing", answer: MeddledAnswer("")),
    HostileAnswer(name: "a body of a terabyte", answer: MeddledAnswer(head(1 << 40))),
    HostileAnswer(
      name: "two lengths",
      answer: MeddledAnswer(
        "HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")),
    HostileAnswer(name: "no JSON", answer: .whole("201 Created", page)),
    HostileAnswer(name: "an empty body", answer: .whole("200 OK", "")),
    HostileAnswer(name: "another shape", answer: .whole("201 Created", "[1,2,3]")),
    HostileAnswer(
      name: "numbers beyond numbers",
      answer: .whole(
        "201 Created",
        #"{"order_id":"a","client_order_id":"b","fill_count":"1e999","remaining_count":"-5"}"#)),
    HostileAnswer(name: "a gateway's page", answer: .whole("502 Bad Gateway", page)),
    HostileAnswer(name: "a bare 400", answer: .whole("400 Bad Request", "what?")),
  ]

  private static func head(_ length: Int) -> String {
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
  }
}

@Suite(.tags(.realTime)) struct `An exchange that answers anything` {
  static let orders = "POST /trade-api/v2/portfolio/events/orders"

  @Test(arguments: HostileAnswer.all)
  func `an order whose answer is no answer is found, and never sent twice`(
    hostile: HostileAnswer
  ) throws {
    let rig = try HostileRig(odds: ("1.94", "1.88"))
    let program = try rig.trade()
    #expect(program.wait(for: "account reconciled"))
    #expect(program.wait { rig.areBooksThere })
    // The stream would tell what became of the order: it comes later.
    rig.house.inject(.stallStreams(true))
    rig.exchange.changeAnswer(to: Self.orders, hostile.answer)
    rig.sayBargain()
    #expect(program.wait(for: "the answer to an order was lost; looking for it"))
    #expect(program.wait(for: "the lost order was found"), "\(program.text("errors"))")
    rig.house.inject(.stallStreams(false))
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    #expect(program.wait { rig.openExits == 2 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.report.fills.count == 2)
    #expect(rig.orderIDs.count == 4, "two buys and two sells")
  }

  /// Each reading of the start gets another of the answers: three sessions have had them all.
  @Test(arguments: 0..<3)
  func `a start is tried again until the answers can be read`(session: Int) throws {
    let rig = try HostileRig()
    let targets = [
      "GET /trade-api/v2/exchange/status", "GET /trade-api/v2/series",
      "GET /trade-api/v2/portfolio/balance", "GET /trade-api/v2/portfolio/positions",
    ]
    rig.exchange.on { core in
      var left = Dictionary(
        uniqueKeysWithValues: zip(targets, HostileAnswer.all.dropFirst(4 * session)))
      core.changeAnswer = { request in
        guard let target = left.keys.first(where: request.hasPrefix) else { return nil }
        return left.removeValue(forKey: target)?.answer
      }
    }
    let program = try rig.trade()
    #expect(program.wait { rig.contractsHeld == 20 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(ending.log.contains("trying again in "), "\(ending.log)")
    #expect(ending.log.contains("reading the account failed: "), "\(ending.log)")
    #expect(ending.report.fills.count == 2)
  }

  @Test(arguments: [HostileAnswer.all[0], HostileAnswer.all[6], HostileAnswer.all[10]])
  func `a cancel whose answer is no answer is sent again`(hostile: HostileAnswer) throws {
    let rig = try HostileRig()
    rig.exchange.changeAnswer(to: "DELETE ", hostile.answer)
    let program = try rig.trade()
    #expect(program.wait { rig.openExits == 2 }, "\(program.text("errors"))")
    let ending = try rig.finish(program)
    #expect(rig.openExits == 0)
    #expect(ending.report.differences.isEmpty)
  }
}
