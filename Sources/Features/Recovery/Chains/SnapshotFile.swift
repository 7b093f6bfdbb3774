// An archive file of a snapshot, and where the archives are on which it builds.

public import Bytes
public import SnapshotArchive
public import SystemAccess

public struct SnapshotFile: Sendable {
  public let directory: Directory
  public let name: ByteString

  public init(_ directory: Directory, _ name: ByteString) {
    self.directory = directory
    self.name = name
  }

  public var path: String { "\(directory.path)/\(name)" }

  func reader() throws -> ArchiveReader {
    try ArchiveReader(in: directory, named: name, limits: .foreign)
  }

  public func manifest() throws -> SnapshotManifest {
    var reader = try reader()
    return try SnapshotIndex.manifest(of: &reader)
  }
}
