// What a snapshot holds of a configuration: files under the paths that they have on their server, and facts as texts.
//
//     config/files/etc/postfix/main.cf       a file, /etc/postfix/main.cf
//     config/facts/listing.txt               a text that was made for the snapshot
//
// docs/snapshot-configuration.md says which files these are and what counts as a secret.

public import Bytes
public import SystemAccess

/// A file of the server.
public struct CapturedFile: Sendable {
  /// Where it lies on its server, as the configuration names it: links in the path are not replaced.
  public let path: String
  /// Of the file that the path leads to.
  public let status: FileStatus
  /// What is stored; other than the file has it when `isMasked`.
  public let content: [UInt8]
  /// Where the path leads; nil when it has no link in it.
  public let target: String?
  /// Whether something secret was taken out of the content.
  public let isMasked: Bool

  /// "config/files/etc/postfix/main.cf".
  public var archivePath: ByteString { ByteString("config/files" + path) }
}

/// A text about the configuration.
public struct CapturedFact: Sendable {
  /// "listing.txt", "etc/postfix/postconf-n.txt".
  public let name: String
  public let content: [UInt8]

  init(_ name: String, _ text: String) {
    self.init(name, Array(text.utf8))
  }

  init(_ name: String, _ content: [UInt8]) {
    self.name = name
    self.content = content
  }

  /// "config/facts/listing.txt".
  public var archivePath: ByteString { ByteString("config/facts/" + name) }
}

/// Something that belongs to the configuration and is not in the snapshot.
public struct LeftOut: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Why it is one.
    case secret(String)
    case tooLarge
    /// What the system says.
    case unreadable(String)
    /// What it is instead of a regular file.
    case notRegular(String)
    case missing
    /// Its name is no UTF-8. The path shows odd bytes as "\xE9".
    case unnameable
    /// It can be made again, or is no configuration; how or why.
    case needless(String)
  }

  public let path: String
  /// For a part of a file, where it begins.
  public let line: Int?
  public let reason: Reason

  init(_ path: String, line: Int? = nil, _ reason: Reason) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  public var isSecret: Bool {
    if case .secret = reason { true } else { false }
  }
}

extension LeftOut: CustomStringConvertible {
  public var description: String {
    let words =
      switch reason {
      case .secret(let why): "secret: \(why)"
      case .tooLarge: "too large: over \(ConfigurationCapture.fileLimit >> 20) MB, or too much with all others"
      case .unreadable(let why): "unreadable: \(why)"
      case .notRegular(let what): "not a regular file: \(what)"
      case .unnameable: "not stored: its name is no UTF-8"
      case .missing: "missing: the configuration names it"
      case .needless(let why): "not needed: \(why)"
      }
    return "\(path)\(line.map { ":\($0)" } ?? "")\t\(words)"
  }
}
