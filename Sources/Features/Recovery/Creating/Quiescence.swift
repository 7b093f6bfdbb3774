// Stops Postfix while something is done, and starts it again whatever happens, even when this process is killed.
//
// A shell stops Postfix when we say so through a pipe, waits for the end of the pipe, and starts Postfix. The system closes
// the pipe when this process ends, however it ends. The shell does both, one after the other: a start that came while
// somebody else still stops would be in vain.

public import QueueStore
import SystemAccess

public enum Quiescence {
  /// - Parameters:
  ///   - queue: that of the Postfix that is stopped. Nobody can start it while the work goes on.
  ///   - configuration: its configuration directory. One that does not run is left as it is.
  public static func run(
    _ queue: QueueStore, _ configuration: String, _ work: () throws(RecoveryFailure) -> SnapshotReport
  ) throws(RecoveryFailure) -> SnapshotReport {
    let postfix = PostfixControl(configuration: configuration, consequence: "No snapshot was made.")
    guard try postfix.isRunning(in: queue) else { return try locking(queue, work) }
    var report: SnapshotReport
    do throws(RecoveryFailure) {
      let starter = try starter(configuration)
      // Waits until the shell has started Postfix.
      defer { _ = starter.failure() }
      try stop(postfix, queue, by: starter)
      report = try locking(queue, work)
    } catch {
      // Another run that holds it stopped starts it, too.
      if error.kind == .locked || runsAgain(postfix, queue) { throw error }
      throw RecoveryFailure(error.kind, "\(error)\n\(down(configuration))")
    }
    if !runsAgain(postfix, queue) {
      report.leavesPostfixStopped = true
      report.remarks.append(down(configuration))
    }
    return report
  }

  private static func runsAgain(_ postfix: PostfixControl, _ queue: QueueStore) -> Bool {
    (try? postfix.holdsLock(of: queue)) ?? false
  }

  private static func down(_ configuration: String) -> String {
    "Postfix does not run again: its log tells why\n  Start it now: postfix -c \(configuration) start"
  }

  private static func locking(
    _ queue: QueueStore, _ work: () throws(RecoveryFailure) -> SnapshotReport
  ) throws(RecoveryFailure) -> SnapshotReport {
    for _ in 0..<20 {
      if let lock = try lock(queue) {
        defer { extendLifetime(lock) }
        return try work()
      }
      Pause.milliseconds(100)
    }
    throw RecoveryFailure(
      .locked,
      "another run holds Postfix in \(queue.settings.directory) stopped, or somebody has just started it\n"
        + "  No snapshot was made. Try again later.")
  }

  /// Nil while somebody else holds it.
  private static func lock(_ queue: QueueStore) throws(RecoveryFailure) -> MasterLock? {
    do throws(SystemError) { return try MasterLock.shared(queue) } catch {
      if MasterLock.isRefusal(error) { return nil }
      throw RecoveryFailure(error, "No snapshot was made.")
    }
  }

  private static func stop(
    _ postfix: PostfixControl, _ queue: QueueStore, by starter: Pipeline
  ) throws(RecoveryFailure) {
    do {
      try Array("stop\n".utf8).withUnsafeBytes { try starter.write($0) }
    } catch {
      throw RecoveryFailure(.unreadable, "cannot stop Postfix: \(error)\n  No snapshot was made.")
    }
    // postfix(1) ends daemons by force after five seconds.
    for _ in 0..<300 {
      guard try postfix.holdsLock(of: queue) else { return }
      Pause.milliseconds(100)
    }
    throw RecoveryFailure(.unreadable, "Postfix goes on running\n  Nothing was read. Stop it yourself.")
  }

  private static func starter(_ configuration: String) throws(RecoveryFailure) -> Pipeline {
    do throws(SystemError) { return try Aftermath.begin(script, configuration) } catch {
      throw RecoveryFailure(.unreadable, "\(error)\n  Without a way to start it again, Postfix is not stopped.")
    }
  }

  /// A start fails while somebody asks for the status, and so does the question itself: for a moment each of them takes
  /// the lock of the master. So nobody is asked, and the start is tried again.
  private static let script = """
    trap '' HUP INT TERM
    read -r word || exit 0
    postfix -c "$1" stop
    cat
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      postfix -c "$1" start && exit 0
      sleep 1
    done
    exit 1
    """
}
