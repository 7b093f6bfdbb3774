// Reads what an archive in the clear says about itself: its manifest, and the summary of its index.

import Bytes
import SnapshotArchive
public import SystemAccess

public enum ArchiveInspection {
  /// The inspector for archives of this host; it opens no encrypted one.
  public static func inspect(_ directory: Directory, _ fileName: String) throws -> InspectedSnapshot {
    if ArchiveName(ByteString(fileName))?.encryption != nil { throw SnapshotFlaw("it is encrypted") }
    let file = SnapshotFile(directory, ByteString(fileName), isOwn: true)
    return InspectedSnapshot(
      manifest: try file.manifest(),
      summary: try SnapshotIndex.read(in: directory, named: file.name, limits: .none) { (_: IndexGlance) in })
  }
}
