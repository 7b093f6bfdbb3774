// Sessions as files have them: what is read, what is refused, and that what we write can be read again.

import AccessPolicy
import Bytes
import JSONText
import SystemAccess
import TestSupport
import Testing

@testable import Access

@Suite("Sessions of a file")
struct SessionReadingTests {
  static func read(_ line: String) throws -> RecordedSession { try RecordedSession(line: Array(line.utf8)) }

  @Test("What a line leaves out is a stranger's")
  func stranger() throws {
    #expect(try Self.read("{}") == RecordedSession(AccessSession()))
    let session = try Self.read(#"{"recipient":"a@b.example","helo":null,"expect":"defer"}"#)
    #expect(session.session.recipient == "a@b.example")
    #expect(session.session.helo == nil)
    #expect(session.session.sender == AccessSession().sender)
    #expect(session.expected == .defer)
  }

  @Test("No reverse name differs from one that is not said")
  func reverseName() throws {
    #expect(try Self.read("{}").session.reverseName == .verified)
    #expect(try Self.read(#"{"client_reverse_name":null}"#).session.reverseName == .missing)
    #expect(try Self.read(#"{"client_reverse_name":"x.example"}"#).session.reverseName == .name("x.example"))
  }

  @Test(
    "What is no session is refused with the reason",
    arguments: [
      ("{", "no JSON"), ("[]", "an object"), (#"{"tls":1}"#, "tls must be true or false"),
      (#"{"sender":null}"#, "sender must be a string"), (#"{"helo":3}"#, "helo must be a string or null"),
      (#"{"client_adress":"192.0.2.1"}"#, "did you mean \"client_address\"?"),
      (#"{"client_address":"host.example"}"#, "neither an IPv4 nor an IPv6 address"),
      (#"{"expect":"accept"}"#, "permit, reject, defer, depends, fatal"),
      (#"{"sender":"a","sender":"b"}"#, "given twice"),
    ])
  func refused(line: String, reason: String) throws {
    let problem = try #require(throws: RecordedSession.Problem.self) { try Self.read(line) }
    #expect(problem.message.contains(reason == "an object" ? "a JSON object" : reason), "\(problem.message)")
  }

  @Test("A session that is written reads as it was")
  func roundTrip() throws {
    var random = SeededRandom(seed: 7)
    let texts: [ByteString?] = [nil, "", "a@b.example", "x\"\\y", "münchen.example"]
    func text() -> ByteString { texts.randomElement(using: &random)!! }
    for _ in 0..<500 {
      var session = AccessSession(
        service: ["smtp/inet", nil].randomElement(using: &random)!, clientAddress: "2001:db8::1",
        clientName: texts.randomElement(using: &random)!, helo: texts.randomElement(using: &random)!,
        usesTLS: Bool.random(using: &random), certificateFingerprint: texts.randomElement(using: &random)!,
        saslMethod: texts.randomElement(using: &random)!, saslUsername: texts.randomElement(using: &random)!,
        sender: texts.dropFirst().randomElement(using: &random)!!,
        recipient: texts.dropFirst().randomElement(using: &random)!!)
      session.reverseName = [.verified, .missing, .name("r.example")].randomElement(using: &random)!
      var json = JSONWriter()
      session.write(to: &json)
      #expect(try RecordedSession(line: json.bytes).session == session)
    }
  }

  @Test("Lines are counted with those that say nothing; the last one may lack its end")
  func lines() throws {
    let directory = try PrivateDirectory()
    try directory.write("# tests\n\n{}\r\n  \n{\"sender\":\"\"}", to: "sessions")
    var numbers: [Int] = []
    try SessionFile("\(directory.path)/sessions").forEach { number, _ in
      numbers.append(number)
      return nil
    }
    #expect(numbers == [3, 5])
  }

  @Test("A file larger than a block is read whole")
  func blocks() throws {
    let directory = try PrivateDirectory()
    let line = #"{"sender":"\#(String(repeating: "s", count: 900))@a.example"}"# + "\n"
    try directory.write(String(repeating: line, count: 400), to: "sessions")
    var count = 0
    try SessionFile("\(directory.path)/sessions").forEach { number, recorded in
      count += 1
      return number == count && recorded.session.sender.count == 910 ? nil : "torn"
    }
    #expect(count == 400)
  }

  @Test("A line without an end in sight, a directory and a missing file are refused")
  func unreadable() throws {
    let directory = try PrivateDirectory()
    try directory.write([UInt8](repeating: 0x20, count: 3 << 20), to: "endless")
    for name in ["endless", ".", "missing"] {
      #expect(throws: AccessFailure.self, "\(name)") {
        try SessionFile("\(directory.path)/\(name)").forEach { _, _ in nil }
      }
    }
  }
}
