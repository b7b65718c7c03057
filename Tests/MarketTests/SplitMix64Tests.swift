import Market
import Testing

@Suite struct `The seeded generator` {
  /// The first outputs of the reference implementation (Vigna, splitmix64.c).
  @Test(
    arguments: zip(
      [0, 1_234_567] as [UInt64],
      [
        [
          0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F,
          0xF88B_B8A8_724C_81EC,
        ],
        [
          6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
          4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ],
      ] as [[UInt64]]))
  func `numbers are those of SplitMix64`(seed: UInt64, expected: [UInt64]) {
    var generator = SplitMix64(seed: seed)
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  @Test func `copies go the same way`() {
    var first = SplitMix64(seed: .max)
    _ = first.next()
    var second = first
    #expect((0..<100).allSatisfy { _ in first.next() == second.next() })
  }
}
