// The reply codes that a service can be told to use.

import Bytes
import PostfixConfig

struct ReplyCodes: Sendable {
  let accessMapReject, accessMapDefer, `defer`, reject, relayDomains: Int
  let invalidHostname, nonFQDN, unknownClient, unknownHostname, unknownAddress, plaintext, blocklist: Int
  let unknownLocal, unknownVirtualAlias, unknownVirtualMailbox, unknownRelay: Int
  let unverifiedSender, unverifiedRecipient: Int
  /// For an address of which nothing is known yet.
  let undecidedSender, undecidedRecipient: Int

  init(_ values: ServiceValues, _ problems: inout ServiceProblems) {
    func code(_ name: ByteString, _ fallback: Int) -> Int {
      guard let value = values.configuration.value(name, in: values.service), let text = value.text,
        let parameter = ParameterFacts.known[name]
      else { return fallback }
      do throws(ParameterValue.Problem) {
        if case .number(let number) = try ParameterValue(text, of: parameter) { return number }
      } catch {
        problems.note(error.message, of: name)
      }
      return fallback
    }
    accessMapReject = code("access_map_reject_code", 554)
    accessMapDefer = code("access_map_defer_code", 450)
    self.defer = code("defer_code", 450)
    reject = code("reject_code", 554)
    relayDomains = code("relay_domains_reject_code", 554)
    invalidHostname = code("invalid_hostname_reject_code", 501)
    nonFQDN = code("non_fqdn_reject_code", 504)
    unknownClient = code("unknown_client_reject_code", 450)
    unknownHostname = code("unknown_hostname_reject_code", 450)
    unknownAddress = code("unknown_address_reject_code", 450)
    plaintext = code("plaintext_reject_code", 450)
    blocklist = code("maps_rbl_reject_code", 554)
    unknownLocal = code("unknown_local_recipient_reject_code", 550)
    unknownVirtualAlias = code("unknown_virtual_alias_reject_code", 550)
    unknownVirtualMailbox = code("unknown_virtual_mailbox_reject_code", 550)
    unknownRelay = code("unknown_relay_recipient_reject_code", 550)
    unverifiedSender = code("unverified_sender_reject_code", 450)
    unverifiedRecipient = code("unverified_recipient_reject_code", 450)
    undecidedSender = code("unverified_sender_defer_code", 450)
    undecidedRecipient = code("unverified_recipient_defer_code", 450)
  }
}
