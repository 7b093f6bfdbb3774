// The addresses of classic relay testers, with what Postfix 3.7.11 answered to a stranger.
//
// Fixtures/addresses/relay-vectors.json has for each the reply's code with the defaults and with allow_untrusted_routing = yes,
// and for each set of other settings the codes that changed.

import Bytes
import JSONText
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@testable import AccessPolicy

@Suite("Relay test vectors")
struct RelayVectorTests {
  struct Vector {
    let name: String
    let sender: ByteString
    let recipient: ByteString
    let code: Int
    let codeWithRouting: Int
  }

  static func fixture() throws -> JSONValue {
    try JSONReader().read(FileReading.contents(of: "\(Repository.root)/Fixtures/addresses/relay-vectors.json"))
  }

  static func vectors() throws -> [Vector] {
    try #require(try fixture()["vectors"]?.elements).map { vector in
      Vector(
        name: try #require(vector["name"]?.text), sender: ByteString(try #require(vector["sender"]?.text)),
        recipient: ByteString(try #require(vector["recipient"]?.text)),
        code: Int(try #require(vector["code"]?.integer)),
        codeWithRouting: Int(try #require(vector["routingAllowed"]?.integer)))
    }
  }

  /// The host on which the vectors were recorded.
  static func configuration(_ settings: [String]) -> Configuration {
    let defaults = [
      "compatibility_level = 3.6", "myhostname = mail.local.test",
      "mydestination = $myhostname, localhost.$mydomain, localhost, local.test", "relay_domains = relayed.test",
    ]
    let host = HostFacts(
      hostname: "mail.local.test",
      interfaces: [
        .init(address: [127, 0, 0, 1], prefixLength: 8), .init(address: [192, 0, 2, 25], prefixLength: 24),
      ], processID: 1)
    let text = (defaults + settings).joined(separator: "\n") + "\n"
    return Configuration(
      main: MainFile(Array(text.utf8)), master: nil, build: PostfixBuild(PostfixVersion(3, 7, 11)), host: host)
  }

  /// 501 for bad syntax, 250 for an authorised destination, 454 for any other.
  static func code(for recipient: ByteString, in configuration: Configuration) -> Int {
    func isYes(_ name: ByteString) -> Bool { configuration.value(name)?.text == "yes" }
    // smtpd takes postmaster without a domain before it looks anything up.
    if recipient == "postmaster" { return 250 }
    let resolver = AddressResolver(configuration, sources: .none)
    let isStrict = isYes("strict_rfc821_envelopes")
    guard let address = EnvelopePath.address(recipient, isStrict: isStrict, isSender: false, resolver: resolver) else {
      return 501
    }
    let resolved = resolver.resolved(address, sender: .empty)
    if resolved.isRouted, !isYes("allow_untrusted_routing") { return 454 }
    return resolved.addressClass == .default ? 454 : 250
  }

  @Test("No vector reaches another class than it reached in Postfix")
  func defaults() throws {
    let vectors = try Self.vectors()
    #expect(vectors.count == 57)
    let resolver = AddressResolver(Self.configuration([]), sources: .none)
    for vector in vectors {
      #expect(Self.code(for: vector.recipient, in: Self.configuration([])) == vector.code, "\(vector.name)")
      let routing = Self.code(for: vector.recipient, in: Self.configuration(["allow_untrusted_routing = yes"]))
      // The refusals of this column were recorded with another reply code.
      #expect(routing == (vector.codeWithRouting == 554 ? 454 : vector.codeWithRouting), "\(vector.name)")
      #expect(
        EnvelopePath.address(vector.sender, isStrict: false, isSender: true, resolver: resolver) != nil,
        "\(vector.name)")
    }
  }

  @Test("Other settings change what they changed in Postfix")
  func variants() throws {
    let vectors = try Self.vectors()
    let variants = try #require(try Self.fixture()["variants"]?.elements)
    #expect(variants.count == 13)
    for variant in variants {
      let settings = try #require(variant["settings"]?.elements).compactMap(\.text)
      let configuration = Self.configuration(settings)
      for vector in vectors {
        let changed = variant["changes"]?[vector.name]?.integer.map { Int($0) }
        let code = Self.code(for: vector.recipient, in: configuration)
        #expect(code == changed ?? vector.code, "\(vector.name) with \(settings)")
      }
    }
  }
}
