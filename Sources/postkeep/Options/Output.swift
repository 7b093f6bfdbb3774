// Text for standard output, words for the person, and progress for somebody who watches.

import Bytes
import Recovery
import SystemAccess

enum Output {
  static func write(_ text: String) { FileWriting.write(Array(text.utf8), to: .output) }

  /// Tells the person something, on standard error. What the text quotes may come from a file or a stranger, and no
  /// terminal is to obey it.
  static func tell(_ text: String) { complain("postkeep: \(text)\n") }

  /// The same for text that says itself who speaks.
  static func complain(_ text: String) { FileWriting.write(PrintableText.lines(Array(text.utf8)), to: .error) }
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

  /// Tells a terminal what a restore does.
  static func show(_ progress: RestoreProgress) {
    switch progress {
    case .step(let title):
      guard StandardStream.error.isTerminal else { return }
      FileWriting.write(Array("\r\u{1B}[K\(title)\n".utf8), to: .error)
    case .bytes(let count): bytes(count)
    case .messages(let count, let total): done(count, of: total)
    }
  }
}

enum Confirmation {
  /// Asks whoever sits at a terminal. Without one the command line is answer enough.
  static func given(_ question: String) -> Bool {
    guard StandardStream.input.isTerminal, StandardStream.error.isTerminal else { return true }
    FileWriting.write(Array("\(question) [y/N] ".utf8), to: .error)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
