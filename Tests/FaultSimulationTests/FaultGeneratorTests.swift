import FaultSimulation
import Testing

@Suite struct `The generator of a simulation` {
  @Test func `numbers are those of SplitMix64`() {
    // The first outputs of the reference implementation for the seed 0.
    var generator = FaultGenerator(seed: 0)
    #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
    #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test func `a fork has numbers of its own`() {
    var generator = FaultGenerator(seed: 5)
    var fork = generator.fork()
    #expect(fork.next() != generator.next())
  }
}
