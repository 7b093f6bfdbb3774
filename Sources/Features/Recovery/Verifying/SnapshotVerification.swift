// Checks a snapshot with everything that it builds on.

import Bytes
import JSONText
public import SnapshotArchive
import SystemAccess

/// A snapshot of a chain could not be read.
public struct ChainFailure: Error {
  /// Its archive; nil where it is not there.
  let file: SnapshotFile?
  let cause: any Error
}

/// Who signed the archive of a snapshot, and whether that is true.
public struct ArchiveSignature: Sendable {
  public let snapshot: String
  public let verdict: SignatureVerdict
}

public struct SnapshotVerification: Sendable {
  public let manifest: SnapshotManifest
  public let summary: SnapshotSummary?
  /// What is wrong; empty for a good snapshot.
  public let problems: [String]
  /// The archives of the chain that are not what they should be.
  let damaged: [SnapshotFile]
  /// All archives that were read.
  let files: [SnapshotFile]
  /// Files whose sums were compared.
  public let checked: Int
  /// Bytes of content that were compared.
  public let bytes: Int
  /// The snapshots that were read, the newest first.
  public let chain: [String]
  /// Of all archives of the chain that have any.
  public let signatures: [ArchiveSignature]
  /// Whether nothing could be told of a signature that is there.
  public var hasUnclearSignature: Bool {
    signatures.contains { [.unchecked, .unknownKey, .revokedKey].contains($0.verdict.state) }
  }

  /// - Parameters:
  ///   - share: of the files whose sums are compared, 0 to 1.
  ///   - find: the archive of a snapshot that another one builds on.
  ///   - progress: is told how many bytes of content were compared.
  public static func verify(
    _ file: SnapshotFile, share: Double = 1, find: (String) throws -> SnapshotFile, progress: (Int) -> Void
  ) throws(ChainFailure) -> SnapshotVerification {
    var reading: SnapshotFile?
    do { return try verify(file, share, find, progress, reading: &reading) } catch {
      throw ChainFailure(file: reading, cause: error)
    }
  }

  private static func verify(
    _ file: SnapshotFile, _ share: Double, _ find: (String) throws -> SnapshotFile, _ progress: (Int) -> Void,
    reading: inout SnapshotFile?
  ) throws -> SnapshotVerification {
    var signatures: [ArchiveSignature] = []
    var checks: [ArchiveCheck] = []
    var problems: [String] = []
    // A snapshot is no better than what it builds on.
    var damaged: [String] = []
    var files: [SnapshotFile] = []
    var next: SnapshotFile? = file
    while let file = next {
      reading = file
      files.append(file)
      let check = try file.read(isWhole: true) { reader in
        try ArchiveCheck(&reader, share: share) { bytes in progress(checks.reduce(bytes) { $0 + $1.bytes }) }
      }
      let verdicts = try file.signatures()
      signatures += verdicts.map { ArchiveSignature(snapshot: check.manifest.id, verdict: $0) }
      let found = verdicts.filter { $0.state == .bad }.map { "the signature is bad: \($0)" } + check.problems
      problems += found.map { checks.isEmpty ? $0 : "\(check.manifest.id): \($0)" }
      if !found.isEmpty { damaged.append(check.manifest.id) }
      if checks.contains(where: { $0.manifest.id == check.manifest.id }) {
        throw SnapshotFlaw("\(check.manifest.id) builds on itself")
      }
      if let last = checks.last, last.manifest.base != check.manifest.id {
        throw SnapshotFlaw(
          "\(file.path) is \(check.manifest.id) and not \(last.manifest.base ?? ""), on which \(last.manifest.id) builds"
        )
      }
      if let place = try SnapshotIndex.notedPlace(in: file.directory, named: file.name), place != check.indexPlace {
        problems.append("the note behind \(file.path) does not lead to its index")
        damaged.append(check.manifest.id)
      }
      checks.append(check)
      reading = nil
      next = try check.manifest.base.map(find)
    }
    let (misfits, misfitting) = whatDoesNotFit(checks)
    problems += misfits
    damaged += misfitting
    if !problems.isEmpty { damaged.append(checks[0].manifest.id) }
    return SnapshotVerification(
      manifest: checks[0].manifest, summary: checks[0].summary, problems: problems,
      damaged: zip(checks, files).filter { damaged.contains($0.0.manifest.id) }.map(\.1), files: files,
      checked: checks.reduce(0) { $0 + $1.checked }, bytes: checks.reduce(0) { $0 + $1.bytes },
      chain: checks.map(\.manifest.id), signatures: signatures)
  }

  /// What the snapshots of a chain say about each other and is not so, and which of them are damaged then.
  private static func whatDoesNotFit(_ checks: [ArchiveCheck]) -> (problems: [String], damaged: [String]) {
    var problems: [String] = []
    var damaged: [String] = []
    var present: Set<PathMark> = []
    for check in checks.reversed() {
      let id = check.manifest.id
      for (place, digest) in check.references {
        let home = checks.first { $0.manifest.id == place.snapshot }
        if home?.holds(place.path, digest) != true {
          problems.append("\(place.path) of \(place.snapshot), on which \(id) builds, is not there")
          damaged += [id, place.snapshot]
        }
      }
      for path in check.gone where present.remove(PathMark(path)) == nil && check.manifest.base != nil {
        problems.append("\(path) is said to be gone in \(id), and was never there")
        damaged.append(id)
      }
      present.formUnion(check.messages)
      if let summary = check.summary, summary.messages != present.count {
        problems.append("\(id) has \(present.count) messages, its summary says \(summary.messages)")
        damaged.append(id)
      }
    }
    return (problems, damaged)
  }
}
