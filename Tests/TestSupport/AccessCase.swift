// A configuration with sessions and the answers that a real smtpd (3.7.11) gave: Fixtures/access, one file per case.
//
// Recorded on a host with the addresses 192.0.2.25/24 and 44.10.0.25/24. `$config_directory` is where the files lie.

public import Bytes
import JSONText
public import SystemAccess

public struct AccessCase: Sendable, CustomStringConvertible {
  public struct Session: Sendable {
    /// The name in master.cf, such as "submission"; nil for the first one.
    public let service: String?
    public let clientAddress: ByteString
    public let clientName: ByteString?
    public let helo: ByteString
    public let saslMethod: ByteString?
    public let saslUsername: ByteString?
    public let sender: ByteString
    public let recipient: ByteString
    public let usesData: Bool
    /// "permit", "reject", "defer" or "fatal"; "none" where a server said nothing.
    public let answer: String
    /// The reply to RCPT TO; nil when there was none.
    public let reply: ByteString?
    public let permittedBy: [ByteString]
  }

  public let id: String
  public let title: String
  public let main: [UInt8]
  public let master: [UInt8]
  public let files: [String: [UInt8]]
  /// Whether strangers may relay: "open", "near" (some can), "sink" (accepted, but kept) or "closed".
  public let verdict: String
  /// Why the sessions cannot be had by XCLIENT alone; nil when they can.
  public let notByXCLIENT: String?
  public let sessions: [Session]

  public var description: String { "\(id): \(title)" }

  public static let interfaces = [
    Host.InterfaceAddress(address: [192, 0, 2, 25], prefixLength: 24),
    Host.InterfaceAddress(address: [44, 10, 0, 25], prefixLength: 24),
  ]

  public static func all() throws -> [AccessCase] {
    try Repository.files(below: "Fixtures/access").filter { $0.hasSuffix(".json") }.map { name in
      let path = "\(Repository.root)/Fixtures/access/\(name)"
      return AccessCase(id: String(name.dropLast(".json".count)), try JSONReader().read(FileReading.contents(of: path)))
    }
  }

  private init(id: String, _ json: JSONValue) {
    func lines(_ name: String) -> [UInt8] {
      Array((json[name]?.elements ?? []).map { ($0.text ?? "") + "\n" }.joined().utf8)
    }
    self.id = id
    title = json["title"]?.text ?? ""
    main = lines("main.cf")
    master = lines("master.cf")
    files = Dictionary(
      uniqueKeysWithValues: (json["files"]?.members ?? []).map { ($0.name, Array(($0.value.text ?? "").utf8)) })
    verdict = json["verdict"]?.text ?? ""
    notByXCLIENT = json["not by XCLIENT"]?.text
    sessions = (json["sessions"]?.elements ?? []).map { Session($0) }
  }

  /// Writes the configuration into a directory.
  public func write(to directory: PrivateDirectory) throws {
    try directory.write(main, to: "main.cf")
    try directory.write(master, to: "master.cf")
    for (name, content) in files { try directory.write(content, to: name) }
  }
}

extension AccessCase.Session {
  fileprivate init(_ json: JSONValue) {
    func bytes(_ name: String) -> ByteString? { json[name]?.text.map { ByteString($0) } }
    service = json["service"]?.text
    clientAddress = bytes("client") ?? .empty
    clientName = bytes("name")
    helo = bytes("helo") ?? .empty
    saslMethod = bytes("mechanism")
    saslUsername = bytes("login")
    sender = bytes("sender") ?? .empty
    recipient = bytes("recipient") ?? .empty
    usesData = json["data"]?.bool ?? false
    answer = json["answer"]?.text ?? ""
    reply = bytes("reply")
    permittedBy = (json["permitted by"]?.elements ?? []).map { ByteString($0.text ?? "") }
  }
}
