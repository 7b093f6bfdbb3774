// A session as a line of JSON: what is asked, and what the answer should be.

public import AccessPolicy
import Bytes
public import JSONText

public struct SessionLine: Sendable {
  public let session: AccessSession
  /// The outcome that its author expects.
  public let expected: AccessVerdict.Outcome?

  static let keys = [
    "service", "client_address", "client_name", "client_reverse_name", "helo", "tls", "ccert_fingerprint",
    "sasl_method", "sasl_username", "sender", "recipient", "expect",
  ]

  /// Missing keys take a stranger's values.
  public init(_ line: [UInt8]) throws(AccessQuestionError) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONReader().read(line) } catch {
      throw AccessQuestionError("this is no JSON: \(error)")
    }
    guard let members = value.members else { throw AccessQuestionError("a session is a JSON object") }
    var session = AccessSession()
    var expected: AccessVerdict.Outcome?
    for member in members {
      func text() throws(AccessQuestionError) -> ByteString? {
        if case .null = member.value { return nil }
        guard let text = member.value.text else { throw AccessQuestionError("\(member.name) must be a text or null") }
        return ByteString(text)
      }
      func given() throws(AccessQuestionError) -> ByteString {
        guard let text = try text() else { throw AccessQuestionError("\(member.name) must be a text") }
        return text
      }
      switch member.name {
      case "service": session.service = try text()?.description
      case "client_address": session.clientAddress = try given()
      case "client_name": session.clientName = try text()
      case "client_reverse_name": session.reverseName = try text().map { .name($0) } ?? .missing
      case "helo": session.helo = try text()
      case "tls":
        guard let tls = member.value.bool else { throw AccessQuestionError("tls must be true or false") }
        session.usesTLS = tls
      case "ccert_fingerprint": session.certificateFingerprint = try text()
      case "sasl_method": session.saslMethod = try text()
      case "sasl_username": session.saslUsername = try text()
      case "sender": session.sender = try given()
      case "recipient": session.recipient = try given()
      case "expect":
        guard let outcome = AccessVerdict.Outcome(rawValue: try given().description) else {
          throw AccessQuestionError("expect must be permit, reject, defer, depends or fatal")
        }
        expected = outcome
      default:
        throw AccessQuestionError("unknown key \(member.name); known are \(Self.keys.joined(separator: ", "))")
      }
    }
    self.session = session
    self.expected = expected
  }
}

extension AccessSession: JSONWritable {
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("service", service)
      json.member("client_address", clientAddress)
      json.member("client_name", clientName)
      switch reverseName {
      case .verified: break
      case .missing: json.member("client_reverse_name", ByteString?.none)
      case .name(let name): json.member("client_reverse_name", name)
      }
      json.member("helo", helo)
      json.member("tls", usesTLS)
      json.member("ccert_fingerprint", certificateFingerprint)
      json.member("sasl_method", saslMethod)
      json.member("sasl_username", saslUsername)
      json.member("sender", sender)
      json.member("recipient", recipient)
    }
  }
}
