import FoundationEssentials
import TestKit

/// The cases of `refvals/10_backtest_stats.json`.
struct BacktestReferences: Decodable {
  struct Sharpe: Decodable {
    let sr: Double
    let periods: Int
    let skew: Double
    let kurt: Double
    let varTrials: Double
    let nTrials: Int
    let sr0: Double
    let dsr: Double
    let psr0: Double?
    let expectedMaxZ: Double?
    /// Absent in the published example, null where no record is long enough.
    let minTrackRecord95: Double?

    enum CodingKeys: String, CodingKey {
      case sr, skew, kurt, varTrials, nTrials, sr0, dsr, psr0, expectedMaxZ, minTrackRecord95
      case periods = "T"
    }
  }
  struct Bootstrap: Decodable {
    let pnl: [Double]
    let mean: Double
    let se: Double
    let iidPercentile: [Double]
    let iidBca: [Double]
    let optBlockStationary: Double
    let stationaryPercentile: [Double]
  }
  struct Binomial: Decodable {
    let k: Int
    let n: Int
    let wilson: [Double]
    let beta: [Double]
    let agrestiCoull: [Double]
    let jeffreys: [Double]
  }
  struct Discovery: Decodable {
    let p: [Double]
    let bhAdjusted: [Double]
    let bhReject: [Bool]
    let holmAdjusted: [Double]
  }
  struct ClosingLine: Decodable {
    let price: Double
    let closeFair: Double
    let fee: Double
    let clvProbPoints: Double
    let clvNet: Double
    let clvPctOfStake: Double
    let clvLogit: Double
    let evPerContractIfCloseTrue: Double
  }
  struct Power: Decodable {
    let price: Double
    let trueEdge: Double
    let netEdge: Double
    let sdPerContract: Double
    /// Null where nothing is left of the edge.
    let nFor5Pct80Power: Double?
  }
  let deflatedSharpe: [Sharpe]
  let bootstrap: [Bootstrap]
  let binomial: [Binomial]
  let fdr: [Discovery]
  let clv: [ClosingLine]
  let sampleSize: [Power]

  /// The file's cases; nil when there is no file and none is required.
  static func load() throws -> BacktestReferences? { try loadReference("10_backtest_stats.json") }
}

/// True when two numbers are as near as a tolerance asks, in absolute terms.
func isNear(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
  abs(left - right) <= tolerance
}
