// Finds the snapshot that a word of the command line means.

import Bytes
import Conditions
public import SnapshotCatalogue
public import SystemAccess

/// A snapshot and the directory of its archive.
public struct FoundSnapshot: Sendable {
  public let record: SnapshotRecord
  public let directory: Directory
  /// Newer ones that "last" did not mean, and why, in sentences.
  public var passedOver: [String] = []
  /// Those of them that cannot be restored, as far as it is known.
  var brokenNewer: [String] = []

  public var path: String { "\(directory.path)/\(record.fileName)" }
}

extension SnapshotStore {
  /// By its id, the beginning of its id or of its time, "last", or the path of an archive.
  /// - Parameter origin: the queue whose newest snapshot "last" is; nil for that of any queue.
  public func find(_ word: String, origin: SnapshotOrigin?) throws(RecoveryFailure) -> FoundSnapshot {
    if let own = own(word) { return own }
    if word.contains("/") { return try Self.archive(word) }
    if word == "last" { return try last(origin) }
    let name = ArchiveName(ByteString(word))?.id ?? word
    // A copy under another name has the same id: the file that is named after it comes first.
    let exact = records.filter { $0.id == name || $0.archiveName.id == name }
    if let record = exact.first(where: { $0.id == name && $0.archiveName.id == name }) ?? exact.first {
      return FoundSnapshot(record: record, directory: directory)
    }
    let dated = records.filter { ArchiveName.withoutHost($0.id) == name }
    if let record = onlyOne(of: dated) { return FoundSnapshot(record: record, directory: directory) }
    let begun = records.filter {
      $0.id.hasPrefix(name) || ArchiveName.withoutHost($0.id).hasPrefix(name) || $0.archiveName.id.hasPrefix(name)
    }
    if let record = onlyOne(of: begun) { return FoundSnapshot(record: record, directory: directory) }
    throw begun.isEmpty || name.isEmpty ? unknown(name) : ambiguous(name, begun)
  }

  /// Nil for none and for several; copies of one snapshot are one.
  private func onlyOne(of found: [SnapshotRecord]) -> SnapshotRecord? {
    guard let id = found.first?.id, found.allSatisfy({ $0.id == id }) else { return nil }
    return found.holder(of: id)
  }

  /// The snapshot of an archive's path, if the archive is one of the store.
  func own(_ word: String) -> FoundSnapshot? {
    let (parent, name) = FilePath.split(word)
    guard word.contains("/"), FileReading.isSame(parent, path),
      let record = records.first(where: { ByteString($0.fileName) == name })
    else { return nil }
    return FoundSnapshot(record: record, directory: directory)
  }

  /// The archive of a path, wherever it lies.
  public static func archive(
    _ path: String, inspector: SnapshotInspector = ArchiveInspection.inspect
  ) throws(RecoveryFailure) -> FoundSnapshot {
    // Somebody who names a link means what it leads to.
    let (parent, name) = FilePath.split(FileReading.resolved(path) ?? path)
    let fileName = name.description
    do throws(SystemError) {
      let directory = try Directory(parent)
      guard let status = try directory.status(of: ByteString(fileName)) else {
        throw SystemError.refusal("read", path, "no such file or directory")
      }
      let file = StoreListing.Archive(
        name: ArchiveName(ByteString(fileName)) ?? ArchiveName(id: fileName), size: status.size,
        modified: status.modified,
        isSigned: try directory.status(of: ByteString(fileName + ArchiveName.signatureSuffix)) != nil)
      var (record, _) = StoreChanges.inspect(file, fileName, in: directory, inspector)
      // Outside a store, a file may be called as anybody likes.
      record.fileName = fileName
      return FoundSnapshot(record: record, directory: directory)
    } catch {
      throw RecoveryFailure(
        error.isPermission ? .permission : .unreadable,
        "\(error)\n  Name an archive by its path, or a snapshot by its id: 'postkeep snapshot list' shows all.")
    }
  }

  private func unknown(_ name: String) -> RecoveryFailure {
    let ids = records.map(\.id) + records.map { String(ArchiveName.withoutHost($0.id)) }
    let hint =
      Spelling.nearest(to: name, in: ids).map { "Did you mean \(PrintableText.of($0))?" }
      ?? "'postkeep snapshot list\(path == Self.usual ? "" : " --to \(ShellWord.quoted(path))")' shows all."
    return RecoveryFailure(.unreadable, "there is no snapshot '\(PrintableText.of(name))' in \(path)\n  \(hint)")
  }

  private func ambiguous(_ name: String, _ found: [SnapshotRecord]) -> RecoveryFailure {
    let ids = found.suffix(5).map { "\n    \(PrintableText.of($0.id))" }.joined()
    let more = found.count > 5 ? "\n    and \(found.count - 5) more" : ""
    return RecoveryFailure(
      .usage, "'\(PrintableText.of(name))' is not unique in \(path)\n  Say more of the id:\(ids)\(more)")
  }
}
