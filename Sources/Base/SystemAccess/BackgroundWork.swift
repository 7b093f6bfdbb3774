// Work that goes on while its caller does other things, with results that are taken in order.

/// For one caller. What was not finished when it goes away is dropped.
public final class BackgroundWork<Input: Sendable> {
  /// How many inputs may wait. With one alone, a caller that has much at one time and little at another waits too often.
  private static var slack: Int { 4 }

  private let line: Line<Input>
  private let threads: [OwnThread]

  /// - Parameters:
  ///   - count: how many threads. Without any, the caller does the work itself.
  ///   - worker: makes what a thread keeps from one input to the next.
  ///   - take: called with one output at a time, in the order of the inputs, on any of the threads.
  public init<Worker, Output>(
    threads count: Int, worker: @escaping @Sendable () -> Worker,
    work: @escaping @Sendable (inout Worker, Input) -> Output, take: @escaping @Sendable (Output) -> Void
  ) {
    let line = Line<Input>(room: count + Self.slack)
    self.line = line
    threads = OwnThread.start(count) {
      var own = worker()
      while let (place, input) = line.next() {
        let output = work(&own, input)
        line.waitForTurn(place)
        take(output)
        line.endTurn()
      }
    }
    guard threads.isEmpty else { return }
    var own = worker()
    doAtOnce = { take(work(&own, $0)) }
  }

  private var doAtOnce: ((Input) -> Void)?

  deinit {
    line.close()
    for thread in threads { thread.join() }
  }

  /// Waits while more than the threads can do is waiting already.
  public func give(_ input: Input) {
    if let doAtOnce { doAtOnce(input) } else { line.give(input) }
  }

  /// Waits until everything was taken.
  public func finish() { line.finish() }
}

/// Where inputs wait, and who may take.
private final class Line<Input: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let room: Int
  // Everything below is only touched with the monitor held.
  private var waiting: [Input] = []
  /// Of the inputs that were given, that a thread has begun, and whose output was taken.
  private var (given, begun, taken) = (0, 0, 0)
  private var isClosed = false

  init(room: Int) { self.room = room }

  func give(_ input: Input) {
    monitor.whenReady({ given - taken < room }) {
      waiting.append(input)
      given += 1
    }
  }

  /// The oldest input and its place; nil when there will be no more.
  func next() -> (Int, Input)? {
    monitor.whenReady({ !waiting.isEmpty || isClosed }) {
      guard !isClosed else { return nil }
      defer { begun += 1 }
      return (begun, waiting.removeFirst())
    }
  }

  func waitForTurn(_ place: Int) { monitor.whenReady({ taken == place }) {} }
  func endTurn() { monitor.whenReady({ true }) { taken += 1 } }
  func finish() { monitor.whenReady({ taken == given }) {} }

  func close() {
    monitor.whenReady({ true }) {
      waiting = []
      isClosed = true
    }
  }
}
