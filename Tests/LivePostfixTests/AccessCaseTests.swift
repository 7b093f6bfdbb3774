// The recorded answers are those of the installed smtpd, asked as Postkeep asks it.

import Access
import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Live: recorded access cases", .enabled(if: RealSMTPD.isAvailable, "needs root and a network namespace"))
struct AccessCaseTests {
  @Test("A real smtpd gives the recorded answers", arguments: try AccessCase.all().filter { $0.notByXCLIENT == nil })
  func recordedAnswers(_ access: AccessCase) throws {
    let directory = try PrivateDirectory()
    try access.write(to: directory)
    let instance = try LiveInstance(
      configuration: directory.path, network: try PrivateNetwork(addresses: AccessCase.interfaces))
    for session in access.sessions {
      let service = try LiveService(named: session.service, in: MasterFile(access.master))
      let answer = try instance.ask([LiveSession(session)], of: service)[0]
      #expect(answer.obstacle == nil)
      guard session.answer != "fatal" else {
        #expect(answer.fatal != nil)
        continue
      }
      #expect(answer.fatal == nil)
      let reply = try #require(answer.recipients.first)
      let line = ByteString("\(reply.code) ") + reply.status + " " + reply.text
      #expect(line == session.reply)
      #expect(answer.permittedBy == session.permittedBy)
      if session.usesData { #expect(answer.end?.code == 250) }
    }
  }

  @Test("Nearly all recorded cases can be asked by XCLIENT")
  func askable() throws {
    let cases = try AccessCase.all()
    #expect(cases.count == 100)
    #expect(cases.count { $0.notByXCLIENT != nil } < 10)
  }
}

extension LiveSession {
  init(_ session: AccessCase.Session) {
    self.init(
      clientAddress: session.clientAddress, clientName: session.clientName, helo: session.helo,
      saslMethod: session.saslMethod, saslUsername: session.saslUsername, sender: session.sender,
      recipients: [session.recipient], usesData: session.usesData)
  }
}
