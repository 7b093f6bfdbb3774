// Checks a snapshot with everything that it builds on.

import Bytes
import JSONText
public import SnapshotArchive
import SystemAccess

public struct SnapshotVerification: Sendable {
  public let manifest: SnapshotManifest
  public let summary: SnapshotSummary?
  /// What is wrong; empty for a good snapshot.
  public internal(set) var problems: [String]
  /// Newer snapshots that "last" did not mean because they cannot be restored, in sentences.
  public internal(set) var brokenNewer: [String] = []
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
  /// Of all archives of the chain that have any, and of those that lack one.
  public let signatures: [ArchiveSignature]
  /// Whether a signature neither proves nor refutes its archive.
  public var hasUnclearSignature: Bool {
    signatures.contains { [.unchecked, .unknownKey, .revokedKey, .missing, .otherKey].contains($0.verdict.state) }
  }
  /// Whether nobody has to look at it.
  public var isFlawless: Bool { problems.isEmpty && brokenNewer.isEmpty && !hasUnclearSignature }
  /// The archives for which nobody answers of those who answer for what builds on them, in sentences. Nothing is to be restored from them.
  let signatureGaps: [String]

  /// - Parameters:
  ///   - share: of the files whose sums are compared, 0 to 1.
  ///   - find: the archive of a snapshot that another one builds on.
  ///   - progress: is told how many bytes of content were compared.
  public static func verify(
    _ file: SnapshotFile, share: Double = 1, find: (String) throws -> SnapshotFile, progress: (Int) -> Void
  ) throws(ChainFailure) -> SnapshotVerification {
    var reading = ChainReading()
    do { try reading.read(file, share: share, find: find, progress: progress) } catch {
      throw ChainFailure(
        file: reading.current, problems: reading.problems + losses(of: reading.current, error),
        damaged: reading.damagedFiles, cause: error)
    }
    return SnapshotVerification(reading)
  }

  /// What cannot be taken out of an archive any more, in sentences.
  private static func losses(of file: SnapshotFile?, _ error: any Error) -> [String] {
    guard RecoveryFailure(error, "").kind == .damaged, let file else { return [] }
    guard let lost = file.lostMessages() else { return readable(in: file) }
    let shown = 100
    let more = lost.count - shown
    return lost.prefix(shown).map { "\($0) is lost" } + (more > 0 ? ["\(more) more messages are lost"] : [])
  }

  /// What is known of an archive without its index, in sentences.
  private static func readable(in file: SnapshotFile) -> [String] {
    var count = 0
    guard let (unproved, _) = try? file.unindexedMessages({ _, _ in count += 1 }), count + unproved.count > 0 else {
      return []
    }
    return [
      "its index cannot be read, so that nobody can tell which messages are missing; \(count) can be read whole, and "
        + "'postkeep snapshot export' without a condition writes them"
    ] + unproved.prefix(100).map { "\($0) is hit by the damage" }
  }

  private init(_ reading: ChainReading) {
    let checks = reading.checks
    manifest = checks[0].manifest
    summary = checks[0].summary
    problems = reading.problems
    damaged = reading.damagedFiles
    files = reading.files
    checked = checks.reduce(0) { $0 + $1.checked }
    bytes = checks.reduce(0) { $0 + $1.bytes }
    chain = checks.map(\.manifest.id)
    signatures = reading.signatures.all
    signatureGaps = reading.signatures.gaps
  }
}
