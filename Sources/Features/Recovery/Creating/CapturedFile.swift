// A file of an archive that is not of the queue.

import Bytes
import SnapshotArchive

struct CapturedFile: Sendable {
  let entry: ArchiveEntry
  let content: [UInt8]
}
