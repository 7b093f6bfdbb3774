// Stops Postfix while something is done, and starts it again whatever happens, even when this process is killed.
//
// A shell stops Postfix when we say so through a pipe, waits for the end of the pipe, and starts Postfix. The system closes
// the pipe when this process ends, however it ends. The shell does both, one after the other: a start that came while
// somebody else still stops would be in vain.

import SystemAccess

public enum Quiescence {
  /// - Parameter configuration: the configuration directory of the Postfix that is stopped. One that does not run is left
  ///   as it is.
  public static func run<Result>(
    _ configuration: String, _ work: () throws(RecoveryFailure) -> Result
  ) throws(RecoveryFailure) -> Result {
    let postfix = PostfixControl(configuration: configuration, consequence: "No snapshot was made.")
    guard try postfix.isRunning else { return try work() }
    let result: Result
    do {
      let starter = try starter(configuration)
      // Waits until the shell has started Postfix.
      defer { _ = starter.failure() }
      try stop(postfix, by: starter)
      result = try work()
    }
    guard try postfix.isRunning else {
      throw RecoveryFailure(
        .unreadable,
        "Postfix does not run again\n  The snapshot is good. Start it now: postfix -c \(configuration) start")
    }
    return result
  }

  private static func stop(_ postfix: PostfixControl, by starter: Pipeline) throws(RecoveryFailure) {
    do {
      try Array("stop\n".utf8).withUnsafeBytes { try starter.write($0) }
    } catch {
      throw RecoveryFailure(.unreadable, "cannot stop Postfix: \(error)\n  No snapshot was made.")
    }
    // postfix(1) ends daemons by force after five seconds.
    for _ in 0..<300 {
      guard try postfix.isRunning else { return }
      Pause.milliseconds(100)
    }
    throw RecoveryFailure(.unreadable, "Postfix goes on running\n  Nothing was read. Stop it yourself.")
  }

  private static func starter(_ configuration: String) throws(RecoveryFailure) -> Pipeline {
    do throws(SystemError) {
      return try Aftermath.begin(
        "trap '' HUP INT TERM; read -r word && postfix -c \"$1\" stop; cat; exec postfix -c \"$1\" start", configuration
      )
    } catch {
      throw RecoveryFailure(.unreadable, "\(error)\n  Without a way to start it again, Postfix is not stopped.")
    }
  }
}
