// What a resolved address says about its reasons, and what it says when the files do not tell.

import Bytes
import PostfixConfig
import Testing

@testable import AccessPolicy

@Suite("Address resolver")
struct AddressResolverTests {
  private func resolver(
    _ settings: String, master: String? = nil, host: HostFacts? = nil, files: [ByteString: String] = [:]
  ) -> AddressResolver {
    let text = "compatibility_level = 3.6\nmyhostname = mail.local.test\n" + settings
    return AddressResolver(
      Configuration(
        main: MainFile(Array(text.utf8)), master: master.map { MasterFile(Array($0.utf8)) },
        build: PostfixBuild(PostfixVersion(3, 7, 11)), host: host),
      sources: TableSources { path in files[path].map { .bytes(Array($0.utf8)) } ?? .missing })
  }

  @Test("A class names the item of the list that decided, and where it stands")
  func decision() {
    let resolver = resolver(
      "relay_domains = a.test /etc/relays\nvirtual_mailbox_domains = texthash:/etc/virtual\n",
      files: ["/etc/relays": "# ours\nb.test c.test\n", "/etc/virtual": "v.test 1\n"])
    let relayed = resolver.resolved("u@x.c.test", sender: .empty)
    #expect(relayed.addressClass == .relay)
    #expect(relayed.decidedBy.parameter == "relay_domains" && relayed.decidedBy.item == "c.test")
    guard case .file(let place) = relayed.decidedBy.place else {
      Issue.record("\(relayed.decidedBy)")
      return
    }
    #expect(place.file == "/etc/relays" && place.position.line == 2 && place.position.column == 8)
    let virtual = resolver.resolved("u@V.test", sender: .empty)
    #expect(virtual.addressClass == .virtualMailbox && virtual.recipient == "u@v.test")
    #expect(virtual.decidedBy.item == "texthash:/etc/virtual" && virtual.decidedBy.place == .value(offset: 0))
    let other = resolver.resolved("u@other.test", sender: .empty)
    #expect(other.addressClass == .default && other.decidedBy.item == nil)
  }

  @Test("The settings of the service that rewrite_service_name names count")
  func serviceSettings() {
    let master = """
      rewrite unix - - n - - trivial-rewrite
        -o mydestination=wrong.test
      mine unix - - n - - trivial-rewrite
        -o mydestination=right.test

      """
    let resolver = resolver("rewrite_service_name = mine\n", master: master)
    #expect(resolver.resolved("u@right.test", sender: .empty).addressClass == .local)
    #expect(resolver.resolved("u@wrong.test", sender: .empty).addressClass == .default)
  }

  @Test("A list in a database hides the class, and says what to ask")
  func hiddenList() {
    let resolver = resolver("mydestination =\nvirtual_mailbox_domains = first.test ldap:/etc/ldap.cf\n")
    #expect(resolver.resolved("u@first.test", sender: .empty).addressClass == .virtualMailbox)
    let hidden = resolver.resolved("u%other.test", sender: .empty)
    guard case .cannotTell(let table, _) = hidden.outcome else {
      Issue.record("\(hidden)")
      return
    }
    #expect(table == "ldap:/etc/ldap.cf")
    #expect(hidden.unknown == AccessUnknown(.table, "ldap:/etc/ldap.cf", key: "other.test"))
  }

  @Test("A transport map in a database hides the transport, not the class")
  func hiddenTransport() {
    let hidden = resolver("relay_domains = a.test\ntransport_maps = ldap:/etc/ldap.cf\n")
      .resolved("u@a.test", sender: .empty)
    #expect(hidden.outcome == .resolved && hidden.addressClass == .relay)
    #expect(hidden.unknown == AccessUnknown(.table, "ldap:/etc/ldap.cf", key: "u@a.test"))
  }

  @Test("Without the host, 127.0.0.1 is its own, and of other addresses it cannot be told")
  func literalsWithoutHost() {
    func outcome(_ literal: ByteString, _ settings: String) -> ResolvedAddress.Outcome {
      resolver(settings).resolved("u@" + literal, sender: .empty).outcome
    }
    let all = resolver("inet_interfaces = all\n")
    #expect(all.resolved("u@[127.0.0.1]", sender: .empty).decidedBy.parameter == "inet_interfaces")
    for literal: ByteString in ["[192.0.2.1]", "[IPv6:2001:db8::1]"] {
      guard case .cannotTell("inet_interfaces", _) = all.resolved("u@" + literal, sender: .empty).outcome else {
        Issue.record("\(literal)")
        continue
      }
    }
    #expect(outcome("[192.0.2.1]", "inet_interfaces = loopback-only\n") == .resolved)
    #expect(outcome("[192.0.2.1]", "inet_interfaces = 192.0.2.9\n") == .resolved)
    #expect(outcome("[192.0.2.1]", "inet_interfaces = mail.local.test\n") != .resolved)
  }

  @Test("myorigin may stand in a file")
  func originFile() {
    let resolver = resolver("myorigin = /etc/mailname\n", files: ["/etc/mailname": " origin.test \nmore\n"])
    #expect(resolver.rewritten("root") == "root@origin.test")
    #expect(self.resolver("myorigin = /missing\n").rewritten("root") == "root")
  }

  @Test("The null address becomes empty_address_recipient, and is not rewritten")
  func nullAddress() {
    let resolver = resolver("mydestination = local.test\n")
    #expect(resolver.rewritten(.empty) == .empty)
    #expect(resolver.resolved(.empty, sender: .empty).recipient == "mailer-daemon@mail.local.test")
  }
}
