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
    let found = try Failure.translating { try Transferring.existing(state: state) }
    guard found == nil, state != StateDirectory.usual else { return found }
    throw Failure(
      .unreadable, "there are no transfers in \(state)\n  --state names the directory that the transfer was given.")
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
