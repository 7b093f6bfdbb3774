// The relay proof against probing: where it says closed, strangers of all kinds are refused by the real smtpd; where it
// says open, its own example is accepted.
//
// POSTKEEP_PROOFS and POSTKEEP_SEED choose more and others.

import Access
import Bytes
import LiveSMTPD
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import AccessPolicy

@Suite(
  "Relay proof: probing", .enabled(if: RealSMTPD.isAvailable, "only root can run smtpd as Postfix does"))
struct RelayProofTests {
  static let proofs = Int(Host.environment("POSTKEEP_PROOFS") ?? "") ?? 60
  static let seed = UInt64(Host.environment("POSTKEEP_SEED") ?? "") ?? 20_261_126
  static let lanes = 6
  static let strangersPerService = 200

  @Test("A closed service refuses every stranger, and the example of an open one is accepted")
  func proofsHold() throws {
    let failures = Collected<String>()
    let verdicts = Collected<RelayAnswer.Verdict>()
    let answered = Collected<Int>()
    let tried = Collected<Int>()
    try Lanes.run(Self.lanes) { lane in
      let directory = try PrivateDirectory()
      for number in stride(from: lane, to: Self.proofs, by: Self.lanes) {
        let seed = Self.seed &+ UInt64(number) &* 7_000_003
        var generator = AccessConfigurationGenerator(seed: seed)
        let configuration = generator.next()
        let read = configuration.configuration(in: directory.path, build: try RealSMTPD.build.get())
        try configuration.write(to: directory)
        let policy = AccessPolicy(read, sources: configuration.sources(in: directory.path))
        guard let smtp = policy.services.first,
          let answer = policy.relayAnswers().first(where: { $0.service == smtp.name })
        else { continue }
        verdicts.add(answer.verdict)
        switch answer.verdict {
        case .closed:
          let isSink = answer.remarks.contains { $0.kind == .sink }
          let strangers = Self.strangers(smtp, configuration, seed: seed, isSink: isSink)
          let said = try RealSMTPD.ask(configuration, strangers, in: directory)
          for reply in said where reply.outcome != nil { answered.add(number) }
          // What is thrown away is not relayed.
          for (session, reply) in zip(strangers, said)
          where reply.outcome == .permit && !reply.permittedBy.contains(where: { $0.lowercased == "discard" }) {
            failures.add("closed, but smtpd relays: \(session.shown)\n\(answer.remarks)\n\(configuration)")
            break
          }
        case .open:
          // DNS, TLS, a certificate, a name that does not lead back or a second XCLIENT cannot be had here.
          guard let example = answer.example, !example.usesTLS, answer.unknowns.isEmpty,
            example.clientName != nil || !example.hasReverseName,
            !answer.remarks.contains(where: { $0.kind == .impersonation })
          else { continue }
          tried.add(number)
          let reply = try #require(try RealSMTPD.ask(configuration, [example], in: directory).first)
          if reply.outcome != nil, reply.outcome != .permit {
            failures.add("open, but smtpd refuses: \(example.shown)\n\(reply.summary)\n\(configuration)")
          }
        case .limited, .openIf, .undecided, .fatal: break
        }
      }
    }
    let counts = verdicts.elements.reduce(into: [:]) { $0[$1.rawValue, default: 0] += 1 }
    print("proofs: \(counts); \(answered.elements.count) strangers answered, \(tried.elements.count) examples tried")
    for failure in failures.elements.prefix(3) { Issue.record("one of \(failures.elements.count)\n\(failure)") }
    #expect(failures.elements.isEmpty)
    #expect(counts["closed", default: 0] * 5 > verdicts.elements.count, "too few closed services to prove anything")
    #expect(answered.elements.count > counts["closed", default: 0] * Self.strangersPerService / 3)
    #expect(tried.elements.count * 3 > counts["open", default: 0])
    #expect(counts["undecided", default: 0] * 10 < verdicts.elements.count)
  }

  /// Sessions of clients outside every trusted network, without a login, to destinations that are not ours.
  ///
  /// Most destinations are foreign by construction: no configuration has their domain. Only where every domain is taken,
  /// and for forms with routing characters, the resolver says what is foreign.
  static func strangers(
    _ smtp: SMTPService, _ configuration: AccessConfiguration, seed: UInt64, isSink: Bool
  ) -> [AccessSession] {
    var generator = AccessSessionGenerator(for: configuration, seed: seed &+ 17)
    var random = SeededRandom(seed: seed &+ 23)
    var sessions: [AccessSession] = []
    for _ in 0..<strangersPerService * 8 where sessions.count < strangersPerService {
      var session = generator.next()
      (session.saslMethod, session.saslUsername) = (nil, nil)
      let isConstructed = random.chance(60)
      let foreign = "fresh\(random.below(9)).nowhere-\(random.below(9)).org"
      if isConstructed {
        session.recipient = ByteString("victim@\(foreign)")
      } else if random.chance(50) {
        let forms = [
          "victim%\(foreign)@local.test", "\"victim@\(foreign)\"@local.test", "\(foreign)!victim",
          "@local.test:victim@\(foreign)",
        ]
        session.recipient = ByteString(random.pick(forms))
      }
      let networks = smtp.tables.networks?.matches(
        name: session.clientName ?? "unknown", address: session.clientAddress)
      guard networks?.isMatch == false, !session.clientAddress.hasPrefix("::ffff:") else { continue }
      if !isConstructed || isSink {
        let mailbox = Mailbox(session.recipient, isSender: false, of: smtp)
        let isForeign =
          mailbox.address != nil && mailbox.resolved.outcome == .resolved
          && mailbox.resolved.addressClass == .default && mailbox.address?.lowercased != "postmaster"
          && mailbox.address?.lowercased != smtp.proberAddress?.lowercased
        guard isForeign else { continue }
      }
      if case .own = smtp.localDomains.addresses.contains(session.clientAddress.bytes[...]) { continue }
      sessions.append(session)
    }
    return sessions
  }
}

extension AccessSession {
  fileprivate var hasReverseName: Bool { if case .name = reverseName { true } else { false } }
}
