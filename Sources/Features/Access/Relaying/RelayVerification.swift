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
    /// Sessions that smtpd could not be asked for, and why not the last of them.
    var unasked = 0
    var obstacle: ByteString?
    /// Tables that are not on this host, if sessions could not be asked for that reason.
    var missing: [ByteString] = []
    var differences: [String] = []
    var problem: String?

    var isRefuted: Bool { !differences.isEmpty || problem != nil }
    /// Nothing that was asked speaks against it, and something was asked.
    var isConfirmed: Bool { !isRefuted && missing.isEmpty && (agreed + dependent > 0 || unasked == 0) }
  }

  private let services: [Service]

  /// Whether smtpd said something else, or could not be run.
  public var isRefuted: Bool { services.contains(where: \.isRefuted) }

  /// Whether smtpd said what was expected, everywhere.
  public var isConfirmed: Bool { services.allSatisfy(\.isConfirmed) }

  public init(of answers: [RelayAnswer], on placed: PlacedConfiguration) throws(AccessFailure) {
    guard Host.isRoot else { throw .live("only root can run smtpd as Postfix does") }
    let policy = AccessPolicy(placed)
    let configuration = policy.configuration
    let instance = try Self.instance(of: configuration, in: placed.directory.path)
    var services: [Service] = []
    for answer in answers {
      guard let service = configuration.services.first(where: { $0.name == answer.service }),
        service.program == "smtpd"
      else { continue }
      services.append(Self.ask(instance, answer, service, policy))
    }
    self.services = services
  }

  private static func instance(
    of configuration: Configuration, in directory: String
  ) throws(AccessFailure) -> LiveInstance {
    let path = directory.hasPrefix("/") ? directory : "\(Host.currentDirectory)/\(directory)"
    // The network has loopback addresses of its own.
    let addresses = (configuration.host?.interfaces ?? []).filter { interface in
      IPNetwork(address: interface.address, prefixLength: interface.address.count * 8)?.isLoopback == false
    }
    let rewrite = configuration.services.first { $0.program == "trivial-rewrite" }
    let network: PrivateNetwork
    do throws(SystemError) {
      network = try PrivateNetwork(
        addresses: addresses.map { .init(address: $0.address, prefixLength: $0.prefixLength) })
    } catch {
      throw .live("\(error)")
    }
    do throws(LiveError) {
      return try LiveInstance(
        configuration: path, rewriteOverrides: rewrite.map { LiveService($0).overrides } ?? [], network: network)
    } catch {
      throw .live("\(error)")
    }
  }

  private static func ask(
    _ instance: LiveInstance, _ answer: RelayAnswer, _ service: PostfixConfig.Service, _ policy: AccessPolicy
  ) -> Service {
    var result = Service(name: answer.service)
    let tables = MissingTables(of: service, in: policy.configuration)
    let examples = answer.example.map { [$0] } ?? []
    let sessions = examples + policy.strangerSessions(for: answer.service, limit: 100)
    do throws(LiveError) {
      let replies = try instance.ask(sessions.map { LiveSession($0) }, of: LiveService(service))
      for (session, reply) in zip(sessions, replies) {
        guard let verdict = policy.verdict(for: session) else { continue }
        guard let said = reply.outcome else {
          result.unasked += 1
          result.obstacle = reply.obstacle
          continue
        }
        if verdict.outcome == .depends {
          result.dependent += 1
        } else if said == verdict.outcome {
          result.agreed += 1
        } else if tables.explain(reply) {
          result.unasked += 1
          result.missing = tables.names
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

  public var text: String {
    var lines: [String] = []
    for service in services {
      if let problem = service.problem {
        lines.append("\(service.name)  could not be asked: \(PrintableText.of(problem))")
        continue
      }
      var line = "\(service.name)  smtpd agrees in \(service.agreed) sessions"
      if service.dependent > 0 { line += ", \(service.dependent) depend on what is not in the files" }
      if let obstacle = service.obstacle {
        line += ", \(service.unasked) could not be asked (\(PrintableText.of(obstacle.description)))"
      }
      if !service.missing.isEmpty {
        line += ", \(service.unasked) could not be asked: these tables are not on this host"
      }
      lines.append(line)
      lines += service.missing.map { "  not here: " + PrintableText.of($0.description) }
      lines += service.differences.map { "  DIFFERS: " + PrintableText.of($0) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
