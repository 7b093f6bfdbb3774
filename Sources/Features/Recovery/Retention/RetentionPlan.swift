// What a policy means for all snapshots of a store: which are kept, and why; which can go, and in which order. Pure.
//
// To restic's rules, which know of no chains, come our own. The base of a kept snapshot is kept, and its base, and so on. The
// last snapshot that was verified and found good, and the last one that has the whole queue, are kept for each queue.
// What cannot be restored, or builds on what cannot, counts for nothing, so that a run of failures cannot push out what is
// good; it is kept and reported.

public import SnapshotCatalogue

public struct RetentionDecision: Hashable, Sendable {
  public let record: SnapshotRecord
  /// Empty for a snapshot that can go.
  public let reasons: [KeepReason]
  public var isKept: Bool { !reasons.isEmpty }
}

public struct RetentionPlan: Sendable {
  /// All snapshots, the oldest first.
  public let decisions: [RetentionDecision]

  /// - Parameters:
  ///   - records: of a store, in any order.
  ///   - now: seconds since the epoch.
  public init(_ policy: RetentionPolicy, for records: [SnapshotRecord], now: Int64, zone: RetentionZone) {
    let newestFirst = Array(SnapshotOrder.sorted(records).reversed())
    let standings = SnapshotStandings(records)
    let whole = newestFirst.filter { standings.of($0) == .whole && !$0.isAhead(of: now) }
    var reasons: [String: [KeepReason]] = [:]
    for group in Dictionary(grouping: whole, by: Kind.init).values {
      for (record, found) in zip(group, policy.reasons(for: group, now: now, zone)) { reasons[record.fileName] = found }
      let verified = group.first { $0.verification?.isGood == true }
      let complete = group.first(where: \.isComplete)
      if let verified { reasons[verified.fileName, default: []].append(.lastVerified) }
      if let complete { reasons[complete.fileName, default: []].append(.lastComplete) }
    }
    for record in newestFirst {
      if record.isAhead(of: now) { reasons[record.fileName] = [.ahead] }
      if let flaw = standings.of(record).flaw { reasons[record.fileName] = [.unusable(flaw)] }
    }
    Self.keepBases(newestFirst, &reasons)
    decisions = newestFirst.reversed().map { RetentionDecision(record: $0, reasons: reasons[$0.fileName] ?? []) }
  }

  public var kept: [SnapshotRecord] { decisions.filter(\.isKept).map(\.record) }
  public var removed: [SnapshotRecord] { decisions.filter { !$0.isKept }.map(\.record) }

  /// Everything that a kept snapshot builds on is kept, over any number of steps.
  private static func keepBases(_ records: [SnapshotRecord], _ reasons: inout [String: [KeepReason]]) {
    // All copies of a base stay.
    let byID = Dictionary(grouping: records, by: \.id)
    keepChains(records, byID, &reasons)
    // Only the archive says what it builds on; its name can be anything. Times in names are whole seconds.
    guard let newest = records.first(where: \.isUndecrypted) else { return }
    for other in records where other.isOpened && other.seconds <= newest.seconds {
      // Any other reason says more.
      guard reasons[other.fileName]?.isEmpty != false else { continue }
      reasons[other.fileName] = [.perhapsBase(of: newest.id)]
    }
    keepChains(records, byID, &reasons)
  }

  private static func keepChains(
    _ records: [SnapshotRecord], _ byID: [String: [SnapshotRecord]], _ reasons: inout [String: [KeepReason]]
  ) {
    var waiting = records.filter { reasons[$0.fileName]?.isEmpty == false }
    var done: Set<String> = []
    while let record = waiting.popLast() {
      guard done.insert(record.fileName).inserted, let base = record.base else { continue }
      for other in byID[base] ?? [] where other.fileName != record.fileName {
        let known = reasons[other.fileName] ?? []
        if !known.contains(.base(of: record.id)) { reasons[other.fileName] = known + [.base(of: record.id)] }
        if known.isEmpty { waiting.append(other) }
      }
    }
  }

  /// The snapshots that can go, in the order in which to remove them: none before all that build on it.
  public var removalOrder: [SnapshotRecord] {
    let newestFirst = Array(removed.reversed())
    let dependants = Dictionary(grouping: newestFirst.filter { $0.base != nil }) { $0.base ?? "" }
    var order: [SnapshotRecord] = []
    var seen: Set<String> = []
    // By hand and not by recursion: a chain may be long.
    for first in newestFirst {
      var stack = [(record: first, isReady: false)]
      while let (record, isReady) = stack.popLast() {
        if isReady {
          order.append(record)
        } else if seen.insert(record.fileName).inserted {
          stack.append((record, true))
          for other in dependants[record.id] ?? [] where other.fileName != record.fileName {
            stack.append((other, false))
          }
        }
      }
    }
    return order
  }
}

/// Snapshots that can stand for one another: of the same queue, and of the same messages.
private struct Kind: Hashable {
  let origin: SnapshotOrigin
  let selection: String?

  init(_ record: SnapshotRecord) {
    origin = record.origin
    selection = record.selection
  }
}
