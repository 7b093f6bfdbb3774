// Asks, stops and starts a Postfix by its own command.

import QueueStore
import SystemAccess

struct PostfixControl {
  /// The configuration directory.
  let configuration: String
  /// What every failure ends with.
  let consequence: String

  var isRunning: Bool {
    get throws(RecoveryFailure) { try run(["status"]).status == 0 }
  }

  /// The same of the Postfix to which a queue belongs. Throws when it runs and this configuration does not know it: with a
  /// main.cf that it cannot read, postfix(1) takes every Postfix for one that does not run.
  func isRunning(in queue: QueueStore) throws(RecoveryFailure) -> Bool {
    guard try holdsLock(of: queue) else { return false }
    guard try isRunning else {
      throw RecoveryFailure(
        .unreadable,
        "a Postfix runs in \(queue.settings.directory) that 'postfix -c \(configuration) status' does not see\n"
          + "  \(consequence) 'postfix -c \(configuration) check' may tell why.")
    }
    return true
  }

  /// Whether a queue has a master. The master holds the lock all the time, 'postfix status' only for a moment.
  func holdsLock(of queue: QueueStore) throws(RecoveryFailure) -> Bool {
    for _ in 0..<10 {
      do throws(SystemError) { guard try MasterLock.isHeld(queue) else { return false } } catch {
        throw RecoveryFailure(error, consequence)
      }
      Pause.milliseconds(20)
    }
    return true
  }

  func stop() throws(RecoveryFailure) { try tell("stop") }
  func start() throws(RecoveryFailure) { try tell("start") }
  /// Makes directories of the queue that are missing, and looks for wrong owners.
  func check() throws(RecoveryFailure) { try tell("check") }

  private func tell(_ verb: String) throws(RecoveryFailure) {
    let result = try run([verb])
    guard result.status == 0 else {
      let said = result.lastErrorLine ?? ""
      throw RecoveryFailure(.unreadable, "cannot \(verb) Postfix: \(said)\n  \(consequence)")
    }
  }

  private func run(_ words: [String]) throws(RecoveryFailure) -> Subprocess {
    do throws(SystemError) { return try Subprocess.run("postfix", ["-c", configuration] + words) } catch {
      throw RecoveryFailure(error.isPermission ? .permission : .unreadable, "\(error)\n  \(consequence)")
    }
  }
}
