// A real smtpd can be asked under any configuration, and nothing of it reaches the host.

import Access
import Bytes
import LiveSMTPD
import SystemAccess
import TestSupport
import Testing

@Suite("Live: one smtpd, many sessions", .enabled(if: RealSMTPD.isAvailable, "needs root and a network namespace"))
struct LiveInstanceTests {
  private static func ask(
    _ settings: String, _ sessions: [LiveSession], of service: LiveService = LiveService()
  ) throws -> [LiveAnswer] {
    let directory = try PrivateDirectory()
    let base = "compatibility_level = 3.6\nmyhostname = mail.local.test\nlocal_recipient_maps =\n"
    try directory.write(base + settings, to: "main.cf")
    let instance = try LiveInstance(configuration: directory.path, network: try PrivateNetwork())
    return try instance.ask(sessions, of: service)
  }

  private static let local = LiveSession(recipients: ["u@mail.local.test"], usesData: true)

  @Test("A stock Debian server relays for nobody and takes its own mail")
  func stockDebian() throws {
    let stock = try StockDebian()
    let instance = try LiveInstance(configuration: stock.path, network: try PrivateNetwork())
    let answers = try instance.ask([LiveSession(), LiveSession(recipients: ["postmaster"], usesData: true)])
    #expect(answers[0].recipients.first?.code == 454)
    #expect(answers[1].recipients.first?.code == 250 && answers[1].end?.code == 250)
  }

  @Test("A session has as many replies as it has steps")
  func steps() throws {
    var session = Self.local
    session.recipients += ["victim@victim.example", "v@mail.local.test"]
    let answer = try Self.ask("", [session])[0]
    #expect(answer.connect?.code == 220 && answer.helo?.code == 250 && answer.mail?.status == "2.1.0")
    #expect(answer.recipients.map(\.code) == [250, 454, 250])
    #expect(answer.data?.code == 354 && answer.end?.code == 250)
  }

  @Test("Without immediate rejection delayed, a refused client does not stand in the next one's way")
  func refusedAtConnect() throws {
    let clients: [ByteString] = ["203.0.113.5", "198.51.100.9", "203.0.113.5"]
    let answers = try Self.ask(
      "smtpd_delay_reject = no\nsmtpd_client_restrictions = check_client_access inline:{198.51.100=OK}, reject\n",
      clients.map { LiveSession(clientAddress: $0, recipients: ["u@mail.local.test"]) })
    #expect(answers.map { $0.connect?.code } == [554, 220, 554])
    #expect(answers[1].recipients.first?.code == 250 && answers[1].permittedBy == ["OK"])
    #expect(answers.allSatisfy { $0.obstacle == nil && $0.fatal == nil })
  }

  @Test("What ends the connection does not end the asking", arguments: ["421 4.7.1 away", "521 5.7.1 away"])
  func hangUp(reply: String) throws {
    let answers = try Self.ask(
      "smtpd_sender_restrictions = check_sender_access inline:{{bad.example = \(reply)}}\n",
      [LiveSession(sender: "x@bad.example", recipients: ["u@mail.local.test"]), Self.local])
    #expect(answers[0].recipients.first?.text.hasSuffix("away") == true)
    #expect(answers[1].end?.code == 250)
  }

  @Test("A service that does not start says why, once for all sessions")
  func fatal() throws {
    let answers = try Self.ask("smtpd_relay_restrictions = permit\n", [LiveSession(), LiveSession()])
    #expect(answers.count == 2)
    #expect(answers.allSatisfy { $0.fatal?.hasPrefix("in parameter smtpd_relay_restrictions") == true })
  }

  @Test("An smtpd that crashes is told as such: a class that contains itself")
  func crash() throws {
    let answers = try Self.ask(
      "smtpd_restriction_classes = c\nc = c\nsmtpd_sender_restrictions = check_sender_access inline:{bad.example=c}\n",
      [LiveSession(sender: "x@bad.example"), Self.local])
    #expect(answers[0].fatal == "smtpd was killed by signal 11")
    #expect(answers[1].end?.code == 250)
  }

  @Test("Settings of the service come before those of main.cf")
  func overrides() throws {
    let service = LiveService("submission", overrides: [LiveOverride("mynetworks", "203.0.113.0/24")])
    #expect(
      try Self.ask("mynetworks = 10.0.0.0/8\n", [LiveSession()], of: service)[0].permittedBy == ["permit_mynetworks"])
    #expect(try Self.ask("mynetworks = 10.0.0.0/8\n", [LiveSession()])[0].permittedBy == [])
  }

  @Test("Neither name servers nor addresses are asked: both are as if out of reach")
  func outOfReach() throws {
    let domain = try Self.ask("smtpd_sender_restrictions = reject_unknown_sender_domain\n", [Self.local])[0]
    #expect(domain.recipients.first?.status == "4.1.8")
    let address = try Self.ask("smtpd_sender_restrictions = reject_unverified_sender\n", [Self.local])[0]
    #expect(address.recipients.first?.status == "4.1.7")
  }

  @Test("A broken trivial-rewrite is told instead of waited for")
  func brokenNeighbour() throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n", to: "main.cf")
    let instance = try LiveInstance(
      configuration: directory.path, rewriteOverrides: [LiveOverride("resolve_null_domain", "maybe")],
      network: try PrivateNetwork())
    #expect(try instance.ask([LiveSession()])[0].fatal?.hasPrefix("bad boolean configuration") == true)
  }

  @Test("What cannot be said in SMTP is not asked")
  func unsayable() throws {
    let answers = try Self.ask("", [LiveSession(sender: "a\r\nRSET"), Self.local])
    #expect(answers[0].obstacle != nil && answers[0].mail == nil)
    #expect(answers[1].end?.code == 250)
  }

  @Test("Nothing is left behind")
  func cleanup() throws {
    let directory = try PrivateDirectory()
    try directory.write("compatibility_level = 3.6\n", to: "main.cf")
    var instance: LiveInstance? = try LiveInstance(configuration: directory.path, network: try PrivateNetwork())
    _ = try instance?.ask([Self.local])
    let queue = try #require(instance?.queueDirectory)
    #expect(FileReading.isDirectory(queue))
    instance = nil
    #expect(!FileReading.exists(queue))
  }
}
