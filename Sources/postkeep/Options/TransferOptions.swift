// What the commands that move a queue to another host have in common.

import ArgumentParser
import ConfigurationDirectory
import Maintenance
import Recovery
import SystemAccess

extension StateOptions {
  func transfers() throws -> Transferring { try Failure.translating { try Transferring(state: state) } }

  /// Transfers that were begun: nil where none was ever begun, which only the usual place may say.
  func begunTransfers() throws -> Transferring? {
    try begun("there are no transfers", by: "transfer") { try Transferring.existing(state: state) }
  }

  /// The transfers of which one is answered.
  func answeredTransfers() throws -> Transferring {
    guard let found = try begunTransfers() else { throw Failure(.unreadable, "no transfer has ever left this host") }
    return found
  }
}

extension QueueOptions {
  /// The queue as a restore sees it.
  func target() throws -> RestoreTarget {
    try Failure.translating {
      try RestoreTarget(configuration: configDirectory ?? HostPostfix.configurationDirectory, queue: queueDirectory)
    }
  }
}
