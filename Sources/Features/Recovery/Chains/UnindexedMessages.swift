// The messages of an archive whose index cannot be read: all that it holds, from its beginning, as far as it is not damaged.
//
// Without the index there are no sums. What proves a message is the checksum of the frame of zstd in which it lies, so it waits
// until that is known to be right. Of an archive that was cut, what came before the cut is as good.

import Bytes
import SnapshotArchive

extension SnapshotFile {
  /// Bytes that wait for a checksum. An archive of ours has one every two megabytes.
  private static var mostWaiting: Int { 256 << 20 }

  /// Hands over the messages that are proved, each with its path.
  /// - Returns: the paths of those that were met and are not; and what is wrong with the archive.
  func unindexedMessages(
    _ take: (ByteString, StoredContent) throws -> Void
  ) throws -> (unproved: [ByteString], flaw: (any Error)?) {
    var waiting: [(path: ByteString, content: StoredContent, part: Int)] = []
    var bytes = 0
    var unproved: [ByteString] = []
    func release(before place: Int) throws {
      let count = waiting.prefix { $0.part < place }.count
      for message in waiting[..<count] {
        try take(message.path, message.content)
        bytes -= message.content.size
      }
      waiting.removeFirst(count)
    }
    var checked = 0
    // The message whose content is being read.
    var current: ByteString?
    // What follows an index was not put there by us.
    var isBehindIndex = false
    do {
      try read(isWhole: true) { reader in
        defer { checked = reader.isExhausted ? .max : reader.checkedPart }
        while let entry = try reader.next() {
          try release(before: reader.checkedPart)
          isBehindIndex = isBehindIndex || entry.path == IndexLine.path
          guard !isBehindIndex, IndexedMessage.isPath(entry.path) else { continue }
          current = entry.path
          let content = try StoredContent(entry, &reader)
          current = nil
          waiting.append((entry.path, content, reader.lastPart))
          bytes += content.size
          guard bytes > Self.mostWaiting else { continue }
          unproved += waiting.map(\.path)
          (waiting, bytes) = ([], 0)
        }
      }
    } catch {
      guard Self.isDamage(error) else { throw error }
      try release(before: checked)
      return (unproved + waiting.map(\.path) + (current.map { [$0] } ?? []), error)
    }
    try release(before: .max)
    return (unproved, nil)
  }
}
