// One thing that is wrong, and how it can be repaired if it can.

import QueueStore

public struct HealthFinding: Sendable {
  public let kind: HealthKind
  /// Below the queue directory; empty for the queue as a whole.
  public let path: String
  /// What is special about this one; empty for nothing.
  public let detail: String
  let repair: Repair?
  let place: RepairPlace?
  /// Why there is no repair, where there would be one.
  let obstacle: String?

  init(
    _ kind: HealthKind, _ path: String, _ detail: String = "", repair: Repair? = nil, at place: RepairPlace? = nil,
    obstacle: String? = nil
  ) {
    self.kind = kind
    self.path = path
    self.detail = detail
    self.repair = repair
    self.place = place
    self.obstacle = obstacle
  }

  /// The same without its repair.
  func leftAlone(_ why: String) -> HealthFinding {
    HealthFinding(
      kind, path, (detail.isEmpty ? "" : "\(detail); ") + "--fix leaves it alone: \(why)", at: place, obstacle: why)
  }

  init(_ kind: HealthKind, _ entry: QueueEntry, _ detail: String = "", repair: Repair? = nil) {
    self.init(
      kind, entry.path, detail, repair: repair, at: RepairPlace(entry.folder, entry.name, entry.status))
  }
}

/// What a check has found: all kinds counted, and of each kind so many findings that memory holds them.
public struct HealthFindings: Sendable {
  /// A repair goes on with the others when it is run again.
  static let limit = 20_000

  public private(set) var kept: [HealthKind: [HealthFinding]] = [:]
  public private(set) var counts: [HealthKind: Int] = [:]

  mutating func add(_ finding: HealthFinding) {
    counts[finding.kind, default: 0] += 1
    guard kept[finding.kind]?.count ?? 0 < Self.limit else { return }
    kept[finding.kind, default: []].append(finding)
  }

  mutating func add(_ others: HealthFindings) {
    for (kind, count) in others.counts {
      counts[kind, default: 0] += count
      kept[kind, default: []] += (others.kept[kind] ?? []).prefix(max(0, Self.limit - (kept[kind]?.count ?? 0)))
    }
  }

  /// The worst first.
  public var kinds: [HealthKind] {
    HealthKind.allCases.filter { counts[$0] != nil }.enumerated()
      .sorted { ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset) }.map(\.element)
  }

  /// All that are kept, the worst first.
  public var all: [HealthFinding] { kinds.flatMap { kept[$0] ?? [] } }

  public func count(atLeast severity: HealthSeverity) -> Int {
    counts.reduce(0) { $1.key.severity <= severity ? $0 + $1.value : $0 }
  }
}
