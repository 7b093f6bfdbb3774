// Text as roff takes it: every character that troff would read as its own is written out.

enum RoffText {
  /// The most columns that a line of source gets, where it can be broken.
  static let width = 78

  /// Prose: a hyphen is a hyphen.
  static func prose(_ text: String) -> String { escaped(text, isCode: false) }

  /// What is typed: a hyphen is a minus, quotes are straight, so that it can be copied from the page.
  static func code(_ text: String) -> String { escaped(text, isCode: true) }

  private static func escaped(_ text: String, isCode: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += isCode ? "\\-" : "-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      case "\u{00A0}": result += "\\ "
      case "\t": result += "    "
      default:
        if scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
        }
      }
    }
    return result
  }

  static func inlines(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): prose(text)
      case .code(let text): font("B", code(text))
      case .strong(let text): font("B", prose(text))
      case .emphasis(let text): font("I", prose(text))
      case .page(let name, let section): font("B", code(name)) + "(\(section))"
      }
    }.joined()
  }

  private static func font(_ name: String, _ text: String) -> String { "\\f\(name)\(text)\\fR" }

  /// Running text broken into lines; none of them can be taken for a request.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.utf8.count + word.utf8.count >= width {
        lines.append(guarded(line))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(guarded(line)) }
    return lines
  }

  /// A line that begins with a dot or an apostrophe is text all the same.
  static func guarded(_ line: String) -> String { line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line }

  /// An argument of a macro.
  static func argument(_ text: String) -> String { "\"\(text)\"" }
}
