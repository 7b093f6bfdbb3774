// Domains that two lists have.

import AccessPolicy
import Bytes
import PostfixConfig
import Testing

@Suite("Domains in two address classes")
struct SharedDomainsTests {
  @Test("Domains of two lists are those that trivial-rewrite warns about")
  func sharedDomains() {
    let main = """
      compatibility_level = 3.6
      mydestination = a.test
      virtual_alias_domains = both.test, a.test, texthash:/aliases
      virtual_mailbox_domains = vm.test, both.test, Alias.test, ldap:/etc/postfix/domains.cf
      relay_domains = both.test, a.test, vm.test, only.test

      """
    let files: [ByteString: String] = ["/aliases": "alias.test x\njane.doe y\n"]
    let sources = TableSources { path in
      files[path].map { .bytes(Array($0.utf8)) } ?? .unreadable("it is not part of the test")
    }
    let policy = AccessPolicy(
      Configuration(
        main: MainFile(Array(main.utf8)), master: MasterFile([]), build: PostfixBuild(PostfixVersion(3, 7, 11))),
      sources: sources)
    let found = policy.sharedDomains.map { "\($0.domain): \($0.first), \($0.second)" }
    #expect(
      Set(found) == [
        "a.test: mydestination, virtual_alias_domains",
        "both.test: virtual_alias_domains, virtual_mailbox_domains",
        "both.test: virtual_alias_domains, relay_domains",
        "alias.test: virtual_alias_domains, virtual_mailbox_domains",
        "vm.test: virtual_mailbox_domains, relay_domains",
      ])
  }
}
