/// Laws that make two runs over the same inputs byte-identical.
enum DeterminismLaws {
  static let all = [noClock, noDate, noUnseededRandomness, noUnorderedIteration]

  private static let clocks = [
    "clock_gettime", "gettimeofday", "ContinuousClock", "SuspendingClock", "DispatchTime",
    "DispatchWallTime", "time(nil)", "mach_absolute_time", "clinux_now",
  ]

  static let noClock = Law(
    "the clock is read by the event loop; everything else gets the time as input",
    in: { $0.isSource && $0.room != "Wire" },
    breaking: [
      .init("Sources/Market/A.swift", "let now = ContinuousClock.now"),
      .init("Sources/Trading/A.swift", "// clock: it is handy\nclock_gettime(CLOCK_REALTIME, &t)"),
      .init("Sources/Kalshi/A.swift", "clock_gettime(CLOCK_REALTIME, &t)"),
    ],
    keeping: [
      .init("Sources/Market/A.swift", "/// Not from ContinuousClock.\nlet now = input.time"),
      .init("Sources/Kalshi/A.swift", "// clock: the filler's own thread\nclock_gettime(c, &t)"),
    ]
  ) { file in
    let isPure = Floors.deterministic.contains(file.room ?? "")
    return file.findings { code, index in
      guard let clock = clocks.first(where: { code.hasWord($0) }) else { return nil }
      if isPure { return "\(clock) in a deterministic room; take the time as input" }
      if file.isMarked("clock", at: index) { return nil }
      return "\(clock); take the time from a Scheduler, or say why not in `// clock: …`"
    }
  }

  static let noDate = Law(
    "nothing asks Foundation for the time",
    in: \.isSource,
    breaking: [
      .init("Sources/Desk/A.swift", "let now = Date()"),
      .init("Sources/Wire/A.swift", "let now = Date.now"),
    ],
    keeping: [.init("Sources/Desk/A.swift", "let day = CivilDate(year: 2025, month: 1, day: 2)")]
  ) { file in
    file.findings { code, _ in
      let isFound = ["Date()", "Date.now", "Date(timeIntervalSinceNow"].contains(
        where: code.hasWord)
      return isFound ? "the time of Foundation; use Timestamp and a Scheduler" : nil
    }
  }

  private static let generators = [
    "SystemRandomNumberGenerator", "arc4random", "arc4random_uniform", "getrandom", "rand()",
    "drand48()",
  ]

  static let noUnseededRandomness = Law(
    "randomness has a seed that was passed in",
    in: { $0.isSwift && $0.path != "Package.swift" },
    breaking: [
      .init("Sources/Matching/A.swift", "let x = Int.random(in: 0...3)"),
      .init("Sources/Matching/A.swift", "// unseeded: so what\nlet x = Int.random(in: 0...3)"),
      .init("Sources/Wire/A.swift", "seed: UInt64 = .random(in: .min ... .max)"),
      .init("Tests/WireTests/A.swift", "var g = SystemRandomNumberGenerator()"),
      .init("Tests/WireTests/A.swift", "let x = list.shuffled()"),
    ],
    keeping: [
      .init("Sources/Matching/A.swift", "let x = Int.random(in: 0...3, using: &generator)"),
      .init("Sources/Wire/A.swift", "// unseeded: masks must be unpredictable\nx = .random(in: r)"),
      .init("Tests/WireTests/A.swift", "let x = list.shuffled(using: &generator)"),
    ]
  ) { file in
    let isPure = Floors.deterministic.contains(file.room ?? "")
    return file.findings { code, index in
      let call = [".random(", ".randomElement(", ".shuffled(", ".shuffle("].first(
        where: code.contains)
      let next = index + 1 < file.code.count ? file.code[index + 1] : ""
      let isUnseeded = call != nil && !(code + next).contains("using:")
      guard isUnseeded || generators.contains(where: { code.hasWord($0) }) else { return nil }
      if !isPure, file.isMarked("unseeded", at: index) { return nil }
      return "randomness without a seed; use a generator that was passed in (`using:`)"
    }
  }

  static let noUnorderedIteration = Law(
    "the order of a Dictionary or Set reaches no output",
    in: { $0.isSource && Floors.deterministic.contains($0.room ?? "") },
    breaking: [
      .init("Sources/Trading/A.swift", "for order in orders.values { send(order) }"),
      .init(
        "Sources/Trading/A.swift", "var open: [OrderID: Order] = [:]\nfor (id, order) in open {"),
      .init("Sources/Market/A.swift", "var seen = Set<Int>()\nlet list = seen.map { $0 + 1 }"),
      .init("Sources/Market/A.swift", "var seen: Set<Int>\n// order-free:\nfor x in seen {"),
    ],
    keeping: [
      .init("Sources/Trading/A.swift", "for order in orders { send(order) }"),
      .init("Sources/Trading/A.swift", "let ids = open.keys.sorted()"),
      .init("Sources/Trading/A.swift", "// order-free: a sum of integers\nfor x in open.values {"),
      .init("Sources/Desk/A.swift", "for order in orders.values { send(order) }"),
    ]
  ) { file in
    let unordered = unorderedNames(in: file)
    return file.findings { code, index in
      guard let name = iteratesUnordered(code, unordered), !file.isMarked("order-free", at: index)
      else { return nil }
      return "iterates \(name) in hash order; sort, keep an array, or say `// order-free: why`"
    }
  }

  /// Names that the file declares as a dictionary or a set.
  private static func unorderedNames(in file: SourceFile) -> [String] {
    var names: [String] = []
    for line in file.code where line.hasWord("var") || line.hasWord("let") {
      let squeezed = line.filter { $0 != " " }
      let isSet = squeezed.contains(":Set<") || squeezed.contains("=Set<")
      let isMap = squeezed.contains("=[:]") || isDictionaryType(squeezed)
      guard isSet || isMap else { continue }
      let words = line.words
      if let key = words.firstIndex(where: { $0 == "var" || $0 == "let" }), key + 1 < words.count {
        names.append(words[key + 1])
      }
    }
    return names
  }

  /// True for `name:[Key:Value]` with the colon outside any inner bracket.
  private static func isDictionaryType(_ squeezed: String) -> Bool {
    guard let start = squeezed.firstRange(of: ":[") else { return false }
    var depth = 1
    for character in squeezed[start.upperBound...] {
      switch character {
      case "[", "(": depth += 1
      case "]", ")": depth -= 1
      case ":" where depth == 1: return true
      default: break
      }
      if depth == 0 { return false }
    }
    return false
  }

  private static func iteratesUnordered(_ code: String, _ names: [String]) -> String? {
    if code.contains(".sorted") || code.contains(".min(") || code.contains(".max(") { return nil }
    for suffix in [".values", ".keys"] where code.hasSuffixWord(suffix) { return suffix }
    let calls = [
      "map", "compactMap", "flatMap", "forEach", "reduce", "filter", "first", "enumerated",
    ]
    return names.first { name in
      code.hasWord("in \(name) {") || code.hasWord("in self.\(name) {")
        || code.hasWord("in \(name) where") || calls.contains { code.hasWord("\(name).\($0)") }
    }
  }
}

extension StringProtocol {
  /// True when a member of that name is used, such as `.values` in `table.values {`.
  fileprivate func hasSuffixWord(_ member: String) -> Bool {
    var rest = self[...]
    while let found = rest.firstRange(of: member) {
      let after = found.upperBound < endIndex ? self[found.upperBound] : " "
      if !after.isNamePart, after != "[", after != "(" { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }
}
