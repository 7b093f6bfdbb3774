// The screen of `queue watch`: rates, and the summary below them.

import Bytes
import SystemAccess

struct QueueScreen {
  let style: TerminalStyle
  let size: Terminal.Size

  func lines(_ summary: QueueSummary, _ rates: (arrived: Int, left: Int)?, isUncertain: Bool) -> [String] {
    var lines = summary.lines(style, width: size.columns)
    lines.insert(rate(rates, isUncertain), at: 1)
    let keys = style.faint("q quits")
    if lines.count >= size.rows { lines = Array(lines.prefix(max(1, size.rows - 1))) }
    lines += Array(repeating: "", count: max(0, size.rows - 1 - lines.count))
    return lines + [keys]
  }

  private func rate(_ rates: (arrived: Int, left: Int)?, _ isUncertain: Bool) -> String {
    guard let rates else { return "in the last minute: counting…" }
    let arrived = "\(ShortNumber.grouped(rates.arrived)) arrived"
    let left = "\(ShortNumber.grouped(rates.left)) left"
    let more = rates.arrived - rates.left
    let trend = more > 0 ? style.paint("growing", .yellow) : more < 0 ? style.paint("shrinking", .green) : "steady"
    return "in the last minute: \(isUncertain ? "at least " : "")\(arrived), \(left), \(trend)"
  }
}
