// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, floor by floor; docs/architecture.md says what lives in each.
// A room imports only from floors below it. Tests/TidyTests holds that law.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func system(_ name: String, pkgConfig: String?, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func room(_ name: String, _ dependencies: [String]) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) },
    swiftSettings: strict)
}

func tests(
  _ name: String, _ dependencies: [String], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: (["TestKit"] + dependencies).map { .init(stringLiteral: $0) },
    exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "dutchbook",
  products: [
    .executable(name: "dutchbook", targets: ["dutchbook"]),
    .library(name: "Kalshi", targets: ["Kalshi"]),
  ],
  targets: [
    // Floor 0: C libraries. Module maps and thin shims, no logic.
    system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
    system("CISAL", pkgConfig: "libisal", apt: "libisal-dev"),
    // Without pkgConfig: hiredis.pc carries a flag that the package manager warns of.
    system("CRedis", pkgConfig: nil, apt: "libhiredis-dev"),
    // For a comparison in the benchmarks only.
    system("CNghttp2", pkgConfig: "libnghttp2", apt: "libnghttp2-dev"),
    .target(name: "CLinux"),
    .target(name: "CProcessor"),
    .target(name: "CToml", linkerSettings: [.linkedLibrary("m")]),
    // Judges and counters for tests and benchmarks only.
    .target(name: "CAllocationCounter"),
    .target(
      name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("simdjson")]),

    // Floor 1: the vocabulary.
    room("Market", []),
    // Floor 2: the crafts.
    room("Probability", ["Market"]),
    room("Outcomes", ["Market"]),
    room("Wire", ["Market", "CLinux", "COpenSSL"]),
    room("Matching", ["Market"]),
    room("Journal", ["Market", "CLinux", "CZstd", "CISAL"]),
    // Floor 3: the trades.
    room("Trading", ["Market", "Probability", "Matching", "CProcessor"]),
    room("Kalshi", ["Market", "Wire", "COpenSSL", "CProcessor"]),
    room("Sportsbooks", ["Market", "Probability", "Wire", "CZlib", "CCurl", "CProcessor"]),
    room("Storage", ["Market", "CRedis"]),
    // Floor 4: the exchange, played by ourselves.
    room("KalshiSimulator", ["Market", "Wire", "Matching", "Kalshi", "Sportsbooks"]),
    room(
      "Backtesting",
      [
        "Market", "Probability", "Matching", "Journal", "Trading", "Kalshi", "Sportsbooks",
        "CLinux",
      ]),
    // Floor 5: one process that trades.
    room(
      "Desk",
      [
        "Market", "Probability", "Outcomes", "Wire", "Matching", "Trading", "Kalshi", "Sportsbooks",
        "KalshiSimulator", "Journal", "Storage", "Backtesting", "CToml", "CLinux",
      ]),
    // Floor 6: everything above in one thread, on virtual time, with faults.
    room(
      "FaultSimulation",
      [
        "Market", "Probability", "Wire", "Matching", "Journal", "Trading", "Kalshi", "Sportsbooks",
        "KalshiSimulator", "Desk", "CLinux",
      ]),
    // Floor 7: the command line.
    .executableTarget(
      name: "dutchbook",
      dependencies: [
        "Market", "Probability", "Outcomes", "Wire", "Journal", "Trading", "Kalshi", "Sportsbooks",
        "KalshiSimulator", "Backtesting", "Desk", "FaultSimulation",
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Market", "Probability", "Wire", "Matching", "Journal", "Trading", "Kalshi", "Sportsbooks",
        "Backtesting", "Desk", "CAllocationCounter", "CSimdjson", "CLinux", "CNghttp2",
        "CProcessor",
      ],
      path: "Benchmarks", exclude: ["peers"], swiftSettings: strict),

    .target(
      name: "TestKit", dependencies: ["Market", "Wire", "CAllocationCounter"],
      path: "Tests/TestKit", swiftSettings: strict),
    tests("MarketTests", ["Market"]),
    tests("ProbabilityTests", ["Probability", "Market"]),
    tests("OutcomesTests", ["Outcomes", "Market"]),
    tests("WireTests", ["Wire", "Market"]),
    tests("JournalTests", ["Journal", "Market"]),
    tests("MatchingTests", ["Matching", "Market"]),
    tests("TradingTests", ["Trading", "Matching", "Probability", "Market"]),
    tests("KalshiTests", ["Kalshi", "Wire", "Market", "CSimdjson", "CZlib"]),
    tests("SportsbooksTests", ["Sportsbooks", "Probability", "Wire", "Market"]),
    tests(
      "KalshiSimulatorTests", ["KalshiSimulator", "Kalshi", "Matching", "Wire", "Market"],
      exclude: ["Peers"]),
    tests(
      "BacktestingTests",
      [
        "Backtesting", "Trading", "Kalshi", "Sportsbooks", "Journal", "Matching", "Probability",
        "Market", "CZlib",
      ]),
    tests(
      "DeskTests",
      [
        "Desk", "Backtesting", "Outcomes", "Trading", "Kalshi", "KalshiSimulator", "Sportsbooks",
        "Probability",
        "Matching", "Journal", "Wire", "Market",
      ]),
    tests(
      "FaultSimulationTests", ["FaultSimulation"], exclude: ["Bugs"]),
    // A process for StorageTests to kill.
    .executableTarget(
      name: "StorageWorker", dependencies: ["Storage"], path: "Tests/StorageWorker",
      swiftSettings: strict),
    tests("StorageTests", ["Storage", "Desk", "Backtesting", "Sportsbooks", "Trading"]),
    // A trading process for RecoveryTests to kill, and what both know of it.
    .target(
      name: "RecoveryRig",
      dependencies: [
        "TestKit", "Market", "Matching", "Wire", "Journal", "Trading", "Kalshi", "KalshiSimulator",
        "Sportsbooks", "Desk", "FaultSimulation",
      ],
      path: "Tests/RecoveryRig", swiftSettings: strict),
    .executableTarget(
      name: "KilledSession", dependencies: ["RecoveryRig"], path: "Tests/KilledSession",
      swiftSettings: strict),
    tests("RecoveryTests", ["RecoveryRig", "Desk", "Journal", "Trading", "Market"]),
    tests("TidyTests", []),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
