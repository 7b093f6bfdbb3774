// The whole way from a directory and a file of sessions to answers, against what a real smtpd (3.7.11) answered.
//
// Each case is a copy of another server's configuration, so its addresses are not known: an answer may depend on them,
// but it must not be another one.

import AccessPolicy
import Bytes
import ConfigurationDirectory
import JSONText
import PostfixConfig
import TestSupport
import Testing

@testable import Access

@Suite("Answers to batches")
struct RecordedAnswerTests {
  /// The sessions of a case that end at RCPT TO, as a session file.
  static func lines(_ sessions: [AccessCase.Session]) -> [UInt8] {
    var json = JSONWriter()
    for recorded in sessions {
      json.object { json in
        json.member("service", recorded.service)
        json.member("client_address", recorded.clientAddress)
        json.member("client_name", recorded.clientName)
        json.member("helo", recorded.helo)
        json.member("sasl_method", recorded.saslMethod)
        json.member("sasl_username", recorded.saslUsername)
        json.member("sender", recorded.sender)
        json.member("recipient", recorded.recipient)
        json.member("expect", recorded.answer)
      }
    }
    return json.bytes
  }

  @Test("No recorded answer is contradicted")
  func recorded() throws {
    var same = 0
    var depending = 0
    for access in try AccessCase.all() where access.notByXCLIENT == nil {
      let sessions = access.sessions.filter { !$0.usesData && $0.answer != "none" }
      if sessions.isEmpty { continue }
      let directory = try PrivateDirectory()
      try access.write(to: directory)
      try directory.write(Self.lines(sessions), to: "sessions")
      let placed = try PlacedConfiguration(directory.path, version: PostfixVersion(3, 7, 11))
      let batch = Batch(by: AccessPolicy(placed), as: .json, TerminalStyle(isColored: false))
      var output: [UInt8] = []
      let summary = try batch.run(SessionFile("\(directory.path)/sessions")) { output += $0 }
      #expect(summary.count == sessions.count)
      for line in output.split(separator: 0x0A) {
        let json = try JSONReader().read(Array(line))
        if json["verdict"] == json["expect"] {
          same += 1
        } else if json["verdict"]?.text == "depends" {
          depending += 1
        } else {
          Issue.record("\(access): session \(json["session"]?.integer ?? 0): \(ByteString(line))")
        }
      }
    }
    #expect(same >= 60, "\(same) the same, \(depending) depend")
  }
}
