// What an operator says to a session that runs.
extension CommandSpecification {
  private static let reaching = [
    Option("config", "FILE", "the session's configuration file"),
    Option("socket", "PATH", "where the session listens (default: process.control_socket)"),
  ]

  static let halt = CommandSpecification(
    name: "halt", summary: "stop a running session's entries; what is held stays",
    discussion: """
      Tells the session that runs in this folder, or with this configuration, to buy nothing new.
      What rests to buy is cancelled; sales go on. Waits up to five seconds for the cancels and
      says what could not be cancelled. Holds until `dutchbook resume`.
      Exit 0 when nothing rests any more, 1 when something does, 69 when no session runs.
      """, options: reaching)

  static let resume = CommandSpecification(
    name: "resume", summary: "let a halted session trade again",
    discussion: """
      Ends `halt` and `flatten`, and lets what cools down be tried at once at the least size. A
      day's loss, a difference to the exchange and the like stay, and are named: then it exits 1.
      """, options: reaching)

  static let flatten = CommandSpecification(
    name: "flatten", summary: "halt a running session and sell all it holds, or one market's",
    discussion: """
      As `halt`, and everything held is sold at what is bid, asking for less at each try until it is
      gone. `dutchbook limits` shows what is left; `dutchbook resume` ends it.

      TICKER        only this market: what rests there is cancelled, what is held there is sold, and
                    nothing is bought there until `dutchbook resume`, or the session's end; all
                    others go on
      """, options: reaching, arguments: ["[TICKER]"])

  static let limits = CommandSpecification(
    name: "limits", summary: "a running session's state, limits and their use; changes them",
    discussion: """
      Without arguments: whether it trades and what stops it, what it holds, and every limit with
      how far it is used. KEY=VALUE changes a limit, named and counted as in [risk]; several change
      together or not at all. Lowered below what is held, a limit stops new risk and sells nothing.
      Changes hold until the session ends; the file keeps what is to stay.
      """,
    options: reaching + [Option("profile", "NAME", "the limits of one profile")],
    arguments: ["[KEY=VALUE...]"])

  static let adopt = CommandSpecification(
    name: "adopt", summary: "hand contracts from elsewhere to a strategy",
    discussion: """
      What was bought by hand, or before there was a journal, counts in every limit and is left
      alone. This gives what a market has of it to the arbitrage strategy, or to a profile, at what
      the exchange says it has cost: from then on it is sold as the strategy sells its own.
      """,
    options: reaching + [Option("profile", "NAME", "the profile that gets it")],
    arguments: ["TICKER"])

  static let acceptPosition = CommandSpecification(
    name: "accept-position", summary: "the exchange's position in a market is right",
    discussion: """
      Where the exchange shows more or fewer contracts of a market than the session counts, and no
      trade that it tells of explains it, the market is blocked. This takes the exchange's figure:
      what is more is from elsewhere (see `adopt`), what is less is taken from the arbitrage
      strategy first, and nobody is paid for it.
      Exit 0 when it was taken, 1 when the market does not differ or no reading has come.
      """, options: reaching, arguments: ["TICKER"])

  static let acceptCash = CommandSpecification(
    name: "accept-cash", summary: "the exchange's cash is right: a deposit, or one's own trade",
    discussion: """
      Where the exchange has more or less cash than the session counts, and a reading has shown it
      twice, takes the exchange's figure. What that stopped goes on. The drawdown is counted from
      what there is then, so that money taken out is no loss.
      """, options: reaching)
}
