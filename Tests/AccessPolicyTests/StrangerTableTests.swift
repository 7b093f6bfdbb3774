// Tables in which the key that lets strangers in is hard to find.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("Tables that let strangers in")
struct StrangerTableTests {
  /// What the proof says of a service that looks something up in a table.
  static func answer(
    _ table: String, of subject: String = "sender", after first: String = "",
    destinations: String = "local.test", relayDomains: String = "", files: [ByteString: String] = [:]
  ) throws -> RelayAnswer {
    let main = """
      compatibility_level = 3.6
      mydestination = \(destinations)
      mynetworks = 127.0.0.0/8
      relay_domains = \(relayDomains)
      local_recipient_maps =
      smtpd_client_restrictions = \(first)
      smtpd_relay_restrictions = check_\(subject)_access \(table), reject_unauth_destination

      """
    let sources = TableSources { path in
      files[path].map { .bytes(Array($0.utf8)) } ?? .unreadable("it is not part of the test")
    }
    let policy = AccessPolicy(
      Configuration(
        main: MainFile(Array(main.utf8)), master: MasterFile(Array("smtp inet n - n - - smtpd\n".utf8)),
        build: PostfixBuild(PostfixVersion(3, 7, 11))), sources: sources)
    return try #require(policy.relayAnswers().first)
  }

  @Test("The last of 60,000 senders is found")
  func longTable() throws {
    let dull = (0..<60_000).map { "user\($0)@dull.example DUNNO\n" }.joined()
    #expect(try Self.answer("texthash:/senders", files: ["/senders": dull]).verdict == .closed)
    let answer = try Self.answer("texthash:/senders", files: ["/senders": dull + "boss@forged.example OK\n"])
    #expect(answer.verdict == .open)
    #expect(answer.example?.sender == "boss@forged.example")
  }

  @Test("Whom a negated network has is no stranger where mynetworks has him too")
  func negatedNetwork() throws {
    for network in ["10.0.0.0/8", "192.0.2.4", "192.0.3.0/24"] {
      let table = "cidr:{{192.0.2.0/24 REJECT}, {!\(network) ACTION}}, permit_mynetworks"
      let dunno = try Self.answer(table.replacing("ACTION", with: "DUNNO"), of: "client")
      #expect(dunno.verdict == .closed, "\(network) \(dunno)")
      let permit = try Self.answer(table.replacing("ACTION", with: "OK"), of: "client")
      #expect(permit.verdict == .open, "\(network) \(permit)")
    }
  }

  @Test("A pipeline is not called closed when nobody knows what comes out of it")
  func pipelines() throws {
    func verdict(_ table: String) throws -> RelayAnswer.Verdict {
      try Self.answer("pipemap:{\(table)}", files: ["/senders": "boss@forged.example partner\n"]).verdict
    }
    #expect(try verdict("texthash:/senders, inline:{partner=OK}") == .open)
    #expect(try verdict("texthash:/senders, inline:{partner=REJECT}") == .closed)
    // The database may say OK.
    #expect(try verdict("texthash:/senders, ldap:/etc/postfix/partners.cf") != .closed)
    #expect(try verdict("regexp:{{/^(.*)@/ $$1}}, ldap:/etc/postfix/partners.cf") != .closed)
    // Only postmaster@ anything comes through, which no sample of the pattern is.
    #expect(try verdict("regexp:{{/^(.*)@/ $$1}}, inline:{postmaster=OK}") != .closed)
    #expect(try verdict("regexp:{{/^(.*)@/ $$1}}, inline:{postmaster=REJECT}") == .closed)
  }

  @Test("Clients of qmqpd that stand in a database may be anybody")
  func queueClients() throws {
    let policy = AccessPolicy(
      Configuration(
        main: MainFile(Array("qmqpd_authorized_clients = 192.168.0.0/16, ldap:/etc/postfix/clients.cf\n".utf8)),
        master: MasterFile(Array("qmqp inet n - n - - qmqpd\n".utf8)), build: PostfixBuild(PostfixVersion(3, 7, 11))),
      sources: .none)
    let answer = try #require(policy.relayAnswers().first)
    #expect(answer.verdict == .openIf)
    #expect(answer.unknowns.map(\.subject) == ["ldap:/etc/postfix/clients.cf"])
  }

  @Test("A HELO may be the key itself, with its dot")
  func dottedHELO() throws {
    #expect(try Self.answer("inline:{.partner.example=OK}", of: "helo").verdict == .open)
  }

  @Test("A stranger from the right network has a name when he needs one")
  func namedNetwork() throws {
    let verdict = try Self.answer(
      "cidr:{{198.18.0.0/15 OK}}", of: "client", after: "reject_unknown_client_hostname"
    ).verdict
    #expect(verdict == .limited)
  }

  @Test("A domain that a list leaves out is foreign where every other lookup fails")
  func excludedDomain() throws {
    let answer = try Self.answer("static:OK", of: "client", destinations: "!other.example, nosuchtype:x")
    #expect(answer.verdict == .limited)
    #expect(answer.example?.recipient == "victim@other.example")
  }

  @Test("A pattern may be the beginning of an address")
  func patternOfUser() throws {
    #expect(try Self.answer("regexp:{{/^boss/ OK}}").verdict == .open)
  }

  @Test("check_relay_domains also lets in clients whose names stand in a table")
  func relayDomainsTable() throws {
    let answer = try Self.answer(
      "inline:{x=DUNNO}, check_relay_domains", relayDomains: "inline:{partner.example=x}")
    #expect(answer.verdict == .limited)
    #expect(answer.example?.clientName == "partner.example")
  }

  @Test("A stranger is not judged by the one network that is refused")
  func refusedNetwork() throws {
    let answer = try Self.answer(
      "static:OK", of: "recipient", after: "check_client_access cidr:{{203.0.113.0/24 REJECT}}")
    #expect(answer.verdict == .open)
  }

  @Test("A domain that a list leaves out is tried with every key for recipients")
  func excludedDomainWithKey() throws {
    let answer = try Self.answer(
      "inline:{boss@=OK}", of: "recipient", destinations: "!other.example, nosuchtype:x")
    #expect(answer.example?.recipient == "boss@other.example")
  }

  @Test("A pattern of relay_domains without an end relays for domains of anybody's choice")
  func endlessPattern() throws {
    func verdict(_ pattern: String) throws -> RelayAnswer.Verdict {
      try Self.answer("inline:{x=DUNNO}", relayDomains: "regexp:{{\(pattern) x}}").verdict
    }
    #expect(try verdict("/^(.*\\.)?partner\\.example$$/") == .closed)
    #expect(try verdict("/^(.*\\.)?partner\\.example/") == .limited)
  }

  @Test("A name without a dot is foreign where a pattern has all others")
  func dotlessDomain() throws {
    let answer = try Self.answer("static:OK", of: "client", destinations: "regexp:{{/\\./ OK}}")
    #expect(answer.verdict == .limited || answer.verdict == .open)
    #expect(answer.example?.recipient == "victim@victim")
  }
}
