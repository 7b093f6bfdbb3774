// Sums files of an archive and reads the records of messages.

import Bytes
import PostfixQueue
import SnapshotArchive

/// A file that was read: its content, or, of a large one, its sum.
struct ReadFile: Sendable {
  /// Bytes. What is larger is summed while it is read; its records were checked when it was stored.
  fileprivate static let largest = 16 << 20

  let entry: ArchiveEntry
  let content: [UInt8]
  let sum: SHA256Sum?

  init(_ entry: ArchiveEntry, _ reader: inout ArchiveReader) throws {
    self.entry = entry
    guard entry.size > Self.largest else {
      content = try reader.content(limit: Self.largest)
      sum = nil
      return
    }
    var digest = SHA256Digest()
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = try reader.read(into: &piece)
      if count == 0 { break }
      piece.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    content = []
    sum = digest.sum()
  }
}

struct SummedFile: Sendable {
  let path: ByteString
  let mark: PathMark
  let size: Int
  let sum: SHA256Sum
  let access: FileAccess
  /// Of a message that was in memory.
  let facts: MessageFacts?
}

struct FileSumming {
  /// Bytes of the largest message whose records are compared.
  static let largest = ReadFile.largest
  private static let messages: ByteString = "queue/"
  static let submissions: ByteString = "queue/maildrop/"

  private var envelope = Envelope()
  private var window = QueueFileWindow()

  mutating func sum(_ file: ReadFile) -> SummedFile {
    let path = file.entry.path
    var facts: MessageFacts?
    if file.sum == nil, path.hasPrefix(Self.messages) {
      window.open(file.content)
      envelope.read(&window, isMaildrop: path.hasPrefix(Self.submissions))
      facts = MessageFacts(envelope, window)
    }
    return SummedFile(
      path: path, mark: PathMark(path), size: file.entry.size, sum: file.sum ?? SHA256Digest.sum(of: file.content),
      access: FileAccess(file.entry), facts: facts)
  }
}
