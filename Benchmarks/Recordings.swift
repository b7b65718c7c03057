internal import Glibc

/// The folder of recordings beside the project, where it is present.
enum Recordings {
  static let root: String? = {
    let named = getenv("DUTCHBOOK_SHARED").map { String(cString: $0) }
    for folder in [named, "../shared"].compactMap({ $0 }) where access(folder, R_OK) == 0 {
      return folder
    }
    return nil
  }()
}
