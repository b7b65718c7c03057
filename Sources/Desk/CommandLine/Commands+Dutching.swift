// Commands of sets.
extension CommandSpecification {
  static let scan = CommandSpecification(
    name: "scan", summary: "look for sets of outcomes that cost less than they pay",
    discussion: """
      Reads every open event of the exchange with its markets, and says of each what is proved of
      them together: exactly one pays, at most one, or each pays where the next one does. Sets that
      cost less than they are sure to pay, fees and all, are candidates; near misses are shown with
      what they lack. Needs no key and trades nothing. Looks again each dutching.scan_interval_s
      until it is stopped, and counts which near misses became candidates; --once looks once.

      With files it looks at recorded answers of GET /events instead, with the fees of --series.
      """,
    options: [
      Option("once", nil, "look once"),
      Option("json", nil, "one line of JSON for each candidate and near miss, nothing else"),
      Option("near", "CENTS", "what a near miss may lack (default: dutching.near_miss_cents)"),
      Option("series", "FILE", "an answer of GET /series, for files"),
      Option("on", "DATE", "the date that files are looked at as of (default: today)"),
      Option("config", "FILE", "configuration"),
    ],
    arguments: ["[FILE...]"])
}
