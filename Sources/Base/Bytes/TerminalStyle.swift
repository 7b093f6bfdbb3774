// Colours for text on a terminal, or none.

public struct TerminalStyle: Sendable {
  /// Select Graphic Rendition parameters of ECMA-48.
  public enum Paint: String, Sendable {
    case bold = "1"
    case faint = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case boldRed = "1;31"
  }

  public let isColored: Bool

  public init(isColored: Bool) { self.isColored = isColored }

  public func bold(_ text: String) -> String { paint(text, .bold) }
  public func faint(_ text: String) -> String { paint(text, .faint) }

  public func paint(_ text: String, _ paint: Paint) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// As much of a line as so many columns show, its colours included.
  public static func cut(_ line: String, columns: Int) -> String {
    var shown = String.UnicodeScalarView()
    var used = 0
    var isInSequence = false
    for scalar in line.unicodeScalars {
      if scalar == "\u{1B}" { isInSequence = true }
      if isInSequence {
        shown.append(scalar)
        if scalar == "m" { isInSequence = false }
        continue
      }
      used += PrintableText.width(scalar)
      // A colour that begins within the line also ends there.
      if used <= columns { shown.append(scalar) }
    }
    return String(shown)
  }
}
