// The configuration in an archive: its files, with what listing.txt says of each.

import Bytes
import SnapshotArchive

struct ArchivedConfiguration {
  /// Where files lie in an archive, in front of the paths that they had.
  private static let prefix: ByteString = "config/files/"
  private static let listingPath: ByteString = "config/facts/listing.txt"
  private static let leftOutPath: ByteString = "config/facts/left-out.txt"
  /// All of them together, in bytes: what a snapshot holds at most, and some room for notes in the place of secrets.
  private static let limit = ConfigurationCapture.wholeLimit * 2

  /// In the order of the archive.
  let files: [RestoredFile]
  /// Files that belong to the configuration and are not in the archive.
  let lacking: [LackingFile]
  /// The configuration directory of the host of the snapshot.
  let origin: String

  /// - Parameter isWhole: reads the archive up to its end, which only then is proven to be genuine.
  init(_ chain: SnapshotChain, isWhole: Bool) throws {
    var found: [(path: String, content: [UInt8], mode: UInt32)] = []
    var listing: [UInt8] = []
    var leftOut: [UInt8] = []
    var room = Self.limit
    try chain.links[0].file.read(isWhole: isWhole) { reader in
      while let entry = try reader.next() {
        if entry.path == Self.listingPath { listing = try reader.content(limit: room) }
        if entry.path == Self.leftOutPath { leftOut = try reader.content(limit: room) }
        // The configuration comes before the messages.
        if !isWhole, entry.path.hasPrefix("queue/") { return }
        guard entry.path.hasPrefix(Self.prefix) else { continue }
        let content = try reader.content(limit: room)
        room -= content.count
        let path = "/" + ByteString(entry.path.bytes[Self.prefix.count...]).description
        found.append((path, content, entry.mode & 0o777))
      }
    }
    let paths = Set(found.map(\.path))
    let listed = FileListing(listing, of: paths).entries
    lacking = LackingFile.all(in: leftOut, besides: paths)
    files = found.map { file in
      RestoredFile(
        path: file.path, content: file.content, mode: file.mode, listed: listed[file.path],
        isMasked: listed[file.path]?.isMasked ?? false)
    }
    origin = chain.manifest.queue.configurationDirectory
  }
}
