// Messages that a run has removed and that its index has lost: the journal knows which they are, and archives that are
// whole what they were.

import Bytes
import PostfixQueue
import SnapshotArchive
import SystemAccess

struct LostMessages {
  /// The names and inodes, by the keys of the messages.
  private let wanted: [ByteString: UInt64]
  private let run: Run

  /// - Parameter keys: of the messages that the index has lost.
  init(_ keys: some Sequence<String>, of run: Run) {
    self.run = run
    let files = keys.compactMap { key -> (ByteString, UInt64)? in
      guard let slash = key.lastIndex(of: "/"), let inode = UInt64(key[key.index(after: slash)...]) else { return nil }
      return (Run.name(ofKey: key), inode)
    }
    // An archive knows no inodes, and so cannot tell two messages of one name apart.
    wanted = Dictionary(grouping: files) { $0.0 }.compactMapValues { $0.count == 1 ? $0[0].1 : nil }
  }

  /// What the archives have of them, in the latest state. None when one of the archives is not whole: it may have a later
  /// state than the others, in which more recipients have been reached.
  func find() -> [TrashedMessage] {
    var found: [ByteString: TrashedMessage] = [:]
    do throws(ArchiveError) {
      for part in run.archives.sorted() { try read(part) { found[$0.name] = $0 } }
    } catch {
      return []
    }
    return found.values.sorted { $0.name < $1.name }
  }

  private func read(_ part: Int, _ take: (TrashedMessage) -> Void) throws(ArchiveError) {
    var reader = try ArchiveReader(in: run.directory, named: Run.archiveName(part))
    while let entry = try reader.next() {
      guard let (folder, name) = TrashedMessage.place(ofArchivePath: entry.path), let inode = wanted[name] else {
        continue
      }
      let content = try reader.content(limit: MessageReading.limit)
      let status = FileStatus(
        inode: inode, mode: entry.mode, owner: entry.owner, group: entry.group, size: content.count,
        modified: entry.modified)
      take(
        TrashedMessage(
          folder, name, status, arrival: 0, sender: "", digest: SHA256Digest.text(of: SHA256Digest.of(content)),
          logs: [], part: part))
    }
  }
}
