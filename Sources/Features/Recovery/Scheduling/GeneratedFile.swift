// A file that setup writes. Its first lines tell whether somebody has edited it since.
//
// The second line has the SHA-256 of all that follows it. MAILTO of a file for cron stands between and does not count:
// who gets the mail is the reader's to say.

import Bytes
import SnapshotArchive

public struct GeneratedFile: Sendable {
  public enum Kind: Sendable { case systemd, cron }

  /// What is in its place now.
  public enum Found: Sendable {
    case nothing
    /// The very same.
    case same
    /// Written by setup, for another schedule.
    case older
    /// Written by setup and changed by somebody.
    case edited
    /// Somebody else's.
    case foreign
  }

  public let name: String
  let body: String
  let kind: Kind

  init(_ name: String, _ body: String, kind: Kind) {
    self.name = name
    self.body = body
    self.kind = kind
  }

  private static let title = "# Written by 'postkeep setup"
  private static let mark = "# checksum "

  /// - Parameter old: the file that it takes the place of.
  public func content(replacing old: [UInt8]? = nil) -> [UInt8] {
    let advice =
      kind == .systemd ? "systemd'. Change it with `systemctl edit`." : "cron'. Only MAILTO is yours to change."
    let lines = "\(Self.title) \(advice)\n\(Self.mark)\(Self.sum(Array(body.utf8)))\n"
    guard kind == .cron else { return Array((lines + body).utf8) }
    let mail = old.flatMap { Self.taken(apart: $0)?.mail } ?? ["MAILTO=root"]
    return Array((lines + mail.map { "\($0)\n" }.joined() + body).utf8)
  }

  /// - Parameter old: what has the file's name; nil for nothing.
  public func found(_ old: [UInt8]?) -> Found {
    guard let old else { return .nothing }
    let state = Self.state(of: old)
    return state == .older && old == content(replacing: old) ? .same : state
  }

  /// Whose file it is, apart from what it should be.
  static func state(of old: [UInt8]) -> Found {
    guard let parts = taken(apart: old) else { return .foreign }
    return parts.checksum == sum(parts.body) ? .older : .edited
  }

  private static func sum(_ bytes: [UInt8]) -> String { SHA256Digest.text(of: SHA256Digest.of(bytes)) }

  /// Nil for a file without our first lines.
  private static func taken(apart content: [UInt8]) -> (checksum: String, mail: [String], body: [UInt8])? {
    var rest = content[...]
    func line() -> String {
      let line = rest.prefix { $0 != 0x0A }
      rest = rest.dropFirst(line.count + 1)
      return String(decoding: line, as: UTF8.self)
    }
    guard line().hasPrefix(title) else { return nil }
    let second = line()
    guard second.hasPrefix(mark) else { return nil }
    var mail: [String] = []
    while rest.starts(with: "MAILTO=".utf8) { mail.append(line()) }
    return (String(second.dropFirst(mark.count)), mail, Array(rest))
  }
}
