// Text for standard output, and progress for somebody who watches.

import SystemAccess

enum Output {
  static func write(_ text: String) { FileWriting.write(Array(text.utf8), to: .output) }
}

enum Progress {
  /// Tells a terminal how far the work is.
  static func done(_ count: Int, of total: Int) {
    guard count % 100 == 0 || count == total, StandardStream.error.isTerminal else { return }
    FileWriting.write(Array("\r\(count) of \(total)\(count == total ? "\r\u{1B}[K" : "")".utf8), to: .error)
  }

  /// Tells a terminal how much was read.
  static func bytes(_ count: Int) {
    guard StandardStream.error.isTerminal else { return }
    FileWriting.write(Array("\r\(count >> 20) MB\r".utf8), to: .error)
  }
}
