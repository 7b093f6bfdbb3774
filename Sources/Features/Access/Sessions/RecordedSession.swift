// A session as a file has it, with the answer that its writer expects.
//
//     {"service":"smtp/inet","client_address":"203.0.113.5","sender":"","recipient":"a@b.example","expect":"reject"}
//
// What a line leaves out is a stranger's. docs/sessions.md describes every member.

public import AccessPolicy
public import Bytes
import Conditions
import JSONText
import PostfixConfig

public struct RecordedSession: Hashable, Sendable {
  public var session: AccessSession
  /// Nil when nothing is expected.
  public var expected: AccessVerdict.Outcome?

  public init(_ session: AccessSession, expected: AccessVerdict.Outcome? = nil) {
    self.session = session
    self.expected = expected
  }

  /// Why a line is no session.
  struct Problem: Error, Hashable { let message: String }

  enum Member: String, CaseIterable {
    case service
    case clientAddress = "client_address"
    case clientName = "client_name"
    case reverseName = "client_reverse_name"
    case helo, tls
    case fingerprint = "ccert_fingerprint"
    case saslMethod = "sasl_method"
    case saslUsername = "sasl_username"
    case sender, recipient, expect
  }

  init(line: [UInt8]) throws(Problem) {
    let json: JSONValue
    do throws(JSONError) { json = try JSONReader(depthLimit: 4).read(line) } catch {
      throw Problem(message: "this is no JSON: \(error)")
    }
    guard let members = json.members else { throw Problem(message: "a session is a JSON object") }
    self.init(AccessSession())
    for member in members {
      guard let name = Member(rawValue: member.name) else { throw Self.unknown(member.name) }
      try set(name, member.value)
    }
  }

  private mutating func set(_ member: Member, _ value: JSONValue) throws(Problem) {
    switch member {
    case .service: session.service = try Self.optionalText(member, value)?.description
    case .clientAddress:
      let address = try Self.text(member, value)
      guard AccessSession.isAddress(address) else {
        throw Problem(message: "client_address: \"\(address)\" is neither an IPv4 nor an IPv6 address")
      }
      session.clientAddress = address
    case .clientName: session.clientName = try Self.optionalText(member, value)
    case .reverseName: session.reverseName = try Self.optionalText(member, value).map { .name($0) } ?? .missing
    case .helo: session.helo = try Self.optionalText(member, value)
    case .tls:
      guard let isOn = value.bool else { throw Problem(message: "tls must be true or false") }
      session.usesTLS = isOn
    case .fingerprint: session.certificateFingerprint = try Self.optionalText(member, value)
    case .saslMethod: session.saslMethod = try Self.optionalText(member, value)
    case .saslUsername: session.saslUsername = try Self.optionalText(member, value)
    case .sender: session.sender = try Self.text(member, value)
    case .recipient: session.recipient = try Self.text(member, value)
    case .expect:
      let outcomes = AccessVerdict.Outcome.allCases.map(\.rawValue).joined(separator: ", ")
      guard let outcome = value.text.flatMap(AccessVerdict.Outcome.init(rawValue:)) else {
        throw Problem(message: "expect must be one of \(outcomes)")
      }
      expected = outcome
    }
  }

  private static func text(_ member: Member, _ value: JSONValue) throws(Problem) -> ByteString {
    guard let text = value.text else { throw Problem(message: "\(member.rawValue) must be a string") }
    return ByteString(text)
  }

  private static func optionalText(_ member: Member, _ value: JSONValue) throws(Problem) -> ByteString? {
    if value == .null { return nil }
    guard let text = value.text else { throw Problem(message: "\(member.rawValue) must be a string or null") }
    return ByteString(text)
  }

  private static func unknown(_ name: String) -> Problem {
    let nearest = Spelling.nearest(to: name, in: Member.allCases.map(\.rawValue))
    return Problem(
      message: "there is no member \"\(PrintableText.of(name))\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
  }
}

extension AccessSession {
  /// Whether a client can have the address.
  public static func isAddress(_ text: ByteString) -> Bool { IPNetwork(address: text) != nil }
}
