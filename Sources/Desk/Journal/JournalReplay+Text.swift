extension JournalReplay.Outcome {
  /// What `dutchbook replay` prints: a line a session, then the sum.
  public var text: String {
    var lines: [String] = []
    for (place, session) in sessions.enumerated() {
      let how = session.wasEnded ? "ended" : "was not ended"
      lines.append(
        "session \(place + 1) (\(session.mode), version \(session.version), record"
          + " \(session.firstRecord)): \(session.inputs) inputs, \(session.outputs) outputs,"
          + " \(session.frames) frames, \(how): "
          + (session.difference == nil ? "same" : "DIFFERENT"))
      if let difference = session.difference {
        lines.append("  first difference: \(PlainText.cleaned(difference))")
      }
    }
    if let tornTail { lines.append(PlainText.cleaned(tornTail)) }
    if leftOut > 0 {
      lines.append(
        "\(leftOut) inputs and outputs belong to a session whose head is not here: left out")
    }
    if sessions.isEmpty {
      lines.append("\(records) records, and no session among them: nothing to replay")
    } else if isSame {
      lines.append(
        "\(records) records: every output \(leftOut > 0 ? "of these sessions " : "")is the same,"
          + " byte for byte")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
