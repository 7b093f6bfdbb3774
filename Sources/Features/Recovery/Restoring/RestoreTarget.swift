// Where a restore goes: the queue of a configuration on this host. The queue itself may be lost.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import PostfixQueue
public import QueueStore
import SystemAccess

public struct RestoreTarget: Sendable {
  public let configuration: String
  public let settings: QueueSettings
  /// Whether the configuration says where the queue is, or somebody else has.
  let knowsQueue: Bool

  /// - Parameters:
  ///   - configuration: the configuration directory.
  ///   - queue: where the queue lies; nil for queue_directory.
  ///   - procedure: what is done there. One that brings the configuration back needs none; nil for what needs one.
  public init(configuration: String, queue: String?, for procedure: Procedure? = nil) throws(RecoveryFailure) {
    self.configuration = configuration
    let placed: PlacedConfiguration
    do throws(DirectoryError) {
      placed = try PlacedConfiguration(configuration, mayLackMain: !(procedure?.concernsQueue ?? true))
    } catch {
      throw RecoveryFailure(error.cause.isPermission ? .permission : .unreadable, error.description)
    }
    guard let settings = QueueSettings(placed.configuration) else {
      throw RecoveryFailure(
        .unreadable, "cannot tell where the queue is: queue_directory has no value\n  Name it with --queue-dir.")
    }
    self.settings = queue.map { settings.at(FilePath.absolute($0)) } ?? settings
    // Of the instance that has the usual place Postfix's own default is as good.
    knowsQueue = queue != nil || placed.directory.hasMain || HostPostfix.isOwnConfiguration(configuration)
  }

  public func open() throws(RecoveryFailure) -> QueueStore {
    do throws(QueueStoreError) { return try QueueStore(settings) } catch {
      throw RecoveryFailure(error.isPermission ? .permission : .unreadable, error.description)
    }
  }

  /// Whether the directory holds queues at all.
  var hasQueue: Bool {
    ["incoming", "active", "deferred"].contains { FileReading.isDirectory("\(settings.directory)/\($0)") }
  }

  /// Makes the directories of messages and logs that are missing. The others are made when Postfix is started.
  /// Source: conf/postfix-files.
  /// - Returns: the names of those that were made.
  func makeDirectories() throws -> [String] {
    guard let owner = UserNames.user(settings.owner), let group = UserNames.group(settings.submissionGroup) else {
      throw RecoveryFailure(.unreadable, TargetCheck.missingOwner(settings))
    }
    let (parent, name) = FilePath.split(settings.directory)
    let isNew = try Directory(parent).makeDirectory(name, mode: 0o755)
    let queue = try Directory(settings.directory)
    // Postfix passes through it with its own rights, whatever the mask of the one who restores.
    if isNew { try queue.setMode(0o755) }
    var made: [String] = []
    for area in QueueArea.all where try queue.makeDirectory(ByteString(area.name), mode: 0o700) {
      let directory = try queue.directory(ByteString(area.name))
      let isDrop = area.queue == .maildrop
      try directory.setOwner(owner.id, isDrop ? group : 0)
      if isDrop { try directory.setMode(0o1730) }
      made.append(area.name)
    }
    return made
  }
}
