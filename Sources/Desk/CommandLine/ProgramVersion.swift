/// The program's version, as `dutchbook --version` prints it and journals keep it.
public enum ProgramVersion {
  public static let current = "0.1.0"
}
