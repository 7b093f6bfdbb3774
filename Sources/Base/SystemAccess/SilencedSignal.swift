// SIGPIPE, ignored while somebody needs it to be. Programs that we start inherit what is ignored, so it ends with the need.

import Glibc
import Synchronization

public final class SilencedSignal: Sendable {
  public static let shared = SilencedSignal()

  private struct State {
    var users = 0
    var before: __sighandler_t?
  }

  private let state = Mutex(State())

  public func begin() {
    state.withLock { state in
      if state.users == 0 { state.before = signal(SIGPIPE, SIG_IGN) }
      state.users += 1
    }
  }

  public func end() {
    state.withLock { state in
      state.users -= 1
      if state.users == 0 { _ = signal(SIGPIPE, state.before) }
    }
  }
}
