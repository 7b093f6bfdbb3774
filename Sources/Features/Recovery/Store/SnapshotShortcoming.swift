// That a snapshot may lack messages, and which one before it does not.

import Bytes
public import SnapshotArchive
import SnapshotCatalogue

extension NamedSnapshot {
  /// What a person should know of a snapshot by best effort that has noted problems, in sentences; empty for another one.
  ///
  /// - Parameter summary: its own, where it is known; its index is read otherwise.
  public func shortcoming(_ summary: SnapshotSummary? = nil) -> [String] {
    // What the manifest promises in the beginning is no better in the end, unless the store knows that.
    if summary == nil, record.problem == nil, let claim = record.claim, claim != .bestEffort { return [] }
    // Whoever goes on is told why it cannot be read.
    guard let summary = summary ?? (try? file.index { (_: IndexGlance) in }),
      summary.guarantee == .bestEffort, !summary.problems.isEmpty
    else { return [] }
    let count = summary.problems.count
    let few = summary.problems.prefix(3).joined(separator: "; ") + (count > 3 ? "; and \(count - 3) more" : "")
    let what = "\(record.id) is best-effort, with \(count) problem\(count == 1 ? "" : "s"): \(few)"
    return [PrintableText.of(what)] + (store.map { [$0.advice(before: record)] } ?? [])
  }

  /// The same of any snapshot by best effort: whoever reads it and misses a message is to know.
  public func remarks(_ summary: SnapshotSummary? = nil) -> [String] {
    let shortcoming = shortcoming(summary)
    guard shortcoming.isEmpty, (summary?.guarantee ?? guarantee) == .bestEffort else { return shortcoming }
    let reason = record.reason.map { ": \($0)" } ?? ""
    return [PrintableText.of("\(record.id) is best-effort and may lack messages\(reason)")]
  }

  /// What it claims; nil where it cannot be read.
  var guarantee: SnapshotGuarantee? {
    // What the manifest promises counts only with what came out in the end, which the store knows.
    if record.problem == nil, let claim = record.claim { return claim }
    return (try? file.index { (_: IndexGlance) in })?.guarantee
  }
}

extension SnapshotStore {
  /// Which snapshot of the same queue is the newest before another that has everything, in a sentence. One that was taken while
  /// Postfix was stopped claims the same as a proved one.
  fileprivate func advice(before record: SnapshotRecord) -> String {
    let standings = SnapshotStandings(records)
    let proved = records.last {
      $0.created < record.created && $0.origin == record.origin && $0.isComplete
        && standings.of($0) == .whole
    }
    guard let proved else { return "no earlier snapshot of its queue in \(path) is proved or quiesced" }
    let messages = "\(proved.messages) message\(proved.messages == 1 ? "" : "s")"
    let claim = proved.claim?.rawValue ?? ""
    return "the newest earlier one that is \(claim) is \(PrintableText.of(proved.id)), with \(messages)"
  }
}
