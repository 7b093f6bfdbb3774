// Who may do what at the smtpd services of a configuration.
//
//     let policy = AccessPolicy(configuration, sources: files)
//     let verdict = policy.verdict(for: AccessSession(sender: "a@b.example", recipient: "c@d.example"))
//
// The answer is smtpd's own, from the restriction lists, tables and address classes of one service. What the files do
// not tell is followed both ways; if the answers differ, the verdict depends, and names what decides. Not looked at:
// Milters, header and body checks, content filters, rate limits, disk space; they can refuse what is permitted here.

import Bytes
public import PostfixConfig

public struct AccessPolicy: Sendable {
  public let configuration: Configuration
  let services: [SMTPService]
  let sources: TableSources
  let resolver: AddressResolver

  /// - Parameter sources: reads the files that tables and lists name.
  public init(_ configuration: Configuration, sources: TableSources) {
    self.configuration = configuration
    self.sources = sources
    let resolver = AddressResolver(configuration, sources: sources)
    self.resolver = resolver
    let shelf = TableShelf(
      sources: sources, options: TableOptions(), proxies: ProxyAccess(configuration))
    services = configuration.services.filter { $0.program == "smtpd" }.map {
      SMTPService($0, in: configuration, resolver: resolver, shelf: shelf)
    }
  }

  /// The smtpd services in the order of master.cf, such as "smtp/inet".
  public var serviceNames: [String] { services.map(\.name) }

  /// How many paths are followed before the verdict depends on too much to tell.
  static let pathLimit = 2000

  /// - Parameters:
  ///   - session: its service must be one of `serviceNames`, with or without the type.
  ///   - tracing: whether the verdict shows every step.
  /// - Returns: nil if there is no such service.
  public func verdict(for session: AccessSession, tracing: Bool = false) -> AccessVerdict? {
    guard let smtp = service(session.service) else { return nil }
    if let problem = smtp.fatalProblem { return .fatal(smtp.name, problem) }
    let space = SessionSpace(session, for: smtp)
    return Exploration(space, by: smtp, limit: Self.pathLimit, isTracing: tracing).verdict
  }

  func service(_ name: String?) -> SMTPService? {
    guard let name else { return services.first }
    return services.first { $0.name == name } ?? services.first { $0.service.entry[.service].description == name }
  }
}

extension AccessVerdict {
  static func fatal(_ service: String, _ problem: String) -> AccessVerdict {
    AccessVerdict(
      service: service, outcome: .fatal, reply: nil, stage: nil,
      decidedBy: Decision(list: .empty, restriction: ByteString(problem), place: nil))
  }
}
