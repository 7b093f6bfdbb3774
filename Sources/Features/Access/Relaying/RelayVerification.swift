// Asks the real smtpd of this host what it says to the sessions of the proof.
//
// The example of an open service must be accepted; what strangers can try at a service must be answered as the evaluator
// says. Everything happens in a network of its own: nothing is delivered, and nothing can leave.

public import AccessPolicy
import Bytes
public import ConfigurationDirectory
import LiveSMTPD
import PostfixConfig
import SystemAccess

public struct RelayVerification: Sendable {
  struct Service: Sendable {
    let name: String
    var agreed = 0
    var dependent = 0
    var differences: [String] = []
    var problem: String?
  }

  private let services: [Service]

  /// Whether smtpd said what was expected, everywhere.
  public var isConfirmed: Bool { services.allSatisfy { $0.differences.isEmpty && $0.problem == nil } }

  public init(of answers: [RelayAnswer], on placed: PlacedConfiguration) throws(AccessFailure) {
    guard Host.isRoot else { throw .live("only root can run smtpd as Postfix does") }
    let policy = AccessPolicy(placed)
    let configuration = policy.configuration
    let instance: LiveInstance
    do throws(LiveError) {
      let named = placed.directory.path
      let path = named.hasPrefix("/") ? named : "\(Host.currentDirectory)/\(named)"
      let addresses = (configuration.host?.interfaces ?? []).filter { $0.address.first != 127 && $0.address.last != 1 }
      let rewrite = configuration.services.first { $0.program == "trivial-rewrite" }
      instance = try LiveInstance(
        configuration: path, rewriteOverrides: Self.overrides(rewrite),
        network: try? PrivateNetwork(
          addresses: addresses.map { .init(address: $0.address, prefixLength: $0.prefixLength) }))
    } catch {
      throw .live("\(error)")
    }
    var services: [Service] = []
    for answer in answers {
      guard let service = configuration.services.first(where: { $0.name == answer.service }),
        service.program == "smtpd"
      else { continue }
      services.append(Self.ask(instance, answer, service, policy))
    }
    self.services = services
  }

  private static func overrides(_ service: PostfixConfig.Service?) -> [LiveOverride] {
    (service?.overrides.values ?? [:].values).map { LiveOverride($0.name, $0.value) }
  }

  private static func ask(
    _ instance: LiveInstance, _ answer: RelayAnswer, _ service: PostfixConfig.Service, _ policy: AccessPolicy
  ) -> Service {
    var result = Service(name: answer.service)
    let examples = answer.example.map { [$0] } ?? []
    let sessions = examples + policy.strangerSessions(for: answer.service, limit: 100)
    let live = LiveService(service.entry[.service].description, overrides: overrides(service))
    do throws(LiveError) {
      let replies = try instance.ask(sessions.map(LiveSession.init), of: live)
      for (session, reply) in zip(sessions, replies) where reply.obstacle == nil {
        guard let verdict = policy.verdict(for: session) else { continue }
        let said = outcome(reply)
        if verdict.outcome == .depends {
          result.dependent += 1
        } else if said == verdict.outcome {
          result.agreed += 1
        } else {
          result.differences.append(
            "from \(session.clientAddress), sender <\(session.sender)>, recipient <\(session.recipient)>: smtpd says "
              + "\(said.rawValue), expected \(verdict.outcome.rawValue)")
        }
      }
    } catch {
      result.problem = "\(error)"
    }
    return result
  }

  private static func outcome(_ answer: LiveAnswer) -> AccessVerdict.Outcome {
    if answer.fatal != nil { return .fatal }
    let replies = [answer.connect, answer.mail, answer.recipients.first].compactMap { $0 }
    guard let refusal = replies.first(where: { $0.code >= 400 }) else { return .permit }
    return refusal.code < 500 ? .defer : .reject
  }

  public var text: String {
    var lines: [String] = []
    for service in services {
      if let problem = service.problem { lines.append("\(service.name)  could not be asked: \(problem)") }
      let depending = service.dependent > 0 ? ", \(service.dependent) depend on what is not in the files" : ""
      lines.append("\(service.name)  smtpd agrees in \(service.agreed) sessions\(depending)")
      lines += service.differences.map { "  DIFFERS: " + PrintableText.of($0) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LiveSession {
  init(_ session: AccessSession) {
    self.init(
      clientAddress: session.clientAddress, clientName: session.clientName, helo: session.helo,
      saslMethod: session.saslMethod, saslUsername: session.saslUsername, sender: session.sender,
      recipients: [session.recipient])
  }
}
