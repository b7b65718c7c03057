import Market
import Outcomes
import TestKit
import Testing

@Suite struct `The proof of a set` {
  private let prover = SetProver()

  private func proof(_ event: ListedEvent, _ allowances: [VoidAllowance] = []) -> SetProof {
    SetProver(allowances: allowances).proof(of: event, on: Listings.date)
  }

  @Test func `brackets that leave no degree out are proved strictly`() {
    let proof = proof(Listings.temperatures())
    #expect(proof.kind == .brackets)
    #expect(proof.exhaustive == .strict && proof.exclusive == .strict)
    #expect(proof.isTradable && proof.exhaustive.charge == .zero)
    #expect(proof.nested != .strict)
  }

  @Test func `what the exchange does not call exclusive is not`() {
    #expect(proof(Listings.temperatures(isExclusive: nil)).exhaustive == .unproved(.notExclusive))
    let denied = proof(Listings.temperatures(isExclusive: false))
    #expect(denied.exclusive == .unproved(.notExclusive) && !denied.isTradable)
  }

  @Test func `a missing bracket leaves values out, and still excludes`() {
    for place in 0..<6 {
      var event = Listings.temperatures()
      event.outcomes.remove(at: place)
      let proof = proof(event)
      guard case .unproved(.gap(let values)) = proof.exhaustive else {
        Issue.record("without bracket \(place): \(proof.exhaustive)")
        continue
      }
      #expect(
        values
          == [
            "82 or less", "83 to 84", "85 to 86", "87 to 88", "89 to 90", "91 or more",
          ][place])
      #expect(proof.exclusive == .strict, "at most one of the others pays")
    }
  }

  @Test func `brackets with a value together prove nothing`() {
    var event = Listings.temperatures()
    event.outcomes[2] = Listings.outcome("B84.5", "between", floor: 84, cap: 86, "84° to 86°")
    #expect(proof(event).exhaustive == .unproved(.overlap("B83.5", "B84.5")))
    #expect(proof(event).exclusive == .unproved(.overlap("B83.5", "B84.5")))
  }

  @Test func `a title that says another value than its strike proves nothing`() {
    // On record: floor 7, "greater", titled as if 7.0 paid as well.
    let trap = proof(Listings.inflation(last: "7.0% or above"))
    #expect(
      trap.exhaustive
        == .unproved(
          .wordingDiffers("T7.0", title: "7.0% or above", strike: "7.1 or more")))
    // With a title that agrees, 7.0 itself is nobody's.
    let gap = proof(Listings.inflation(last: "7.1% or above"))
    #expect(gap.exhaustive == .unproved(.gap("7")))
    #expect(gap.exclusive == .strict)
    #expect(proof(Listings.inflation(last: "hot")).exhaustive == .unproved(.wordingUnread("T7.0")))
  }

  @Test func `without the step of a series nothing is proved`() {
    var event = Listings.temperatures()
    event.series = "KXNEW"
    #expect(proof(event).exhaustive == .unproved(.stepUnknown("KXNEW")))
    // A finer step makes gaps of what whole numbers have none.
    let fine = ValueStep(
      series: "KXHIGHNY", step: StrikeNumber(millionths: 100_000),
      since: CivilDate(daysSinceEpoch: 20_000), source: "a made-up change of rules")
    let proof = SetProver(steps: ValueStep.shipped + [fine])
      .proof(of: Listings.temperatures(), on: Listings.date)
    #expect(!proof.isTradable)
    // Before it is in force the old one counts.
    let before = SetProver(steps: ValueStep.shipped + [fine])
      .proof(of: Listings.temperatures(), on: CivilDate(daysSinceEpoch: 19_900))
    #expect(before.exhaustive == .strict)
  }

  @Test func `thresholds are nested, from the widest to the narrowest, and no set`() {
    let proof = proof(Listings.ladder([0.3, -0.1, 0.1]))
    #expect(proof.kind == .ladder && proof.nested == .strict)
    #expect(proof.tickers == ["T-0.1", "T0.1", "T0.3"])
    #expect(proof.exhaustive == .unproved(.nested))
  }

  @Test func `thresholds of different things are no ladder`() {
    var event = Listings.ladder([0.1, 0.3])
    event.outcomes[0].title = "Andrew Benintendi: above 0.1"
    event.outcomes[1].title = "Ben Malgeri: above 0.3"
    #expect(proof(event).nested == .unproved(.subjectsDiffer("T0.1", "T0.3")))
    event.outcomes[1].title = "Andrew Benintendi: above 0.3"
    #expect(proof(event).nested == .strict)
  }

  @Test func `names are proved by nothing but an entry that fits`() {
    let game = Listings.game(["LAA", "MIA"])
    #expect(proof(game).exhaustive == .unproved(.namesNotAllowed))
    let entry = Listings.allowance()
    let proved = proof(game, [entry])
    #expect(proved.exhaustive == .moduloVoid(entry) && proved.exclusive == .moduloVoid(entry))
    // 1.2 % of 5 cents.
    #expect(proved.exhaustive.charge == Money(microDollars: 600))
    var plain = game
    plain.isExclusive = nil
    #expect(proof(plain, [entry]).exhaustive == .unproved(.notExclusive))
  }

  @Test func `an entry does not cover a tie outcome, other rules or another date`() {
    let entry = Listings.allowance()
    func reason(_ event: ListedEvent, _ date: CivilDate = Listings.date) -> String {
      guard
        case .unproved(let why) = SetProver(allowances: [entry]).proof(of: event, on: date)
          .exhaustive
      else { return "proved" }
      return why.text
    }
    #expect(reason(Listings.game(["LAA", "MIA", "TIE"])).hasSuffix("the event has 3"))
    #expect(
      reason(Listings.game(["LAA", "MIA"], rules: "If tied, both pay half."))
        .contains("the rules of LAA do not say"))
    let game = Listings.game(["LAA", "MIA"])
    #expect(reason(game, CivilDate(daysSinceEpoch: 20_701)).contains("counts from"))
    #expect(reason(game, CivilDate(daysSinceEpoch: 20_700)) == "proved")
  }

  @Test func `a rule that may void numbers needs an entry as well`() {
    var event = Listings.temperatures()
    event.outcomes[3].rules += " If no report is published, it resolves to the last traded price."
    guard case .unproved(.voidRule(let words)) = proof(event).exhaustive else {
      Issue.record("a void rule passed")
      return
    }
    #expect(words.contains("last traded price"))
    event.outcomes[3].rules = ""
    #expect(proof(event).exhaustive == .unproved(.rulesMissing("B87.5")))
  }

  @Test(
    arguments: [
      // Of the rules of real series of temperatures.
      ("keeping in mind that different cities update their reports at different times", nil),
      ("the official and final value used; avoid other sources; properties; neckties", nil),
      ("If the game ends in a tie, it pays half.", "a tie, it"), ("Tied games pay half.", "tied"),
      ("It is voided.", "voided"), ("VOID", "void"), ("a dead heat", "dead heat"),
      ("If the game is rescheduled within two days", "rescheduled"),
      ("at the Exchange's discretion", "discretion"),
    ] as [(String, String?)])
  func `rules of another end are told from words that only look like it`(
    rules: String, found: String?
  ) {
    var event = Listings.temperatures()
    event.outcomes[2].rules = rules
    switch (proof(event).exhaustive, found) {
    case (.strict, nil): break
    case (.unproved(.voidRule(let words)), let found?): #expect(words.contains(found))
    case (let level, _): Issue.record("\(rules): \(level)")
    }
  }

  @Test func `scalar, mixed, broken and lonely markets prove nothing`() {
    var scalar = Listings.temperatures()
    scalar.outcomes[1].isScalar = true
    #expect(proof(scalar).exclusive == .unproved(.scalar("B83.5")))
    var mixed = Listings.temperatures()
    mixed.outcomes.append(Listings.outcome("OTHER", "custom", "Other"))
    #expect(proof(mixed).exhaustive == .unproved(.mixedStrikes))
    var broken = Listings.temperatures()
    broken.outcomes[0].strike = Strike(type: "less", floor: 3, cap: 83)
    #expect(proof(broken).exhaustive == .unproved(.strikeUnread("T83")))
    var lonely = Listings.temperatures()
    lonely.outcomes.removeLast(5)
    #expect(proof(lonely).kind == .single && !proof(lonely).isTradable)
    lonely.outcomes.removeAll()
    #expect(proof(lonely).kind == .noMarkets)
  }

  @Test func `any change of what a proof rests on unproves it`() {
    let event = Listings.temperatures()
    let proof = proof(event)
    #expect(proof.holds(for: event))
    var reordered = event
    reordered.outcomes.reverse()
    #expect(proof.holds(for: reordered), "the order of a listing means nothing")
    let changes: [(inout ListedEvent) -> Void] = [
      { $0.isExclusive = nil }, { $0.outcomes.removeLast() }, { $0.outcomes[0].title += " " },
      { $0.outcomes[0].rules += "." }, { $0.outcomes[1].isScalar = true },
      { $0.outcomes[0].strike = .lessOrEqual(StrikeNumber(millionths: 82_000_000)) },
      { $0.outcomes.append(Listings.outcome("TIE", "custom", "Tie")) },
    ]
    for change in changes {
      var other = event
      change(&other)
      #expect(!proof.holds(for: other))
    }
  }

  @Test func `random cuts of the line tile it, and any change of one bound does not`() {
    var random = SeededGenerator(seed: 20_261_123)
    for _ in 0..<300 {
      let cuts = Set(
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
          Int.random(in: -50...50, using: &random)
        }
      ).sorted()
      var outcomes = [
        Listings.outcome("low", "less", cap: Double(cuts[0]), "\(cuts[0] - 1) or below")
      ]
      for (from, to) in zip(cuts, cuts.dropFirst()) {
        outcomes.append(
          Listings.outcome(
            "B\(from)", "between", floor: Double(from), cap: Double(to - 1),
            "\(from) to \(to - 1)"))
      }
      let last = cuts[cuts.count - 1]
      outcomes.append(
        Listings.outcome("high", "greater", floor: Double(last - 1), "\(last) or above"))
      var event = ListedEvent(
        ticker: "E", series: "KXHIGHNY", isExclusive: true,
        outcomes: outcomes.shuffled(using: &random))
      #expect(proof(event).exhaustive == .strict, "\(cuts)")
      let place = event.outcomes.firstIndex { $0.ticker == "high" } ?? 0
      let moved = last + (Bool.random(using: &random) ? 1 : -1)
      event.outcomes[place] = Listings.outcome(
        "high", "greater", floor: Double(moved - 1), "\(moved) or above")
      #expect(proof(event).exhaustive != .strict, "\(cuts) to \(moved)")
    }
  }
}
