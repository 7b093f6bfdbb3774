// A release number: two or three numbers, compared as numbers. 3.10 is later than 3.9, and 3.9 is 3.9.0.

public struct VersionNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let major: UInt32
  public let minor: UInt32
  public let patch: UInt32

  public init(_ major: UInt32, _ minor: UInt32 = 0, _ patch: UInt32 = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  public static func < (left: VersionNumber, right: VersionNumber) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  public var description: String { "\(major).\(minor).\(patch)" }
}
