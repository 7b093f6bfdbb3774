// Is Postfix running? Its master keeps pid/master.pid in the queue directory locked for as long as it lives.
//
// Who changes names in a queue holds the same lock meanwhile, so that no master can start. Source: master.c.

import Bytes
public import SystemAccess

public struct MasterLock: ~Copyable {
  private static let folder: ByteString = "pid"
  private static let name: ByteString = "master.pid"

  private let lock: FileLock?

  /// Holds the lock; throws when a master does. A queue where no master has ever been has no file to lock.
  public init(_ store: QueueStore) throws(SystemError) {
    try Self.check(store)
    guard let folder = try store.folder(Self.folder.description), try folder.status(of: Self.name) != nil else {
      lock = nil
      return
    }
    guard let lock = try FileLock(Self.name, in: folder) else { throw Self.refusal(store) }
    self.lock = consume lock
  }

  /// Keeps every master from starting, and does not look like one itself. Throws when a master or another one of these
  /// holds the lock.
  public static func shared(_ store: QueueStore) throws(SystemError) -> MasterLock {
    let lock = try MasterLock(store)
    guard lock.share() else { throw refusal(store) }
    return lock
  }

  private func share() -> Bool { lock?.share() ?? true }

  /// Throws while a master runs.
  public static func check(_ store: QueueStore) throws(SystemError) {
    if try isHeld(store) { throw refusal(store) }
  }

  /// Whether a master runs, or somebody asks for Postfix's status at this moment.
  public static func isHeld(_ store: QueueStore) throws(SystemError) -> Bool {
    try store.folder(folder.description)?.isLocked(name) ?? false
  }

  /// Whether an error says that Postfix is running.
  public static func isRefusal(_ error: SystemError) -> Bool { error.code == 0 && error.reason == reason }

  private static let reason = "Postfix is running: stop it first, 'postfix stop'"

  private static func refusal(_ store: QueueStore) -> SystemError {
    SystemError.refusal("repair", store.settings.directory, reason)
  }
}
