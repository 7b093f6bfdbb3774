// The colours of severities.

import Bytes

extension TerminalStyle {
  func fix(_ text: String) -> String { paint(text, .green) }

  /// In the colour of a severity.
  func severity(_ severity: Severity, _ text: String) -> String {
    switch severity {
    case .critical: paint(text, .boldRed)
    case .high: paint(text, .red)
    case .medium: paint(text, .yellow)
    case .low: paint(text, .cyan)
    case .info: faint(text)
    }
  }
}
