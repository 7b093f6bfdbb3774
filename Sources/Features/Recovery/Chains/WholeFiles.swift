// Files of an archive whose sums are right, also of an archive that is damaged elsewhere.

import Bytes
import Glibc
import SnapshotArchive

extension SnapshotFile {
  /// Hands over the wanted files that are whole.
  ///
  /// - Parameters:
  ///   - wanted: paths with the sums of their content.
  ///   - limit: of the bytes of a file in a part of the archive that can only be searched: it is brought into memory.
  /// - Returns: what is wrong with the archive; nil for one that could be read to its end.
  func wholeFiles(
    _ wanted: [ByteString: SHA256Sum], limit: Int, _ take: (ByteString, StoredContent) throws -> Void
  ) throws -> (any Error)? {
    var missing = wanted
    var flaw: (any Error)?
    do {
      try read(isWhole: true) { reader in
        while let entry = try reader.next() {
          guard let sum = missing[entry.path] else { continue }
          let content = try StoredContent(entry, &reader)
          guard content.sum == sum else {
            flaw = flaw ?? SnapshotFlaw("\(entry.path) in \(path) is not what the index says: its sum differs")
            continue
          }
          missing[entry.path] = nil
          try take(entry.path, content)
        }
      }
    } catch {
      guard Self.isDamage(error) else { throw error }
      flaw = error
      // What is encrypted cannot be read from the middle on.
      guard !missing.isEmpty, try encryption() == nil else { return flaw }
      try ArchiveSalvage.files(in: directory, named: name, wanted: missing, limit: limit) {
        try take($0, StoredContent($1))
      }
    }
    return flaw
  }

  static func isDamage(_ error: any Error) -> Bool {
    if let error = error as? ArchiveError, error.cause == .system(code: EIO) { return true }
    return RecoveryFailure(error, "").kind == .damaged
  }

  /// The messages of its index that it stores itself and that cannot be taken out of it; nil where the index does not tell.
  func lostMessages() -> [ByteString]? {
    var wanted: [ByteString: SHA256Sum] = [:]
    var finished: Set<ByteString> = []
    do {
      let summary = try index { (line: IndexLine) in
        switch line {
        case .message(let message) where message.elsewhere == nil && !finished.contains(message.path):
          wanted[message.path] = message.digest
        case .finished(let path): finished.insert(path)
        case .message, .gone, .summary: break
        }
      }
      guard summary != nil else { return nil }
      var lost = wanted
      _ = try wholeFiles(wanted, limit: SnapshotChain.largest) { path, _ in lost[path] = nil }
      return lost.keys.sorted()
    } catch { return nil }
  }
}
