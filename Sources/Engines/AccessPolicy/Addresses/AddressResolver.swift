// trivial-rewrite(8): what an address means on this machine.
//
//     let resolver = AddressResolver(configuration, sources: files)
//     resolver.resolved("user%example.org@mail.example.com", sender: "")      // user@example.org, of the default class
//
// The parameters are those of the service that rewrite_service_name names, whatever smtpd's own are. Lists and tables are
// read once. Sources: trivial-rewrite/resolve.c, smtpd_resolve.c, rewrite_clnt.c.

import Bytes
import MailAddresses
import PostfixConfig

struct AddressResolver: Sendable {
  /// The service that answers; nil when master.cf has none of that name.
  let service: Service?
  let rewriting: AddressRewriting
  let localDomains: LocalDomains
  let classes: DomainClasses
  let transports: Transports
  let usesUTF8: Bool
  private let hostName: [AddressToken]?
  private let emptyAddress: [AddressToken]
  private let opensQuotes: Bool
  private let dropsNullDomain: Bool
  private let takesNumericDomain: Bool
  private let allowsLeadingMinus: Bool

  init(_ configuration: Configuration, sources: TableSources) {
    let name = configuration.value("rewrite_service_name")?.text ?? "rewrite"
    let named = configuration.services.filter { $0.entry[.service] == name && $0.entry[.type] != "inet" }
    service = named.first { $0.entry[.type] == "unix" } ?? named.first
    let values = ServiceValues(configuration: configuration, service: service, sources: sources)
    func words(_ name: ByteString) -> [AddressToken]? {
      let text = values.text(name)
      return text.isEmpty ? nil : AddressScanner.words(of: text.bytes)
    }
    let origin = Self.origin(values.text("myorigin"), sources)
    rewriting = AddressRewriting(
      swapsBangPath: values.isYes("swap_bangpath"), allowsPercentHack: values.isYes("allow_percent_hack"),
      origin: values.isYes("append_at_myorigin") && !origin.isEmpty ? AddressScanner.words(of: origin.bytes) : nil,
      domain: values.isYes("append_dot_mydomain") ? words("mydomain") : nil)
    localDomains = LocalDomains(destinations: values.list("mydestination"), addresses: OwnAddresses(values))
    classes = DomainClasses(values)
    transports = Transports(values, origin: origin, localDomains: localDomains)
    usesUTF8 = values.usesUTF8
    hostName = words("myhostname")
    emptyAddress = words("empty_address_recipient") ?? []
    opensQuotes = values.isYes("resolve_dequoted_address")
    dropsNullDomain = values.isYes("resolve_null_domain")
    takesNumericDomain = values.isYes("resolve_numeric_domain")
    allowsLeadingMinus = values.isYes("allow_min_user")
  }

  /// myorigin may name a file, whose first line counts.
  private static func origin(_ value: ByteString, _ sources: TableSources) -> ByteString {
    guard value.bytes.first == UInt8(ascii: "/") else { return value }
    guard case .bytes(let bytes) = sources.source(at: value) else { return .empty }
    var line = bytes.prefix { $0 != 0x0A && $0 != 0 }.drop(while: \.isASCIISpace)
    while let last = line.last, last.isASCIISpace { line.removeLast() }
    return ByteString(line)
  }

  // MARK: As smtpd asks

  /// The canonical form, in and out in internal form.
  func rewritten(_ address: ByteString) -> ByteString { rewriting.rewritten(internal: address) }

  /// Rewritten, resolved, and the recipient with its case folded.
  func resolved(_ address: ByteString, sender: ByteString) -> ResolvedAddress {
    var resolved = resolve(
      rewritten(address), sender: transports.dependsOnSender ? rewritten(sender) : .empty)
    resolved.recipient = CaseFolding.fold(resolved.recipient, usesUTF8: usesUTF8)
    return resolved
  }

  // MARK: As trivial-rewrite answers

  /// - Parameters: both in internal form, already rewritten.
  func resolve(_ address: ByteString, sender: ByteString) -> ResolvedAddress {
    if let at = PlainAddress.at(address.bytes) {
      switch localDomains.contains(address.bytes[(at + 1)...]) {
      case .local(let decision): return classified(address, localBy: decision, sender)
      case .foreign: return classified(address, localBy: nil, sender)
      case .failed(let why): return lost(address, why)
      case .cannotTell(let unknown, let why): return stopped(address, unknown, why)
      }
    }
    return resolve(words: AddressScanner.words(of: AddressQuoting.quoted(address.bytes)), address, sender)
  }

