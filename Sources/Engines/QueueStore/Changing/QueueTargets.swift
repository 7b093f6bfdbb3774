// The directories of a queue into which messages and logs are moved. What is missing is made.

import Bytes
import PostfixQueue
import SystemAccess

final class QueueTargets {
  /// How a directory is called until it has its owner.
  private static let newDirectory: ByteString = "new-directory"
  /// With a deep hash_queue_depth there are more directories than a process may have open.
  private static let most = 64

  private let store: QueueStore
  private let owner: UserNames.User
  private let place: PrivatePlace
  /// By their paths.
  private var known: [String: Directory] = [:]

  /// - Parameter place: where directories are made.
  init(_ store: QueueStore, _ owner: UserNames.User, _ place: PrivatePlace) {
    self.store = store
    self.owner = owner
    self.place = place
  }

  /// A directory of the queue, "deferred" with the one-letter directories in it.
  func directory(_ name: String, _ hash: [ByteString]) throws(SystemError) -> Directory {
    let path = ([name] + hash.map(\.description)).joined(separator: "/")
    if let directory = known[path] { return directory }
    var directory = store.directory
    for name in [ByteString(name)] + hash {
      if try directory.status(of: name) == nil { try makeDirectory(name, in: directory) }
      directory = try directory.directory(name)
    }
    if known.count >= Self.most { known = [:] }
    known[path] = directory
    return directory
  }

  /// The directory of a log about a message.
  func directory(_ log: LogName, of name: ByteString) throws(SystemError) -> Directory {
    try directory(log.rawValue, store.home(of: name, in: .logs(log)))
  }

  /// Removes what an interrupted run has left of a directory.
  func removeRemains() throws(SystemError) { try place.directory.removeDirectory(Self.newDirectory) }

  /// Makes a directory that has its owner from the first moment on: Postfix stops at one that it may not open.
  private func makeDirectory(_ name: ByteString, in parent: Directory) throws(SystemError) {
    let directory = place.directory
    try removeRemains()
    try directory.makeDirectory(Self.newDirectory, mode: 0o700)
    try directory.setOwner(of: Self.newDirectory, owner.id, owner.group)
    if try directory.move(Self.newDirectory, to: parent, as: name) == .targetExists { try removeRemains() }
  }
}
