// How bad a finding is, and how sure we are of it.

/// From the mildest to the worst.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
  case info, low, medium, high, critical

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// How often a finding of a rule is right.
public enum Confidence: String, Hashable, Sendable, CaseIterable {
  /// It follows from the files.
  case certain
  /// There are rare set-ups in which it is wanted.
  case likely
  /// Somebody who knows the site has to decide.
  case possible
}

/// Which rules are asked. A rule names the profiles that it belongs to.
public enum Profile: String, Hashable, Sendable, CaseIterable {
  /// What every postmaster should look at.
  case `default`
  /// And what a careful site would change.
  case strict
  /// And what is only untidy.
  case pedantic
}
