// Restrictions that look at who the client is: its name, its network, its login, its certificate.

import Bytes
import PostfixConfig

extension Evaluation {
  mutating func decideByClient(_ kind: Check.Kind, _ context: Context) throws(Interruption) -> Status {
    let client = client
    switch kind {
    case .unknownClient:
      if client.name != nil { return .noDecision }
      return refuse(
        settings.codes.unknownClient, settings.version >= PostfixVersion(3, 0) ? "4.7.25" : "4.7.1",
        "Client host rejected: cannot find your hostname, [" + client.address + "]")
    case .unknownReverseClient:
      if reverseName(of: client) != nil { return .noDecision }
      return refuse(
        settings.codes.unknownClient, "4.7.1",
        "Client host rejected: cannot find your reverse hostname, [" + client.address + "]")
    case .ownAddress: return isOwnAddress(client.address) ? permit() : .noDecision
    case .networks: return try isInNetworks(client, context.name) ? permit() : .noDecision
    case .login: return isLoggedIn(client) ? permit() : .noDecision
    case .clientCertificate(let anyTrusted):
      return try hasCertificate(client, anyTrusted: anyTrusted, context.name) ? permit() : .noDecision
    default: return .noDecision
    }
  }

  /// The name that the client's address leads to; nil when it leads to none.
  mutating func reverseName(of client: Client) -> ByteString? {
    switch client.reverseName {
    case .name(let name): return name
    case .missing: return nil
    case .verified:
      if let name = client.name { return name }
      // It may have a name that leads elsewhere.
      let unknown = AccessUnknown(.dns, "reverse name", key: client.address)
      return choose(unknown, among: 2) == 0 ? nil : "unverified.invalid"
    }
  }

  mutating func isOwnAddress(_ address: ByteString) -> Bool {
    switch smtp.localDomains.addresses.contains(address.bytes[...], proxies: false) {
    case .own: return true
    case .foreign: return false
    case .cannotTell(let parameter, _):
      return choose(AccessUnknown(.interface, parameter, key: address), among: 2) == 1
    }
  }

  mutating func isInNetworks(_ client: Client, _ name: ByteString) throws(Interruption) -> Bool {
    guard let networks = smtp.tables.networks else {
      if let answer = isInDefaultNetworks(client.address) {
        found("mynetworks is not set, and \(answer ? "trusts" : "does not trust") \(client.address)")
        return answer
      }
      return choose(AccessUnknown(.value, "mynetworks", key: client.address), among: 2) == 1
    }
    switch networks.matches(name: client.name ?? "unknown", address: client.address) {
    case .matched(let element):
      found("mynetworks: \(client.namaddr) matches \(element.text)")
      return true
    case .notMatched(let element):
      found("mynetworks: \(client.namaddr) \(element.map { "is excluded by !\($0.text)" } ?? "matches nothing")")
      return false
    case .failed(let why, _): throw temporaryFailure(name, "mynetworks: \(why)")
    case .cannotTell(let why, let element):
      found("mynetworks: \(why)")
      return choose(AccessUnknown(.table, element.text, key: client.address), among: 2) == 1
    }
  }

  /// The default of another host: its own addresses, or its networks; nil where the files do not tell.
  private func isInDefaultNetworks(_ address: ByteString) -> Bool? {
    let own = smtp.localDomains.addresses
    let isLoopback = IPNetwork(address: address)?.isLoopback == true
    switch own.contains(address.bytes[...], proxies: false) {
    case .own: return true
    case .foreign where smtp.trustsHostOnly: return false
    // A server does not write to itself from outside.
    case .cannotTell where smtp.trustsHostOnly: return isLoopback ? nil : false
    case .foreign, .cannotTell: break
    }
    // Whoever has 127.0.0.1 has it in 127.0.0.0/8.
    if isLoopback, !address.bytes.contains(UInt8(ascii: ":")),
      case .own = own.contains(ByteString("127.0.0.1").bytes[...], proxies: false)
    {
      return true
    }
    // No interface in the list has a network with other hosts in it.
    return own.isLoopbackOnly ? false : nil
  }

  mutating func isLoggedIn(_ client: Client) -> Bool {
    guard let method = client.saslMethod else {
      let time = hasLoggedIn ? "" : " yet"
      found("no login\(time)")
      return false
    }
    // Newer releases believe a login that XCLIENT reports even where the service offers none.
    let isActive = settings.offersLogin(withTLS: client.usesTLS)
    if !isActive { found("smtpd_sasl_auth_enable is off, or TLS is missing") }
    return isActive && method.lowercased != "anonymous"
  }

  private mutating func hasCertificate(
    _ client: Client, anyTrusted: Bool, _ name: ByteString
  ) throws(Interruption) -> Bool {
    guard client.usesTLS || settings.isWrapped, let fingerprint = client.certificateFingerprint else {
      let time = hasStartedTLS ? "" : " yet"
      found("no client certificate\(time)")
      return false
    }
    if anyTrusted {
      let unknown = AccessUnknown(.certificate, "signed by a trusted authority", key: fingerprint)
      if client.certificateIsTrusted ?? (choose(unknown, among: 2) == 1) { return true }
    }
    switch lookUp(fingerprint, in: smtp.tables.relayCertificates) {
    case .found(let value, _):
      found("relay_clientcerts: \(fingerprint) = \(value)")
      return true
    case .notFound:
      found("relay_clientcerts: \(fingerprint) is not there")
      return false
    case .failed(let why, let isConfiguration):
      throw isConfiguration ? serverError(why) : temporaryFailure(name, why)
    }
  }
}
