internal import Journal

/// The demo's journal, run through a fresh engine.
struct DemoRerun {
  /// The last session in it says the same again, byte for byte.
  let isSame: Bool
  /// For the report.
  let text: String

  /// Replays the last session of a journal.
  ///
  /// - Parameter isKept: the journal stays: the text says what can be done with it.
  /// - Throws: what cannot be read.
  init(journal folder: String, isKept: Bool) throws {
    let replay = try JournalReplay.run(FolderStorage(path: folder, isWriting: false))
    guard let session = replay.sessions.last else {
      throw ProcessFailure(.output, "\(folder): the session is not in its journal")
    }
    isSame = session.difference == nil
    var text =
      session.difference.map { "Rerun: DIFFERENT at \(PlainText.cleaned($0))" }
      ?? "Rerun: a fresh engine over the \(session.inputs) inputs of the journal gave the same"
      + " \(session.outputs) outputs, byte for byte."
    if isKept {
      text +=
        "\nJournal: \(folder) has every frame, decision and request; `dutchbook replay \(folder)`"
        + " decides it all again, `dutchbook why TICKER --journal \(folder)` tells why."
    }
    self.text = text
  }
}
