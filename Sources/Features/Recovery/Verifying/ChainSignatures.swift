// Who signed the archives of a chain. What is signed says of itself only what changed: whoever can put another archive below it
// gives it other mail. So all that a signed archive builds on has to be signed, too, and not by just anybody.

import Bytes

/// Who signed the archive of a snapshot, and whether that is true.
public struct ArchiveSignature: Sendable {
  public let snapshot: String
  public let verdict: SignatureVerdict
}

struct ChainSignatures {
  /// Of all archives that have any, and of those that lack one.
  private(set) var all: [ArchiveSignature] = []
  /// The archives that nobody answers for who answers for what builds on them, in sentences.
  private(set) var gaps: [String] = []
  /// Whether an archive above has a signature, of whatever kind.
  private var isDemanded = false
  /// The keys of those who signed what is above, and gpg could check it.
  private var keys: Set<String> = []

  /// Takes the archives in order, the newest first.
  mutating func add(_ verdicts: [SignatureVerdict], of snapshot: String) {
    let verdicts = verdicts.isEmpty && isDemanded ? [SignatureVerdict(state: .missing)] : verdicts.map(judged)
    all += verdicts.map { ArchiveSignature(snapshot: snapshot, verdict: $0) }
    if !keys.isEmpty, !verdicts.contains(where: \.isGenuine), let verdict = verdicts.first {
      gaps.append("\(snapshot), on which it builds: \(verdict)")
    }
    isDemanded = isDemanded || !verdicts.isEmpty
    keys.formUnion(verdicts.filter(\.isGenuine).compactMap(\.key))
  }

  private func judged(_ verdict: SignatureVerdict) -> SignatureVerdict {
    guard isDemanded, verdict.isGenuine, !verdict.isVouchedFor, !keys.contains(verdict.key ?? "") else {
      return verdict
    }
    var verdict = verdict
    verdict.state = .otherKey
    return verdict
  }
}
