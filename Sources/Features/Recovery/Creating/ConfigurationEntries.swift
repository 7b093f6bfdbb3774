// The files of a captured configuration as entries of an archive.

import Bytes
import SnapshotArchive
import SystemAccess

/// A file of an archive that is not of the queue.
struct AccompanyingFile: Sendable {
  let entry: ArchiveEntry
  let content: [UInt8]
}

extension ConfigurationCapture {
  /// - Parameter time: of what was written for the snapshot, in seconds since the epoch.
  func entries(at time: Int64) -> [AccompanyingFile] {
    files.map { file in
      var entry = ArchiveEntry(path: file.archivePath, status: file.status)
      entry.size = file.content.count
      return AccompanyingFile(entry: entry, content: file.content)
    }
      + facts.map { fact in
        AccompanyingFile(
          entry: ArchiveEntry(
            path: fact.archivePath, size: fact.content.count, modified: FileStatus.Time(seconds: time)),
          content: fact.content)
      }
  }
}
