// A private directory beside the queues, on the same file system, where Postfix does not look: "postkeep/<run>.<purpose>".

public import Bytes
import SystemAccess

/// What a run has a private directory for: the end of its name.
public enum PrivatePurpose: String, Sendable, CaseIterable {
  /// Messages that were taken out of the queue and are removed.
  case removal = "out"
  /// Messages that are made, and moved into the queue.
  case placing = "in"
  /// Messages that wait until another host has them.
  case transfer

  public static let parentName: ByteString = "postkeep"

  fileprivate func name(ofRun run: ByteString) -> ByteString { run + ByteString(".\(rawValue)") }

  /// Where the directory of a run is, below the queue directory.
  public func path(ofRun run: String) -> String { "\(Self.parentName)/\(name(ofRun: ByteString(run)))" }
}

final class PrivatePlace: Sendable {
  private let store: QueueStore
  private let name: ByteString
  private let parent: Directory
  let directory: Directory
  /// Whether it was not there before: nothing that a run has left can be in it.
  let isNew: Bool

  init(_ store: QueueStore, for purpose: PrivatePurpose, ofRun run: ByteString) throws(SystemError) {
    self.store = store
    name = purpose.name(ofRun: run)
    do throws(SystemError) {
      try store.directory.makeDirectory(PrivatePurpose.parentName, mode: 0o700)
      parent = try store.directory.directory(PrivatePurpose.parentName)
      isNew = try parent.makeDirectory(name, mode: 0o700)
      directory = try parent.directory(name)
    } catch {
      // What was made and is empty goes again.
      if let parent = try? store.directory.directory(PrivatePurpose.parentName) {
        _ = try? parent.removeDirectory(name)
      }
      _ = try? store.directory.removeDirectory(PrivatePurpose.parentName)
      throw error
    }
  }

  /// Removes the directory when nothing is in it.
  func close() {
    _ = try? parent.removeDirectory(name)
    _ = try? store.directory.removeDirectory(PrivatePurpose.parentName)
  }

  func names() throws(SystemError) -> [ByteString] { try Self.names(in: directory) }

  static func names(in directory: Directory) throws(SystemError) -> [ByteString] {
    let listing = try DirectoryListing(directory)
    var names: [ByteString] = []
    while true {
      let batch = try listing.next(upTo: 1000)
      guard batch.count > 0 else { return names }
      for index in 0..<batch.count { names.append(batch[index]) }
    }
  }
}
