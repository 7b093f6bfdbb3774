// Why a file belongs to a configuration, which decides how much of it a snapshot without secrets holds.

import Bytes

/// The strongest role of a file counts; they are in this order.
enum FileRole: Int, Comparable, Sendable {
  /// It lies in the configuration directory, and nobody names it.
  case stray
  /// A lookup table, or patterns of a list.
  case table
  /// Settings of another program, which may be passwords: Cyrus SASL, OpenSSL.
  case settings
  /// PEM: certificates, keys, parameters. The keys are secret, all else is public.
  case certificate
  /// It holds passwords.
  case secret
  /// A cache or a database, which is no configuration.
  case needless
  /// main.cf or master.cf of an instance.
  case own

  static func < (left: FileRole, right: FileRole) -> Bool { left.rawValue < right.rawValue }
}

/// A file that a configuration refers to.
struct FileReference: Sendable {
  var role: FileRole
  /// The parameter that names it, or other words for why it counts.
  var because: String
  /// Whether it goes without saying when there is no such file.
  var isOptional: Bool
}

/// All files that a configuration refers to, by path.
struct FileReferences: Sendable {
  private(set) var files: [String: FileReference] = [:]
  /// Paths that are no UTF-8, with their odd bytes as "\xE9".
  private(set) var unnameable: Set<String> = []

  /// A name as text; nil for one that is no UTF-8, which is noted.
  /// - Parameter directory: where it lies; nil for a path.
  mutating func text(of name: ByteString, in directory: String?) -> String? {
    let text = name.description
    if text.utf8.elementsEqual(name.bytes) { return text }
    unnameable.insert((directory.map { $0 + "/" } ?? "") + OddName.text(of: name))
    return nil
  }

  /// Adds a path, which may be written with `//`, `.` or `..`.
  /// - Returns: the path as it is kept; nil for one that names no file.
  @discardableResult
  mutating func add(_ path: String, _ role: FileRole, because: String, isOptional: Bool = false) -> String? {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    guard !parts.isEmpty else { return nil }
    let plain = "/" + parts.joined(separator: "/")
    let reference = FileReference(role: role, because: because, isOptional: isOptional)
    guard let known = files[plain] else {
      files[plain] = reference
      return plain
    }
    // A parameter that somebody set tells more than a default that repeats it.
    if role > known.role || (role == known.role && known.isOptional && !isOptional) {
      files[plain] = reference
    } else if !isOptional {
      files[plain]?.isOptional = false
    }
    return plain
  }
}
