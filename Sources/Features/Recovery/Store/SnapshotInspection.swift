// What an archive says about itself: its manifest, and its summary if it has one.

import Bytes
import JSONText
public import SnapshotArchive
public import SystemAccess

public struct InspectedSnapshot: Hashable, Sendable {
  public var manifest: SnapshotManifest
  /// Nil for an archive that was not finished.
  public var summary: SnapshotSummary?

  public init(manifest: SnapshotManifest, summary: SnapshotSummary?) {
    self.manifest = manifest
    self.summary = summary
  }
}

/// Opens an archive of a directory by its file name. Throws when it is none, or cannot be read or decrypted.
public typealias SnapshotInspector = (Directory, String) throws -> InspectedSnapshot
