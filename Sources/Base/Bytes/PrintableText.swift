// Text from configuration files made fit for a terminal: nothing in it can move the cursor, colour or hide anything.

public enum PrintableText {
  /// Control characters and those that turn the writing direction become U+FFFD; line ends and tabs a blank.
  public static func of(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isBlank = scalar == "\n" || scalar == "\t" || scalar == "\r"
      result.append(isBlank ? " " : isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    return String(result)
  }

  /// The same for whole lines, whose ends stay. Most have nothing to change, and are not copied.
  public static func lines(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x7F || $0 < 0x20 && $0 != 0x0A }) else { return text }
    return Array(
      String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .map { of(String($0)) }.joined(separator: "\n").utf8)
  }

  public static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    switch scalar.value {
    case 0x80..<0xA0, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069: return false
    default: return true
    }
  }

  /// How many columns of a terminal the text takes.
  public static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  public static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The words of the text in lines of at most this width. A longer word gets a line of its own.
  public static func wrapped(_ text: String, width limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for piece in text.utf8.split(whereSeparator: \.isASCIISpace) {
      let word = Substring(piece)
      let width = width(String(word))
      if !line.isEmpty, used + 1 + width > limit {
        lines.append(line)
        line = ""
        used = 0
      }
      if !line.isEmpty {
        line += " "
        used += 1
      }
      line += word
      used += width
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
