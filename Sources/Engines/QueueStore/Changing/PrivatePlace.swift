// A private directory beside the queues, on the same file system, where Postfix does not look: "postkeep/<name>".

import Bytes
import SystemAccess

final class PrivatePlace: Sendable {
  static let parentName: ByteString = "postkeep"

  private let store: QueueStore
  private let name: ByteString
  private let parent: Directory
  let directory: Directory

  init(_ store: QueueStore, named name: ByteString) throws(SystemError) {
    self.store = store
    self.name = name
    try store.directory.makeDirectory(Self.parentName, mode: 0o700)
    parent = try store.directory.directory(Self.parentName)
    try parent.makeDirectory(name, mode: 0o700)
    directory = try parent.directory(name)
  }

  /// Removes the directory when nothing is in it.
  func close() {
    _ = try? parent.removeDirectory(name)
    _ = try? store.directory.removeDirectory(Self.parentName)
  }

  func names() throws(SystemError) -> [ByteString] {
    let listing = try DirectoryListing(directory)
    var names: [ByteString] = []
    while true {
      let batch = try listing.next(upTo: 1000)
      guard batch.count > 0 else { return names }
      for index in 0..<batch.count { names.append(batch[index]) }
    }
  }
}
