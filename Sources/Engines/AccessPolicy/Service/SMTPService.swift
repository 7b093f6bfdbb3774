// One smtpd service, with everything read and opened that decides about a session.

import Bytes
import PostfixConfig

final class SMTPService: Sendable {
  let service: Service
  let settings: SMTPSettings
  let tables: SMTPTables
  let resolver: AddressResolver
  let localDomains: LocalDomains
  let search: AddressSearch
  let lists: SMTPLists
  /// The sender of address probes, whose mail is always accepted; nil for the null sender.
  let proberAddress: ByteString?
  /// Transports of master.cf that hand mail to other hosts.
  let sendingTransports: Set<ByteString>
  /// Why smtpd does not start.
  let fatalProblem: ServiceProblem?

  private let configuration: Configuration

  var name: String { service.name }

  /// A parameter of trivial-rewrite, which decides whose domains are ours.
  func configurationValue(_ name: ByteString) -> EffectiveValue? { configuration.value(name, in: resolver.service) }

  /// Whether mynetworks, where it is not set, has only the server's own addresses.
  var trustsHostOnly: Bool { configuration.value("mynetworks_style", in: service)?.text?.lowercased == "host" }

  /// Whether cleanup rewrites recipients of envelopes, as canonical_classes or recipient_canonical_classes says.
  func rewritesRecipients(_ parameter: ByteString) -> Bool {
    let classes = configuration.value(parameter)?.text ?? .empty
    return Words.ofList(classes).contains { $0.text.lowercased == "envelope_recipient" }
  }

  /// The setting that decides which networks are trusted.
  var networksSpan: SourceSpan? {
    let names: [ByteString] = ["mynetworks", "mynetworks_style", "compatibility_level"]
    return names.lazy.compactMap { self.configuration.value($0, in: self.service)?.valueSpan }.first
  }

  /// - Parameter obstacle: what keeps any smtpd from starting.
  init(
    _ service: Service, in configuration: Configuration, resolver: AddressResolver, shelf: TableShelf,
    obstacle: ServiceProblem? = nil
  ) {
    self.service = service
    self.configuration = configuration
    self.resolver = resolver
    let values = ServiceValues(configuration: configuration, service: service, sources: shelf.sources)
    shelf.options = values.options()
    sendingTransports = Set(
      configuration.services.filter { $0.program == "smtp" && $0.entry[.type] != "inet" }.map { $0.entry[.service] }
    ).union(["smtp", "relay"])
    var problems = ServiceProblems(service, in: configuration, first: obstacle)
    settings = SMTPSettings(values, &problems)
    tables = SMTPTables(values, shelf: shelf, &problems)
    search = AddressSearch(values)
    localDomains = LocalDomains(
      destinations: shelf.list("mydestination", of: .strings, values), addresses: OwnAddresses(values))
    problems.note(localDomains.destinations.fatalProblem?.message, of: "mydestination")
    proberAddress = settings.verifySender.map(resolver.rewritten)
    lists = SMTPLists(values, shelf: shelf, &problems)
    fatalProblem = problems.first
  }
}
