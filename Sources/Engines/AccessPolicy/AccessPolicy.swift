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
  /// What keeps every service from starting.
  let obstacle: ServiceProblem?

  /// - Parameters:
  ///   - sources: reads the files that tables and lists name.
  ///   - toleratesBrokenLines: whether lines are left out with which nothing of Postfix starts. An audit tells of them
  ///     itself, and reads on.
  public init(_ configuration: Configuration, sources: TableSources, toleratesBrokenLines: Bool = false) {
    self.configuration = configuration
    let obstacle = toleratesBrokenLines ? nil : Self.obstacle(in: configuration)
    self.obstacle = obstacle
    self.sources = sources
    let resolver = AddressResolver(configuration, sources: sources)
    self.resolver = resolver
    let shelf = TableShelf(
      sources: sources, options: TableOptions(), proxies: ProxyAccess(configuration))
    services = configuration.services.filter { $0.program == "smtpd" }.map {
      let own = toleratesBrokenLines ? nil : Self.obstacle(in: configuration, of: $0)
      return SMTPService($0, in: configuration, resolver: resolver, shelf: shelf, obstacle: obstacle ?? own)
    }
  }

  /// A line of main.cf that ends every program, or one of master.cf with which master(8) does not start.
  /// - Parameter service: arguments with which this one does not start are looked for instead.
  private static func obstacle(in configuration: Configuration, of service: Service? = nil) -> ServiceProblem? {
    let complaints = configuration.main.diagnostics + (configuration.master?.diagnostics ?? [])
    let complaint = complaints.first { complaint in
      guard case .fatal(let program) = complaint.verdict, let span = complaint.span else { return false }
      guard let service else { return span.file == .main || program.hasPrefix("master") }
      // Of several entries with a name the last one counts.
      return complaint.subject == service.entry.identity && span.file == .master
        && span.start.line >= service.entry.lineNumber
    }
    return complaint.map { complaint in
      let shown = ConfigurationSecrets(configuration).masked(complaint)
      return ServiceProblem(shown.message, at: shown.span)
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
  static func fatal(_ service: String, _ problem: ServiceProblem) -> AccessVerdict {
    AccessVerdict(
      service: service, outcome: .fatal, reply: nil, stage: nil,
      decidedBy: Decision(list: .empty, restriction: ByteString(problem.message), place: problem.place))
  }
}
