// Colours for the text report, or none.

struct TerminalStyle {
  let isColored: Bool

  func bold(_ text: String) -> String { paint(text, "1") }
  func faint(_ text: String) -> String { paint(text, "2") }
  func fix(_ text: String) -> String { paint(text, "32") }

  /// In the colour of a severity.
  func severity(_ severity: Severity, _ text: String) -> String {
    switch severity {
    case .critical: paint(text, "1;31")
    case .high: paint(text, "31")
    case .medium: paint(text, "33")
    case .low: paint(text, "36")
    case .info: paint(text, "2")
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
