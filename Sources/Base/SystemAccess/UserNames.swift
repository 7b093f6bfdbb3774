// Users and groups by name and by number, from /etc/passwd and /etc/group: who owns a queue.

import Bytes

public enum UserNames {
  public struct User: Hashable, Sendable {
    public let id: UInt32
    /// The primary group.
    public let group: UInt32

    public init(id: UInt32, group: UInt32) {
      self.id = id
      self.group = group
    }
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

  /// The name of a user; nil for a number that /etc/passwd does not have.
  public static func name(ofUser id: UInt32) -> String? { fields(of: "\(id)", at: 2, in: "/etc/passwd")?.first }

  /// The name of a group; nil for a number that /etc/group does not have.
  public static func name(ofGroup id: UInt32) -> String? { fields(of: "\(id)", at: 2, in: "/etc/group")?.first }

  /// The first line whose field of this number has this text.
  private static func fields(of text: String, at index: Int = 0, in path: String) -> [String]? {
    guard let content = try? FileReading.contents(of: path) else { return nil }
    for line in content.split(separator: 0x0A) {
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      if fields.count > index, fields[index].elementsEqual(text.utf8) {
        return fields.map { String(decoding: $0, as: UTF8.self) }
      }
    }
    return nil
  }
}
