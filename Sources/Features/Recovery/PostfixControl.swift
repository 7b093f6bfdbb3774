// Asks, stops and starts a Postfix by its own command.

import SystemAccess

struct PostfixControl {
  /// The configuration directory.
  let configuration: String
  /// What every failure ends with.
  let consequence: String

  var isRunning: Bool {
    get throws(RecoveryFailure) { try run(["status"]).status == 0 }
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
