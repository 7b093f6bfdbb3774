// Reads the embedded release facts. Their format is described at the top of Facts/releases.facts.

import Bytes

/// Postfix releases, the end of their support, security fixes, and what distributions ship.
public struct ReleaseFacts: Sendable {
  public struct Release: Hashable, Sendable {
    public let version: PostfixVersion
    public let date: CalendarDate
  }

  public struct Branch: Hashable, Sendable {
    public let version: PostfixVersion
    /// The last day of upstream support; nil while it lasts.
    public let supportEnds: CalendarDate?
  }

  public struct Fix: Hashable, Sendable {
    public let id: String
    public let firstAffected: PostfixVersion
    /// high, medium or low.
    public let severity: String
    /// One version for each branch that was repaired, oldest first.
    public let fixedIn: [PostfixVersion]
    public let title: String

    /// Whether an upstream program of this version has the defect. Distributions repair without changing the number.
    public func affects(_ version: PostfixVersion) -> Bool {
      guard version >= firstAffected else { return false }
      if let fixed = fixedIn.first(where: { $0.branch == version.branch }) { return version < fixed }
      return fixedIn.allSatisfy { version < $0 }
    }
  }

  public struct Shipment: Hashable, Sendable {
    public let distribution: String
    public let release: String
    public let version: PostfixVersion
    /// The last day of security support by the distribution; nil when unknown.
    public let supportEnds: CalendarDate?
  }

  /// The facts that this program carries.
  public static let known = ReleaseFacts(EmbeddedFacts.bytes(of: "releases.facts"))

  public let branches: [Branch]
  /// Oldest first within a branch.
  public let releases: [Release]
  public let fixes: [Fix]
  public let shipments: [Shipment]

  init(_ facts: UnsafeBufferPointer<UInt8>) {
    var branches: [Branch] = []
    var releases: [Release] = []
    var fixes: [Fix] = []
    var shipments: [Shipment] = []
    for line in facts.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let columns = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
      switch (columns[0], columns.count) {
      case ("branch", 3):
        if let version = PostfixVersion(columns[1]) {
          branches.append(Branch(version: version, supportEnds: CalendarDate(columns[2])))
        }
      case ("release", 3):
        if let version = PostfixVersion(columns[1]), let date = CalendarDate(columns[2]) {
          releases.append(Release(version: version, date: date))
        }
      case ("fix", 7):
        if let first = PostfixVersion(columns[2]) {
          fixes.append(
            Fix(
              id: columns[1], firstAffected: first, severity: columns[3],
              fixedIn: columns[5].split(separator: ",").compactMap { PostfixVersion(String($0)) }, title: columns[6]))
        }
      case ("ships", 5):
        if let version = PostfixVersion(columns[3]) {
          shipments.append(
            Shipment(
              distribution: columns[1], release: columns[2], version: version, supportEnds: CalendarDate(columns[4])))
        }
      default: break
      }
    }
    self.branches = branches
    self.releases = releases
    self.fixes = fixes
    self.shipments = shipments
  }

  public func release(_ version: PostfixVersion) -> Release? { releases.first { $0.version == version } }

  /// The newest release of all.
  public var newest: PostfixVersion { releases.map(\.version).max() ?? PostfixVersion(3, 11) }

  /// The newest release of a branch.
  public func newest(of branch: PostfixVersion) -> PostfixVersion? {
    releases.map(\.version).filter { $0.branch == branch.branch }.max()
  }
}
