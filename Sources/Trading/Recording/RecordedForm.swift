/// How events, outputs and notices are written down.
///
/// Their binary forms carry no version each: a session says once, in its head, which one it is
/// written in, and a reader takes its own alone. What was recorded in another form would be read as
/// something that never happened.
public enum RecordedForm {
  /// Raised with every change of what is written for an event, an output or a notice.
  public static let current = 2
}
