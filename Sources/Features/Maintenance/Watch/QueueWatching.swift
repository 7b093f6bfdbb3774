// Shows the queue on a terminal until somebody has seen enough.
//
// The queue is read again when something has happened in it, and never for more than a quarter of the time: on a large
// queue the figures are older, the rates are not.

public import Bytes
public import QueueStore
public import SystemAccess

public struct QueueWatching: ~Copyable {
  /// No screen is drawn sooner after the last one, in seconds.
  public static let leastInterval = 0.5
  /// Ages grow also where nothing happens.
  private static let longest = 10.0

  private let store: QueueStore
  private let style: TerminalStyle
  private let interval: Double
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// - Parameter interval: seconds between two screens.
  public init(_ store: QueueStore, interval: Double, _ style: TerminalStyle) {
    self.store = store
    self.style = style
    self.interval = max(Self.leastInterval, interval)
    start = clock.now
  }

  public func run(on terminal: borrowing Terminal) throws(SystemError) {
    var motion = try QueueMotion(store)
    var rates = MotionRates(since: time)
    var summary = read()
    var isChanged = false
    var isUncertain = false
    var drawn = -Double.infinity
    while true {
      let count = try motion.count()
      rates.add(count, at: time)
      isChanged = isChanged || count.isMoving
      isUncertain = isUncertain || count.isUncertain
      if isReadingDue(summary, isChanged) {
        summary = read()
        isChanged = false
      }
      if time - drawn >= interval {
        draw(summary.summary, rates, isUncertain, on: terminal)
        drawn = time
      }
      if wait(on: terminal, until: drawn + interval, redraw: &drawn) { return }
    }
  }

  private struct Reading {
    let summary: QueueSummary
    let end: Double
    let duration: Double
  }

  private var time: Double {
    let length = start.duration(to: clock.now).components
    return Double(length.seconds) + Double(length.attoseconds) / 1e18
  }

  private func read() -> Reading {
    let begin = time
    let summary = QueueSummary(store, now: LocalTime.now)
    return Reading(summary: summary, end: time, duration: time - begin)
  }

  private func isReadingDue(_ reading: Reading, _ isChanged: Bool) -> Bool {
    let pause = max(interval, reading.duration * 3)
    return time - reading.end >= (isChanged ? pause : max(pause, Self.longest))
  }

  private func draw(_ summary: QueueSummary, _ rates: MotionRates, _ isUncertain: Bool, on terminal: borrowing Terminal)
  {
    let screen = QueueScreen(style: style, size: Terminal.size ?? Terminal.Size(columns: 80, rows: 24))
    terminal.draw(screen.lines(summary, rates.count(at: time), isUncertain: isUncertain))
  }

  /// Waits until the next screen is due. True when it is to end.
  private func wait(on terminal: borrowing Terminal, until end: Double, redraw drawn: inout Double) -> Bool {
    while true {
      let rest = end - time
      guard rest > 0 else { return false }
      // What happens meanwhile is counted then, all at once.
      switch terminal.wait(milliseconds: Int32(min(rest, 60) * 1000) + 1) {
      case .key(UInt8(ascii: "q")), .key(UInt8(ascii: "Q")), .interrupted: return true
      case .redraw:
        drawn = -Double.infinity
        return false
      case .key, .timeOver: continue
      }
    }
  }
}
