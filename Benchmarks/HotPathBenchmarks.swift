internal import Kalshi
internal import Market
internal import Trading

/// (c) and (d) From a frame's bytes to a decision, and on to an order's bytes.
enum HotPathBenchmarks {
  static let games = 500

  static func run(_ runner: inout Runner) throws {
    // Room for all orders of a path: making signatures in between would empty the caches, which the
    // filler's own thread does not do.
    let rig = try EngineRig.onFairPrices(games: games, keyKind: .rsa, signatures: 4_000)
    let fair = EngineRig.fairPrices(games: games)
    runner.check("no order on fair prices", rig.placed.isEmpty)
    quiet(&runner, rig)
    try order(&runner, rig)
    try odds(&runner, rig, fair)
    runner.check("signatures came from the ring", rig.signaturesMadeInline == 0)
    print(
      "  signatures: \(rig.signaturesTaken) from the ring, \(rig.signaturesMadeInline) made on the"
        + " spot")
  }

  /// A level grows and shrinks, in one market after another.
  static func quietFrames(_ rig: EngineRig) -> [Bytes] {
    rig.tickers.flatMap { ticker in
      ["54.00", "-54.00"].map {
        Frames.delta(ticker, seq: 1, price: "0.4900", change: $0, side: "yes")
      }
    }
  }

  /// Frames that make and take back an offer below fair value in each market.
  struct OrderFrames {
    let offers: [Bytes]
    let away: [Bytes]
    private let bids: [Bytes]
    private let bidsBack: [Bytes]

    init(_ rig: EngineRig) {
      func changes(_ change: String) -> [Bytes] {
        rig.tickers.flatMap { ticker in
          (44...49).map {
            Frames.delta(ticker, seq: 1, price: "0.\($0)00", change: change, side: "yes")
          }
        }
      }
      func offers(_ change: String) -> [Bytes] {
        rig.tickers.map { Frames.delta($0, seq: 1, price: "0.4400", change: change, side: "no") }
      }
      self.offers = offers("40.00")
      away = offers("-40.00")
      bids = changes("-100.00")
      bidsBack = changes("100.00")
    }

    /// The bids above the offer go first: a crossed book trades nothing.
    func clear(_ rig: EngineRig) {
      for frame in bids { rig.receive(stream: frame.buffer) }
      rig.answerOrders()
    }

    func restore(_ rig: EngineRig) {
      for frame in bidsBack { rig.receive(stream: frame.buffer) }
      rig.answerOrders()
    }
  }

  /// Levels come and go away from the best: a judgement each time, never an order.
  private static func quiet(_ runner: inout Runner, _ rig: EngineRig) {
    let frames = quietFrames(rig)
    let before = rig.engine.states.reduce(0) { $0 + $1.record.evaluations }
    let samples = 200_000
    var inbox = Inbox()
    runner.measureEach(
      "frame -> book -> decision, no order", samples: samples,
      prepare: { inbox.receive(frames[$0 % frames.count]) },
      { _ in rig.receive(stream: inbox.frame) })
    let after = rig.engine.states.reduce(0) { $0 + $1.record.evaluations }
    runner.check("a judgement for each frame", after - before == samples + samples / 10)
    runner.check("no order on quiet books", rig.placed.isEmpty)
  }

  /// Somebody offers 6 cents below fair value: a taking order leaves.
  private static func order(_ runner: inout Runner, _ rig: EngineRig) throws {
    let frames = OrderFrames(rig)
    frames.clear(rig)
    var orders = 0
    var inbox = Inbox()
    let samples = 3_000
    runner.measureEach(
      "frame -> book -> decision -> order bytes (RSA ring)", samples: samples,
      prepare: { index in
        if index == 0 { try? rig.fillSignatures() }
        inbox.receive(frames.offers[index % frames.offers.count])
      },
      { _ in rig.receive(stream: inbox.frame) },
      finish: { index in
        orders += rig.placed.count
        // The offer goes before the answer comes, or the engine would try again.
        rig.receive(stream: frames.away[index % frames.away.count].buffer)
        rig.answerOrders()
      })
    runner.check("an order for each offer: \(orders)", orders == samples + samples / 10)
    let text = rig.orderText
    runner.check(
      "the order's price and count",
      text.contains("\"side\":\"bid\",\"price\":\"0.4400\",\"count\":\"10.00\"")
        && text.hasPrefix("POST /trade-api/v2/portfolio/events/orders HTTP/1.1\r\n"))
    frames.restore(rig)
    OrderPeer.run(&runner, tickers: rig.tickers, samples: samples)
  }

  /// A bookmaker moves: the home team is worth 60 and offered at 51.
  private static func odds(_ runner: inout Runner, _ rig: EngineRig, _ fair: [Bytes]) throws {
    let moved = (0..<games).map {
      Frames.odds(event: "\(61_017_989 + $0)", home: "1.60", away: "2.40")
    }
    var orders = 0
    var inbox = Inbox()
    let samples = 1_700
    runner.measureEach(
      "odds frame -> line -> fair value -> 2 orders' bytes", samples: samples,
      prepare: { index in
        if index == 0 { try? rig.fillSignatures() }
        inbox.receive(moved[index % games])
      },
      { _ in rig.receive(odds: inbox.frame) },
      finish: { index in
        orders += rig.placed.count
        rig.receive(odds: fair[index % games].buffer)
        rig.answerOrders()
      })
    runner.check("two orders for each move: \(orders)", orders == 2 * (samples + samples / 10))
    runner.measureEach(
      "odds frame -> line -> fair value, no order", samples: 50_000,
      prepare: { inbox.receive(fair[$0 % games]) },
      { _ in rig.receive(odds: inbox.frame) })
    runner.check("no order on fair lines", rig.placed.isEmpty)
  }
}
