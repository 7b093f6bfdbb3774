// A POSIX thread.

import Glibc

struct OwnThread: Sendable {
  private let thread: pthread_t

  /// As many threads as the system grants, up to `count`, which all do the same.
  static func start(_ count: Int, _ body: @escaping () -> Void) -> [OwnThread] {
    var threads: [OwnThread] = []
    while threads.count < count, let thread = OwnThread(body) { threads.append(thread) }
    return threads
  }

  /// Nil when the system has no more threads.
  private init?(_ body: @escaping () -> Void) {
    var thread = pthread_t()
    let passed = Unmanaged.passRetained(Body(body))
    guard pthread_create(&thread, nil, Self.run, passed.toOpaque()) == 0 else {
      passed.release()
      return nil
    }
    self.thread = thread
  }

  func join() { pthread_join(thread, nil) }

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { passed in
    guard let passed else { return nil }
    Unmanaged<Body>.fromOpaque(passed).takeRetainedValue().run()
    return nil
  }
}
