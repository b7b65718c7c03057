import Glibc
import RecoveryRig

/// A trading process for RecoveryTests, which kills it. Arguments: the folder, the life's number,
/// the plan's seed, the life's seed, how many inputs, and `killed` or `ends`.
///
/// Writes one byte to descriptor 3 when the inputs have been processed (at once for 0). Trades on
/// until it is killed; with `ends` it ends in order instead, and exits with 0.
@main enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 7, let life = Int(arguments[2]), let plan = UInt64(arguments[3]),
      let seed = UInt64(arguments[4]), let inputs = Int(arguments[5])
    else { exit(64) }
    if inputs == 0 { signal() }
    do {
      let session = try KillableSession(
        KillableSession.Orders(
          folder: arguments[1], life: life, planSeed: plan, seed: seed, inputs: inputs,
          ends: arguments[6] == "ends"))
      if inputs > 0 { session.onSignal = signal }
      if let failure = session.run() { fail(failure) }
    } catch {
      fail("\(error)")
    }
    // The rig's world is left as it is, as by a kill: it need not be taken down.
    _exit(0)
  }

  private static func signal() {
    var byte: UInt8 = 1
    _ = write(3, &byte, 1)
  }

  private static func fail(_ text: String) -> Never {
    print(text)
    fflush(nil)
    _exit(1)
  }
}
