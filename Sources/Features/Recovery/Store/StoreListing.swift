// What lies in the directory of a store.

import Bytes
import SystemAccess

struct StoreListing {
  struct Archive: Hashable {
    let name: ArchiveName
    /// Bytes.
    let size: Int
    let modified: FileStatus.Time
    let isSigned: Bool
  }

  /// Sorted by name.
  private(set) var archives: [Archive] = []
  /// Links that are called as archives are. They are not followed: what they lead to is not the store's.
  private(set) var links: [String] = []
  /// Signatures whose archive is gone.
  private(set) var orphans: [String] = []
  /// What writers have left that were killed. See ArchiveFile for the names.
  private(set) var leftovers: [ByteString] = []

  init(_ directory: Directory) throws(SystemError) {
    let listing = try DirectoryListing(directory)
    var found: [(name: ArchiveName, status: FileStatus)] = []
    var signatures: Set<String> = []
    while case let names = try listing.next(upTo: 1000), names.count > 0 {
      for index in 0..<names.count {
        let name = names[index]
        if name.hasSuffix(ByteString(ArchiveName.signatureSuffix)) {
          let archive = ByteString(name.bytes.dropLast(ArchiveName.signatureSuffix.utf8.count))
          if ArchiveName(archive) != nil { signatures.insert(archive.description) }
        } else if let process = Self.writer(of: name) {
          if !Host.isRunning(processID: process) { leftovers.append(name) }
        } else if let archive = ArchiveName(name), let status = try directory.status(of: name) {
          if status.kind == .regular { found.append((archive, status)) }
          if status.kind == .link { links.append(archive.fileName) }
        }
      }
    }
    archives = found.map { archive in
      Archive(
        name: archive.name, size: archive.status.size, modified: archive.status.modified,
        isSigned: signatures.contains(archive.name.fileName))
    }.sorted { $0.name.fileName < $1.name.fileName }
    orphans = signatures.subtracting(archives.map(\.name.fileName)).map { $0 + ArchiveName.signatureSuffix }.sorted()
  }

  /// The process that was writing a file ".<archive or signature>.tmp<process>-<number>"; nil for another name.
  private static func writer(of name: ByteString) -> Int? {
    let text = name.description
    guard text.hasPrefix("."), let mark = text.ranges(of: ".tmp").last else { return nil }
    let numbers = text[mark.upperBound...].split(separator: "-", omittingEmptySubsequences: false)
    var target = ByteString(String(text[text.index(after: text.startIndex)..<mark.lowerBound]))
    if target.hasSuffix(ByteString(ArchiveName.signatureSuffix)) {
      target.bytes.removeLast(ArchiveName.signatureSuffix.utf8.count)
    }
    guard ArchiveName(target) != nil, numbers.count == 2, Int(numbers[1]) != nil else { return nil }
    return Int(numbers[0])
  }
}
