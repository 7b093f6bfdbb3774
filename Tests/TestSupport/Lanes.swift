// Runs the same work in many threads that mostly wait: for children, for sockets.

import Foundation
import Synchronization

public enum Lanes {
  /// Calls `work` once for every lane, each in a thread of its own, and waits for all. The first error is thrown.
  public static func run(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Void) throws {
    let group = DispatchGroup()
    let failure = FirstError()
    for lane in 0..<count {
      group.enter()
      let thread = Thread {
        do { try work(lane) } catch { failure.keep(error) }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    if let error = failure.error { throw error }
  }
}

private final class FirstError: Sendable {
  private let stored = Mutex<(any Error)?>(nil)
  var error: (any Error)? { stored.withLock { $0 } }
  func keep(_ error: any Error) { stored.withLock { if $0 == nil { $0 = error } } }
}

/// A list that several threads add to.
public final class Collected<Element: Sendable>: Sendable {
  private let stored = Mutex<[Element]>([])
  public init() {}
  public func add(_ element: Element) { stored.withLock { $0.append(element) } }
  public var elements: [Element] { stored.withLock { $0 } }
}

/// Hands out numbers to several threads.
public final class Counter: Sendable {
  private let stored = Mutex(0)
  public init() {}

  /// The next number from 0; nil when all below the limit were given.
  public func next(below limit: Int) -> Int? {
    stored.withLock { next in
      guard next < limit else { return nil }
      defer { next += 1 }
      return next
    }
  }
}
