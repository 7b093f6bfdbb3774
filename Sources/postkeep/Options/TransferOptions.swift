// What the commands that move a queue to another host have in common.

import ArgumentParser
import ConfigurationDirectory
import Recovery
import SystemAccess

extension StateOptions {
  func transfers() throws -> Transferring { try Failure.translating { try Transferring(state: state) } }
}

extension QueueOptions {
  /// The queue as a restore sees it.
  func target() throws -> RestoreTarget {
    try Failure.translating {
      try RestoreTarget(configuration: configDirectory ?? HostPostfix.configurationDirectory, queue: queueDirectory)
    }
  }
}
