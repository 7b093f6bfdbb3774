// Where Postkeep keeps what it must not forget: the runs that changed a queue, each with its trash.

import Bytes
import RunJournals
import SystemAccess

public final class StateDirectory: Sendable {
  public static let usual = RunShelf.usualState

  private static let shelfName: ByteString = "runs"

  let runs: RunShelf
  public let path: String

  /// Opens the directory, or makes it for root alone.
  public init(_ path: String) throws(MaintenanceFailure) {
    self.path = path
    do throws(SystemError) {
      runs = try RunShelf(path, Self.shelfName)
    } catch {
      throw MaintenanceFailure(
        error.isPermission ? .permission : .unreadable,
        "\(error)\n  What is removed from a queue is kept there first. Name another directory with --state.")
    }
  }

  /// Opens the directory as it is; nil when there is none.
  public static func existing(_ path: String) throws(MaintenanceFailure) -> StateDirectory? {
    do throws(SystemError) {
      guard try RunShelf.exists(path, shelfName) else { return nil }
    } catch {
      let advice = error.isPermission ? "Run it as root, or name another directory with --state." : ""
      throw MaintenanceFailure(error, advice)
    }
    return try StateDirectory(path)
  }

  /// Keeps others from changing a queue or its trash at the same time.
  func lock() throws(MaintenanceFailure) -> FileLock {
    do throws(SystemError) {
      if let lock = try runs.lock() { return lock }
    } catch {
      throw MaintenanceFailure(.unreadable, "\(error)")
    }
    throw MaintenanceFailure(
      .locked,
      "another run holds \(path)/runs/lock\n  Only one command may change the queue at a time. Try again later.")
  }
}
