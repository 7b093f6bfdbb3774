// The other forms in which an example must give the same answer: what holds for a setting holds however it is written.

import Bytes
import PostfixConfig

/// A way to write the same configuration.
enum ExampleVariant: String, CaseIterable, Sendable {
  case asWritten = "as written"
  case carriageReturns = "with CRLF line ends"
  case folded = "with values on continuation lines"
  case indirect = "with values behind $name"
  case overridden = "with -o in master.cf"

  /// The example in this form; nil when the form makes no sense for it.
  func apply(main: String, master: String, to rule: Rule) -> (main: String, master: String)? {
    switch self {
    case .asWritten: return (main, master)
    case .carriageReturns:
      return (main.replacing("\n", with: "\r\n"), master.replacing("\n", with: "\r\n"))
    case .folded:
      guard rule.each != .diagnostic else { return nil }
      return rewrite(main) { name, value in "\(name) =\n    \(value)" }.map { ($0, master) }
    case .indirect:
      guard rule.each != .diagnostic, rule.each != .setting else { return nil }
      var number = 0
      return rewrite(main) { name, value in
        guard ParameterFacts.known[ByteString(name)]?.isRaw != true else { return nil }
        number += 1
        return "\(name) = $example_value_\(number)\nexample_value_\(number) = \(value)"
      }.map { ($0, master) }
    case .overridden:
      guard rule.each == .smtpdService || rule.each == .restriction else { return nil }
      var options = ""
      let rest = rewrite(main) { name, value in
        // What several programs read cannot move into one of them.
        guard name.hasPrefix("smtpd_") else { return nil }
        options += " -o { \(name) = \(value) }"
        return ""
      }
      guard let rest, !options.isEmpty else { return nil }
      let entries = master.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.count >= 8 && words[7] == "smtpd" && !line.hasPrefix(" ") ? "\(line)\(options)" : String(line)
      }
      return (rest, entries.joined(separator: "\n"))
    }
  }

  /// Replaces every setting that stands on one line. Nil for files with anything else in them.
  private func rewrite(_ main: String, _ change: (String, String) -> String?) -> String? {
    var result = ""
    for line in main.split(separator: "\n") {
      if line.hasPrefix("#") { continue }
      guard let equals = line.firstIndex(of: "="), line.first?.isWhitespace == false else { return nil }
      let name = line[..<equals].trimmed
      let value = line[line.index(after: equals)...].trimmed
      guard !name.isEmpty else { return nil }
      result += (value.isEmpty ? nil : change(name, value)) ?? String(line)
      result += "\n"
    }
    return result
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
