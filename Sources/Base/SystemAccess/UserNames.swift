// Users by name, from /etc/passwd: who owns a queue.

import Bytes

public enum UserNames {
  public struct User: Hashable, Sendable {
    public let id: UInt32
    /// The primary group.
    public let group: UInt32
  }

  /// Nil for a name that /etc/passwd does not have.
  public static func user(_ name: String) -> User? {
    fields(of: name, in: "/etc/passwd").flatMap { fields in
      guard fields.count > 3, let id = UInt32(fields[2]), let group = UInt32(fields[3]) else { return nil }
      return User(id: id, group: group)
    }
  }

  /// The number of a group, from /etc/group.
  public static func group(_ name: String) -> UInt32? {
    fields(of: name, in: "/etc/group").flatMap { $0.count > 2 ? UInt32($0[2]) : nil }
  }

  private static func fields(of name: String, in path: String) -> [String]? {
    guard let content = try? FileReading.contents(of: path) else { return nil }
    for line in content.split(separator: 0x0A) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      if let first = fields.first, first.elementsEqual(name.utf8) {
        return fields.map { String(decoding: $0, as: UTF8.self) }
      }
    }
    return nil
  }
}
