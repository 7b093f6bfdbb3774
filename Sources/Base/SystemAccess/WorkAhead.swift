// Work that is done before it is asked for: a thread makes one output after the other while its caller uses the last one.

import Glibc

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
  // Everything below is only touched with the mutex held.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let room: Int
  private var waiting: [Output] = []
  private var isAtEnd = false
  private var isClosed = false

  init(room: Int) {
    self.room = max(1, room)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// False when nobody wants more.
  func waitForRoom() -> Bool {
    whenReady({ waiting.count < room || isClosed }) { !isClosed }
  }

  /// - Parameter output: nil for the end.
  func put(_ output: Output?) {
    whenReady({ true }) {
      if let output { waiting.append(output) } else { isAtEnd = true }
    }
  }

  func take() -> Output? {
    whenReady({ !waiting.isEmpty || isAtEnd }) { waiting.isEmpty ? nil : waiting.removeFirst() }
  }

  func close() { whenReady({ true }) { isClosed = true } }

  private func whenReady<Result>(_ isReady: () -> Bool, _ act: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isReady() { pthread_cond_wait(change, mutex) }
    // Two threads at most: one that takes, one that makes.
    defer { pthread_cond_signal(change) }
    return act()
  }
}
