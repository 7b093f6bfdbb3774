// A Postfix version: major.minor.patch.

import Bytes

/// A stable release such as 3.7.11. Snapshots ("3.12-20260821") compare as the release that they lead to.
public struct PostfixVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int
  public let patch: Int

  public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads "3.7.11", "3.7" and "3.12-20260821"; nil for anything else.
  public init?(_ text: String) {
    let release = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let parts = release.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var numbers: [Int] = []
    for part in parts {
      guard part.utf8.allSatisfy(\.isASCIIDigit), part.utf8.count <= 8, let number = Int(part) else { return nil }
      numbers.append(number)
    }
    self.init(numbers[0], numbers[1], numbers.count > 2 ? numbers[2] : 0)
  }

  /// The release line, such as 3.7.
  public var branch: PostfixVersion { PostfixVersion(major, minor, 0) }
  public var branchName: String { "\(major).\(minor)" }

  public var description: String { "\(major).\(minor).\(patch)" }

  public static func < (left: PostfixVersion, right: PostfixVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
