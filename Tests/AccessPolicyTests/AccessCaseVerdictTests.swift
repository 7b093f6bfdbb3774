// The recorded answers of a real smtpd, given by the evaluator from the same files; and what the proof says of each
// configuration.

import AccessPolicy
import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

extension AccessCase {
  var policy: AccessPolicy {
    let files = files
    let sources = TableSources { path in
      let name = path.description.split(separator: "/").last.map(String.init) ?? ""
      return files[name].map { .bytes($0) } ?? .missing
    }
    let loopback = HostFacts.Interface(address: [127, 0, 0, 1], prefixLength: 8)
    let host = HostFacts(
      hostname: "mail.local.test",
      interfaces: [loopback] + Self.interfaces.map { .init(address: $0.address, prefixLength: $0.prefixLength) },
      processID: 1)
    return AccessPolicy(
      Configuration(
        main: MainFile(main), master: MasterFile(master), build: PostfixBuild(PostfixVersion(3, 7, 11)), host: host),
      sources: sources)
  }
}

@Suite("Recorded access cases")
struct AccessCaseVerdictTests {
  /// Cases whose answer is not in the files, and what decides.
  static let unknowns: [String: AccessUnknown.Kind] = [
    "dst-mxbackup": .dns, "dst-mxbackup-net": .dns, "map-policy": .policyService, "map-policy-default": .policyService,
    "map-policy-down": .policyService, "map-policy-dunno": .policyService,
  ]
  /// Cases in which the client first says that it is somebody else, or speaks another protocol.
  static let otherProtocols: Set<String> = [
    "svc-xclient", "svc-haproxy", "svc-haproxy-stranger", "svc-qmqp", "svc-qmqp-ctl",
  ]

  @Test(
    "The evaluator gives the recorded answer",
    arguments: try AccessCase.all().filter { !otherProtocols.contains($0.id) })
  func recordedAnswer(_ access: AccessCase) throws {
    let policy = access.policy
    for session in access.sessions {
      let verdict = try #require(
        policy.verdict(
          for: AccessSession(
            service: session.service, clientAddress: session.clientAddress, clientName: session.clientName,
            helo: session.helo, saslMethod: session.saslMethod, saslUsername: session.saslUsername,
            sender: session.sender, recipient: session.recipient)))
      if verdict.outcome == .depends {
        #expect(verdict.unknowns.map(\.kind).contains(try #require(Self.unknowns[access.id])))
        continue
      }
      #expect(verdict.outcome.rawValue == session.answer, "\(session.recipient)")
      if let reply = session.reply, verdict.outcome != .permit { #expect(verdict.reply?.line == reply) }
    }
  }

  @Test("The proof sees through every configuration of the catalogue", arguments: try AccessCase.all())
  func proof(_ access: AccessCase) {
    let answers = access.policy.relayAnswers()
    let verdicts = Set(answers.map(\.verdict))
    let remarks = Set(answers.flatMap(\.remarks).map(\.kind))
    switch access.verdict {
    case "open": #expect(verdicts.contains(.open) || Self.unknowns[access.id] != nil && verdicts.contains(.openIf))
    case "near":
      let isSeen = !verdicts.isDisjoint(with: [.limited, .open, .openIf]) || remarks.contains(.hiddenClients)
      #expect(isSeen, "\(verdicts)")
    case "sink":
      #expect(verdicts == [.closed])
      #expect(remarks.contains(.sink))
    default:
      let isProxy = access.id == "svc-haproxy-stranger"
      #expect(verdicts.isDisjoint(with: isProxy ? [] : [.open, .limited, .undecided]), "\(verdicts)")
      #expect(!verdicts.contains(.openIf) || Self.unknowns[access.id] != nil)
    }
    // What lets mail through is named, with its line.
    for answer in answers where [.open, .limited].contains(answer.verdict) && answer.example != nil {
      #expect(answer.decidedBy?.place != nil, "\(answer.service): \(String(describing: answer.decidedBy))")
    }
  }
}
