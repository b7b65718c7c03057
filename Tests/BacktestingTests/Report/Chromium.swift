import TestKit

/// Debian's headless Chromium, to look at pages with.
struct Chromium {
  /// Why a page could not be looked at.
  struct LookError: Error, CustomStringConvertible { let description: String }

  private static let program = "chromium-headless-shell"

  var width = 1_280
  var height = 900
  var isDark = false

  /// The page's document after it was laid out, and what the browser had to say, mixed.
  func document(of page: String) throws -> String { try run(["--dump-dom"], page) }

  /// What the page looks like in a window of that size.
  func screenshot(of page: String, in folder: TestFolder) throws -> PNGImage {
    let path = "\(folder.path)/shot-\(width)-\(isDark ? "dark" : "light").png"
    let said = try run(["--hide-scrollbars", "--screenshot=\(path)"], page)
    guard let image = PNGImage(PNGImage.bytes(path)) else {
      throw LookError(description: "no screenshot: \(said.suffix(400))")
    }
    return image
  }

  private func run(_ options: [String], _ page: String) throws -> String {
    let words =
      [
        Self.program, "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--enable-logging=stderr", "--v=0",
        "--window-size=\(width),\(height)",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      ] + options + ["file://\(page)"]
    let child = try ChildProcess(words)
    guard let status = child.wait(seconds: 120) else {
      throw LookError(description: "\(Self.program) did not end in two minutes")
    }
    guard status == 0 else {
      throw LookError(
        description: "\(Self.program) ended with \(status); scripts/setup.sh --test installs it: "
          + child.output.suffix(400))
    }
    return child.output
  }
}
