// The screen of `queue watch`: rates, and the summary below them.

import Bytes
import SystemAccess

struct QueueScreen {
  let style: TerminalStyle
  let size: Terminal.Size

  func lines(_ summary: QueueSummary, _ motion: MotionRates.Count, isUncertain: Bool) -> [String] {
    var lines = summary.lines(style, width: size.columns)
    lines.insert(text(of: motion, isUncertain), at: 1)
    let keys = style.faint("q quits")
    if lines.count >= size.rows { lines = Array(lines.prefix(max(1, size.rows - 1))) }
    lines += Array(repeating: "", count: max(0, size.rows - 1 - lines.count))
    return (lines + [keys]).map { TerminalStyle.cut($0, columns: size.columns) }
  }

  private func text(of motion: MotionRates.Count, _ isUncertain: Bool) -> String {
    let span = motion.seconds < 60 ? "\(motion.seconds) s" : "minute"
    let arrived = "\(ShortNumber.grouped(motion.arrived)) arrived"
    let left = "\(ShortNumber.grouped(motion.left)) left"
    let more = motion.arrived - motion.left
    let trend = more > 0 ? style.paint("growing", .yellow) : more < 0 ? style.paint("shrinking", .green) : "steady"
    return "in the last \(span): \(isUncertain ? "at least " : "")\(arrived), \(left), \(trend)"
  }
}
