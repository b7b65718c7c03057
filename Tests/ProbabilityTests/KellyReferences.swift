/// The cases of `refvals/04_kelly.json`.
struct KellyReferences: Decodable {
  struct Single: Decodable {
    let price: Double
    let feeRate: Double
    let allInCost: Double
    let belief: Double
    let kellyFraction: Double
    let logGrowthAtKelly: Double
    let breakevenFraction: Double?
    let kellyFractionNoSide: Double
    let bankroll: Double
    let integerOptimumContracts: Int
    let fractionMultiplier: Double
    let capFraction: Double
    let ruleContracts: Int
  }
  struct Ladder: Decodable {
    let asksCents: [[Int]]
    let belief: Double
    let bankroll: Double
    let optimumContracts: Int
    let outlay: Double
    let expectedLogGain: Double
  }
  struct Exclusive: Decodable {
    let allInCost: [Double]
    let belief: [Double]
    let fractions: [Double]
    let reserveRate: Double
    let logGrowth: Double
  }
  struct Simultaneous: Decodable {
    let allInCost: [Double]
    let jointPmf: [String: Double]
    let fractions: [Double]
    let logGrowth: Double
  }
  struct Held: Decodable {
    let allInCost: Double
    let belief: Double
    let cash: Double
    let heldYes: Double
    let heldNo: Double
    let nStarContinuous: Double
    let nInteger: Int
  }
  let single: [Single]
  let ladder: [Ladder]
  let mutuallyExclusive: [Exclusive]
  let simultaneous: [Simultaneous]
  let existingPosition: [Held]

  /// The file's cases; nil when there is no file and none is required.
  static func load() throws -> KellyReferences? { try loadReference("04_kelly.json") }
}
