// A Postfix version: major.minor.patch.

public import Bytes

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
  public init?(_ text: String) { self.init(ByteString(text)) }

  public init?(_ text: ByteString) {
    var numbers = [0, 0, 0]
    var part = 0
    var digits = 0
    for byte in text.bytes.prefix(while: { $0 != UInt8(ascii: "-") }) {
      if byte == UInt8(ascii: "."), digits > 0, part < 2 {
        part += 1
        digits = 0
      } else if byte.isASCIIDigit, digits < 8 {
        numbers[part] = numbers[part] * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
      } else {
        return nil
      }
    }
    guard part > 0, digits > 0 else { return nil }
    self.init(numbers[0], numbers[1], numbers[2])
  }

  /// The release line, such as 3.7.
  public var branch: PostfixVersion { PostfixVersion(major, minor, 0) }

  public var description: String { "\(major).\(minor).\(patch)" }

  public static func < (left: PostfixVersion, right: PostfixVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
