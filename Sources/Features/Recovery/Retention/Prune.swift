// Thins out a store: a plan that is shown, and carried out if that is wanted.
//
// Whatever is removed, nothing that stays builds on it, at no moment: each archive goes after all that build on it, and is
// gone from the disk before the next one goes. A run that is stopped anywhere leaves a store that needs no repair; the
// next run does the rest.

import Bytes
public import SnapshotCatalogue
import SystemAccess

public struct Prune {
  public let plan: RetentionPlan
  /// Signatures that an interrupted run has left behind, without their archives.
  let signatures: [String]
  let path: String

  /// - Parameter now: seconds since the epoch.
  public init(
    _ policy: RetentionPolicy, of store: SnapshotStore, now: Int64, zone: RetentionZone = .host
  ) throws(RecoveryFailure) {
    guard !policy.isEmpty else {
      throw RecoveryFailure(
        .usage,
        "no policy says what to keep, and so nothing is removed\n  Say it, for example: --keep-daily 7 --keep-weekly 5")
    }
    plan = RetentionPlan(policy, for: store.records, now: now, zone: zone)
    signatures = try StoreDirectory.list(store.directory).orphans
    path = store.path
  }

  public var isEmpty: Bool { plan.removed.isEmpty && signatures.isEmpty }

  /// Removes what the plan says.
  /// - Parameter store: opened for changing it, and the one that the plan was made for.
  public func carryOut(on store: SnapshotStore) -> PruneReport {
    var report = PruneReport()
    // An archive that could not be removed needs what it builds on.
    var needed: Set<String> = []
    let order = plan.removalOrder
    let confirmation = ArchiveConfirmation(order.isEmpty ? [] : store.records, in: store.directory)
    for record in order {
      if let objection = confirmation.objection(to: record) {
        report.left.append((record.fileName, objection))
      } else if needed.contains(record.id) {
        report.left.append((record.fileName, "a snapshot that could not be removed builds on it"))
      } else {
        do throws(SystemError) {
          try store.remove(record)
          report.removed.append(record)
          continue
        } catch {
          report.left.append((record.fileName, "\(error)"))
        }
      }
      if let base = record.base { needed.insert(base) }
    }
    for name in signatures {
      do throws(SystemError) { try store.directory.remove(ByteString(name)) } catch {
        report.left.append((name, "\(error)"))
      }
    }
    do throws(SystemError) { try store.directory.sync() } catch { report.left.append((".", "\(error)")) }
    store.forget(report.removed)
    return report
  }
}

/// What was done of a plan.
public struct PruneReport {
  public fileprivate(set) var removed: [SnapshotRecord] = []
  /// File names with reasons.
  public fileprivate(set) var left: [(name: String, reason: String)] = []

  /// One line.
  public var summary: String {
    let bytes = removed.reduce(0) { $0 &+ $1.fileSize }
    var text = "removed \(CountText.snapshots(removed.count)), \(SizeText.bytes(bytes))"
    if !left.isEmpty { text += "; \(left.count) could not be removed" }
    return text
  }

  /// What could not be removed, a line each.
  public var failures: [String] {
    left.map { "not \(PrintableText.of($0.name)): \(PrintableText.of($0.reason))" }
  }
}

extension RetentionZone {
  /// The clocks of this host.
  public static let host = RetentionZone { LocalTime.offset(at: $0) }
}
