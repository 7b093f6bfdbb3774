// Reads what an archive in the clear says about itself: its manifest, and the summary of its index.

import Bytes
import SnapshotArchive
public import SystemAccess

public enum ArchiveInspection {
  /// The inspector for archives of this host; it opens no encrypted one.
  public static func inspect(_ directory: Directory, _ fileName: String) throws -> InspectedSnapshot {
    let found = try lookAtManifest(directory, fileName)
    let summary = try SnapshotIndex.read(in: directory, named: ByteString(fileName), limits: .none) {
      (_: IndexGlance) in
    }
    return InspectedSnapshot(manifest: found.manifest, summary: summary)
  }

  /// The same without the summary.
  static func lookAtManifest(_ directory: Directory, _ fileName: String) throws -> InspectedSnapshot {
    if ArchiveName(ByteString(fileName))?.encryption != nil { throw SnapshotFlaw("it is encrypted") }
    let file = SnapshotFile(directory, ByteString(fileName), isOwn: true)
    return InspectedSnapshot(manifest: try file.manifest(), summary: nil)
  }
}