  /// Takes local domains off until the domain is another machine's or none is left.
  private func resolve(words: [AddressToken], _ address: ByteString, _ sender: ByteString) -> ResolvedAddress {
    var tree = words
    // The domain that was taken off last, and why it is local.
    var saved: [AddressToken]?
    var decision: ResolvedAddress.Decision?
    for _ in 0...(address.count + 100) {
      if let last = tree.last, last.isSymbol("."), tree.lastSymbol("@") != nil,
        !tree[tree.count - 2].isSymbol("."), !tree[tree.count - 2].isSymbol("@")
      {
        tree.removeLast()
      }
      if dropsNullDomain, let last = tree.last, last.isSymbol("@") { tree.removeLast() }
      if let at = tree.lastSymbol("@") {
        if at + 1 < tree.count {
          switch localDomains.contains(tree[(at + 1)...].internalText[...]) {
          case .local(let reason): decision = reason
          case .foreign: return classified(ByteString(tree.internalText), localBy: nil, sender)
          case .failed(let why): return lost(address, why)
          case .cannotTell(let unknown, let why): return stopped(address, unknown, why)
          }
        }
        saved = Array(tree[at...])
        tree.removeSubrange(at...)
      }
      if hasRouting(tree) {
        rewriting.rewrite(&tree)
        continue
      }
      if opensQuotes, tree.count == 1, tree[0].kind == .quoted, let opened = opened(tree[0].text) {
        tree = AddressScanner.words(of: opened)
        rewriting.rewrite(&tree)
        continue
      }
      if tree.isEmpty || (tree.count == 1 && tree[0].isEmptyQuoted) {
        tree = emptyAddress
        continue
      }
      if let saved {
        tree.add(saved)
        let decision = decision ?? ResolvedAddress.Decision(parameter: "resolve_null_domain")
        return classified(ByteString(tree.internalText), localBy: decision, sender)
      }
      guard let hostName else {
        return stopped(address, AccessUnknown(.value, "myhostname"), "the name of the host is not known")
      }
      tree.add([.symbol("@")])
      tree.add(hostName)
    }
    return stopped(address, .failed("giving up after too many iterations"))
  }

  private func hasRouting(_ tree: [AddressToken]) -> Bool {
    tree.contains {
      $0.isSymbol("@") || (rewriting.swapsBangPath && $0.isSymbol("!"))
        || (rewriting.allowsPercentHack && $0.isSymbol("%"))
    }
  }

  /// A quoted local part with a routing operator in it, as it would be without quotes.
  private func opened(_ text: [UInt8]) -> [UInt8]? {
    var text = text
    if let at = text.lastIndex(of: UInt8(ascii: "@")) ?? percent(text) {
      text[at] = UInt8(ascii: "@")
      return AddressQuoting.quoted(text)
    }
    return rewriting.swapsBangPath && text.contains(UInt8(ascii: "!")) ? text : nil
  }

  private func percent(_ text: [UInt8]) -> Int? {
    rewriting.allowsPercentHack ? text.lastIndex(of: UInt8(ascii: "%")) : nil
  }

  // MARK: What comes after the loop

  private func classified(
    _ recipient: ByteString, localBy decision: ResolvedAddress.Decision?, _ sender: ByteString
  ) -> ResolvedAddress {
    var result = ResolvedAddress(recipient: recipient)
    var local = decision
    guard var at = recipient.bytes.lastIndex(of: UInt8(ascii: "@")) else { return stopped(recipient, .badSyntax) }
    var domain = recipient.bytes[(at + 1)...]
    if !isWellFormed(domain, in: recipient) {
      guard takesNumericDomain, !isLiteral(domain), isUTF8(recipient), HostSyntax.isAddress(domain) else {
        return stopped(recipient, .badSyntax)
      }
      result.recipient = ByteString(
        recipient.bytes[...at] + [UInt8(ascii: "[")] + domain + [UInt8(ascii: "]")])
      at = result.recipient.bytes.lastIndex(of: UInt8(ascii: "@")) ?? at
      domain = result.recipient.bytes[(at + 1)...]
      switch localDomains.contains(domain) {
      case .local(let reason): local = reason
      case .foreign: break
      case .failed(let why): return stopped(result.recipient, .failed(why))
      case .cannotTell(let unknown, let why): return stopped(result.recipient, unknown, why)
      }
    }
    result.isRouted = result.recipient.bytes[..<at].contains {
      $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "%")
    }
    if let local {
      (result.addressClass, result.decidedBy) = (.local, local)
    } else {
      switch classes.find(domain) {
      case .known(let addressClass, let decision):
        (result.addressClass, result.decidedBy) = (addressClass, decision)
      case .failed(let why): return stopped(result.recipient, .failed(why))
      case .cannotTell(let unknown, let why):
        var stopped = stopped(result.recipient, unknown, why)
        stopped.isRouted = result.isRouted
        return stopped
      }
    }
    transports.choose(for: &result, domain: ByteString(domain), sender: sender)
    if case .resolved = result.outcome, !allowsLeadingMinus, result.recipient.bytes.first == UInt8(ascii: "-") {
      result.outcome = .badSyntax
    }
    return result
  }

  private func isLiteral(_ domain: ArraySlice<UInt8>) -> Bool { domain.first == UInt8(ascii: "[") }

  private func isUTF8(_ text: ByteString) -> Bool { !usesUTF8 || CaseFolding.isValidUTF8(text) }

  private func isWellFormed(_ domain: ArraySlice<UInt8>, in recipient: ByteString) -> Bool {
    if isLiteral(domain) { return HostSyntax.isLiteral(domain) }
    return isUTF8(recipient) && InternationalDomain.isValid(domain, usesUTF8: usesUTF8)
  }

  /// A failure before trivial-rewrite has an address to answer with.
  private func lost(_ address: ByteString, _ why: String) -> ResolvedAddress {
    var result = stopped(address, .failed(why))
    result.isLost = true
    return result
  }

  private func stopped(_ address: ByteString, _ outcome: ResolvedAddress.Outcome) -> ResolvedAddress {
    var result = ResolvedAddress(recipient: address)
    result.outcome = outcome
    return result
  }

  private func stopped(_ address: ByteString, _ unknown: AccessUnknown, _ why: String) -> ResolvedAddress {
    var result = stopped(address, .cannotTell(table: unknown.subject, why: why))
    result.unknown = unknown
    return result
  }
}
