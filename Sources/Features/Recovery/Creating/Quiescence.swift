// Stops Postfix while something is done, and starts it again whatever happens, even when this process is killed.
//
// Before Postfix is stopped, a shell is started that waits for the end of a pipe from us and then starts Postfix. The
// system closes the pipe when this process ends, however it ends.

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
      try postfix.stop()
      guard try !postfix.isRunning else {
        throw RecoveryFailure(.unreadable, "Postfix goes on running\n  Nothing was read. Stop it yourself.")
      }
      result = try work()
    }
    guard try postfix.isRunning else {
      throw RecoveryFailure(
        .unreadable,
        "Postfix does not run again\n  The snapshot is good. Start it now: postfix -c \(configuration) start")
    }
    return result
  }

  private static func starter(_ configuration: String) throws(RecoveryFailure) -> Pipeline {
    do throws(SystemError) {
      return try Aftermath.begin("trap '' HUP INT TERM; cat; exec postfix -c \"$1\" start", configuration)
    } catch {
      throw RecoveryFailure(.unreadable, "\(error)\n  Without a way to start it again, Postfix is not stopped.")
    }
  }
}
