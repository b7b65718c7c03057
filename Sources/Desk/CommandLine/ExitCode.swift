/// How the program ends, by the numbers of sysexits.h where one fits.
public enum ExitCode {
  public static let success: Int32 = 0
  /// The session did not end as it should: accounts differ, orders could not be cancelled.
  public static let failure: Int32 = 1
  /// The command line is wrong.
  public static let usage: Int32 = 64
  /// Input data is wrong.
  public static let data: Int32 = 65
  /// An input file is missing or cannot be read.
  public static let noInput: Int32 = 66
  /// A host or service cannot be reached, or a port is taken.
  public static let unavailable: Int32 = 69
  /// Output cannot be written: a full disk, a closed pipe.
  public static let inputOutput: Int32 = 74
  /// A key is refused or missing.
  public static let noPermission: Int32 = 77
  /// The configuration is wrong.
  public static let configuration: Int32 = 78
  /// Ctrl-C before there was anything to report, as a shell counts it.
  public static let interrupted: Int32 = 130
}
