// A service of pipe(8) or spawn(8): the attributes before argv=, and the account that its command runs as.
//
// Source: pipe.c and spawn.c (get_service_attr). Names of attributes may be in any case.

import Bytes
import Conditions
import ConfigurationDirectory
import PostfixConfig

struct CommandService {
  private let program: ByteString
  /// Without braces, in the order of master.cf, up to argv=.
  private let attributes: [ByteString]

  /// Nil for other programs.
  init?(_ service: Service) {
    guard ["pipe", "spawn"].contains(service.program) else { return nil }
    program = service.program
    let words = service.arguments.drop { $0.hasPrefix("-") }.map(Self.bare)
    attributes = Array(words.prefix { Self.name(of: $0) != "argv" })
  }

  private static func bare(_ word: ByteString) -> ByteString {
    guard word.hasPrefix("{"), word.hasSuffix("}") else { return word }
    let inside = word.bytes.dropFirst().dropLast().drop { $0.isASCIISpace }
    return ByteString(inside.reversed().drop { $0.isASCIISpace }.reversed())
  }

  /// Nil for a word without "=".
  private static func name(of word: ByteString) -> ByteString? {
    word.bytes.firstIndex(of: UInt8(ascii: "=")).map { ByteString(word.bytes[..<$0]).lowercased }
  }

  private static let known: [ByteString: Set<ByteString>] = [
    "pipe": ["chroot", "directory", "eol", "flags", "null_sender", "size", "user"], "spawn": ["user"],
  ]

  /// Those that it dies of. Words with "-" in front may be options in the wrong place, about which nothing is said.
  var unknownAttributes: [ByteString] {
    attributes.filter { word in
      !word.hasPrefix("-") && !(Self.name(of: word).map { Self.known[program]?.contains($0) ?? true } ?? false)
    }
  }

  /// The last user= counts.
  private var account: ByteString? {
    attributes.last { Self.name(of: $0) == "user" }.map { ByteString($0.bytes.dropFirst(5)) }
  }

  var user: ByteString? { account.map { ByteString($0.bytes.prefix { $0 != UInt8(ascii: ":") }) } }

  private var group: ByteString? {
    guard let account, let colon = account.bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return ByteString(account.bytes[(colon + 1)...])
  }

  /// Whether it dies of the account: there is none, or it is root, or belongs to Postfix. The group of mail_owner has its
  /// name.
  func isPrivileged(owner: ByteString, queueGroup: ByteString) -> Bool {
    guard let user else { return false }
    let isOfPostfix = group.map { ["root", owner, queueGroup].contains($0) } ?? false
    return user.isEmpty || user == "root" || user == owner || isOfPostfix
  }

  /// Whether /etc/passwd has the account. Absent where accounts come from elsewhere, too, or where this is not the host.
  func hasAccount(_ files: any ReferencedFiles) -> Value {
    guard let user, !user.isEmpty, files.areOfHost, Self.areAllInFiles(files),
      let accounts = files.content(of: "/etc/passwd")
    else { return .absent }
    let name = user.bytes + [UInt8(ascii: ":")]
    return .boolean(accounts.split(separator: 0x0A).contains { $0.starts(with: name) })
  }

  /// Whether nsswitch.conf(5) asks nobody else. systemd has accounts of its own for its own services only.
  private static func areAllInFiles(_ files: any ReferencedFiles) -> Bool {
    guard let content = files.content(of: "/etc/nsswitch.conf") else { return false }
    let lines = content.split(separator: 0x0A).map { line in
      line.prefix { $0 != UInt8(ascii: "#") }.split { $0.isASCIISpace }.map { String(decoding: $0, as: UTF8.self) }
    }
    guard let sources = lines.first(where: { $0.first == "passwd:" })?.dropFirst() else { return false }
    return sources.contains("files") && sources.allSatisfy { ["files", "compat", "systemd"].contains($0) }
  }
}
