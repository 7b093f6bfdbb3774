// Work that is done before it is asked for: a thread makes one output after the other while its caller uses the last one.

/// For one caller. What was made and not taken when it goes away is dropped.
public final class WorkAhead<Output: Sendable> {
  private let shelf: Shelf<Output>
  private let threads: [OwnThread]
  private let make: () -> Output?

  /// - Parameters:
  ///   - room: how many outputs may wait.
  ///   - make: the next output; nil at the end, after which it is not called again. Called by one thread only.
  public init(room: Int, make: @escaping () -> Output?) {
    let shelf = Shelf<Output>(room: room)
    self.shelf = shelf
    self.make = make
    threads = OwnThread.start(1) {
      while shelf.waitForRoom() {
        let output = make()
        shelf.put(output)
        if output == nil { return }
      }
    }
  }

  deinit {
    shelf.close()
    for thread in threads { thread.join() }
  }

  /// The next output; nil at the end. Without a thread the caller does the work itself.
  public func next() -> Output? { threads.isEmpty ? make() : shelf.take() }
}

/// Where outputs wait.
private final class Shelf<Output: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let room: Int
  // Everything below is only touched with the monitor held.
  private var waiting: [Output] = []
  private var isAtEnd = false
  private var isClosed = false

  init(room: Int) { self.room = max(1, room) }

  /// False when nobody wants more.
  func waitForRoom() -> Bool {
    monitor.whenReady({ waiting.count < room || isClosed }) { !isClosed }
  }

  /// - Parameter output: nil for the end.
  func put(_ output: Output?) {
    monitor.whenReady({ true }) {
      if let output { waiting.append(output) } else { isAtEnd = true }
    }
  }

  func take() -> Output? {
    monitor.whenReady({ !waiting.isEmpty || isAtEnd }) { waiting.isEmpty ? nil : waiting.removeFirst() }
  }

  func close() { monitor.whenReady({ true }) { isClosed = true } }
}
