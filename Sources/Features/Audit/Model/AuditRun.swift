// One call of the audit: a report for every directory that could be read, and why the others could not.

/// Why something that an audit needs cannot be used.
public struct AuditFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The words of the command are wrong.
    case usage
    /// Missing, not readable, or not what it should be.
    case unreadable
    case permission
  }

  public let kind: Kind
  /// The directory or file.
  public let path: String
  /// What is wrong, where, and why.
  public let message: String
  /// What the reader can do about it.
  public let advice: String

  public init(_ kind: Kind, path: String, _ message: String, advice: String) {
    self.kind = kind
    self.path = path
    self.message = message
    self.advice = advice
  }

  public var description: String { advice.isEmpty ? message : "\(message)\n  \(advice)" }
}

public struct AuditRun: Sendable {
  /// In the order of the directories.
  public let reports: [AuditReport]
  public let failures: [AuditFailure]

  public init(_ reports: [AuditReport], failures: [AuditFailure] = []) {
    self.reports = reports
    self.failures = failures
  }

  /// Every chosen rule, by id.
  var rules: [Rule] {
    var seen: Set<String> = []
    return reports.flatMap(\.rules).filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
  }
}

/// The severity from which findings make an audit fail.
public enum FailThreshold: String, Hashable, Sendable, CaseIterable {
  case critical, high, medium, low, info, never

  /// Nil for never.
  public var severity: Severity? { Severity(rawValue: rawValue) }
}

/// How an audit ended, the graver the later.
public enum AuditVerdict: Hashable, Sendable {
  case clean
  /// Nothing at the threshold was found, but not everything could be told.
  case incomplete
  /// There are findings at or above the threshold.
  case findings
  /// A directory could not be read.
  case unreadable
  case permission

  public init(_ run: AuditRun, failingOn threshold: FailThreshold) {
    if run.failures.contains(where: { $0.kind == .permission }) {
      self = .permission
    } else if !run.failures.isEmpty {
      self = .unreadable
    } else if let limit = threshold.severity, run.reports.contains(where: { $0.worst.map { $0 >= limit } ?? false }) {
      self = .findings
    } else {
      self = run.reports.contains(where: \.isIncomplete) ? .incomplete : .clean
    }
  }
}
