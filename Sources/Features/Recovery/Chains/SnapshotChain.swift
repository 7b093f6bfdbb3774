// A snapshot with everything that it builds on, seen as one: which messages it has, and where each of them is stored.

import Bytes
public import SnapshotArchive

public struct SnapshotChain: Sendable {
  public struct Link: Sendable {
    public let file: SnapshotFile
    public let manifest: SnapshotManifest
    /// SHA-256 of the manifest's bytes.
    let digest: String
  }

  /// The snapshot itself first, the full one last.
  public let links: [Link]

  public var manifest: SnapshotManifest { links[0].manifest }
  /// What to do about an archive that cannot be read.
  var checking: String { "Check it with 'postkeep snapshot verify \(ShellWord.quoted(links[0].file.path))'." }

  /// - Parameter find: the archive of a snapshot that another one builds on.
  public init(_ file: SnapshotFile, find: (String) throws -> SnapshotFile) throws {
    let (manifest, digest) = try file.digestedManifest()
    var links = [Link(file: file, manifest: manifest, digest: digest)]
    while let last = links.last, let base = last.manifest.base {
      let next = try find(base)
      let (manifest, digest) = try next.digestedManifest()
      try Self.check(manifest, digest, of: next, isBaseOf: last.manifest)
      guard !links.contains(where: { $0.manifest.id == base }) else { throw SnapshotFlaw("\(base) builds on itself") }
      links.append(Link(file: next, manifest: manifest, digest: digest))
    }
    self.links = links
  }

  /// Throws when a snapshot is not the one on which another builds.
  /// - Parameter digest: of its manifest.
  static func check(
    _ below: SnapshotManifest, _ digest: String, of file: SnapshotFile, isBaseOf top: SnapshotManifest
  ) throws {
    guard below.id == top.base else {
      throw SnapshotFlaw("\(file.path) is \(below.id) and not \(top.base ?? ""), on which \(top.id) builds")
    }
    guard top.host == below.host, top.queue.directory == below.queue.directory else {
      throw SnapshotFlaw(
        "\(file.path) is of the queue \(below.queue.directory) on \(below.host), and \(top.id), which builds on it, of "
          + "\(top.queue.directory) on \(top.host)")
    }
    if let known = top.baseDigest, known != digest {
      throw SnapshotFlaw(
        "\(file.path) is another \(below.id) than the one on which \(top.id) builds: its manifest differs")
    }
  }

  /// Hands over every message once, with the place where its file and its logs are stored.
  /// - Returns: the summary of the snapshot itself.
  @discardableResult
  public func forEachMessage(_ take: (IndexedMessage) throws -> Void) throws -> SnapshotSummary {
    try forEachGlance { try take($0.message()) }
  }

  /// Hands over every message once, of which little is read until more is asked for.
  /// - Returns: the summary of the snapshot itself.
  @discardableResult
  func forEachGlance(_ take: (ChainedMessage) throws -> Void) throws(ChainFailure) -> SnapshotSummary {
    var gone: Set<ByteString> = []
    var count = 0
    var own: SnapshotSummary?
    for (number, link) in links.enumerated() {
      // These lines come first in an index.
      var goneHere: [ByteString] = []
      var finished: Set<ByteString> = []
      let summary = try Self.reading(link.file) { (line: IndexGlance) in
        switch line {
        case .message(let message):
          guard !gone.contains(message.path), !finished.contains(message.path) else { return }
          count += 1
          try take(ChainedMessage(glance: message, snapshot: link.manifest.id))
        case .gone(let path): goneHere.append(path)
        case .finished(let path): finished.insert(path)
        case .summary: break
        }
      }
      guard let summary else {
        throw ChainFailure(
          file: link.file, cause: SnapshotFlaw("\(link.file.path) is not complete: its index has no summary"))
      }
      if number == 0 { own = summary }
      gone.formUnion(goneHere)
    }
    let summary = own ?? SnapshotSummary()
    // One that it builds on may be another one with the same name.
    guard links.count == 1 || summary.messages == count else {
      throw ChainFailure(
        file: links[0].file,
        cause: SnapshotFlaw("\(manifest.id) has \(count) messages, its summary says \(summary.messages)"))
    }
    return summary
  }

  /// Reads an index, and says whose it is when that fails.
  private static func reading(
    _ file: SnapshotFile, _ line: (IndexGlance) throws -> Void
  ) throws(ChainFailure) -> SnapshotSummary? {
    do { return try file.index(line) } catch { throw ChainFailure(file: file, cause: error) }
  }
}

/// A snapshot of a chain could not be read.
public struct ChainFailure: Error {
  /// Its archive; nil where it is not there.
  let file: SnapshotFile?
  /// What was wrong with those that were read before.
  var problems: [String] = []
  /// Their archives.
  var damaged: [SnapshotFile] = []
  let cause: any Error
}

/// A message of a chain of which little was read.
struct ChainedMessage {
  let glance: GlancedMessage
  /// In whose index it stands.
  let snapshot: String

  /// All about it, with the places where its files are stored.
  func message() throws -> IndexedMessage {
    var message = try glance.message()
    message.settle(in: snapshot)
    return message
  }
}

extension IndexedMessage {
  /// Names the snapshot in which what is stored is stored.
  fileprivate mutating func settle(in snapshot: String) {
    if elsewhere == nil { elsewhere = StoredElsewhere(snapshot: snapshot, path: path) }
    for number in logs.indices where logs[number].elsewhere == nil {
      logs[number].elsewhere = StoredElsewhere(snapshot: snapshot, path: path(of: logs[number].kind))
    }
  }
}
