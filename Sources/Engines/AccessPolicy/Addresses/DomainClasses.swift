// The classes of domains that are not this machine: virtual alias, virtual mailbox, relay, and all others.
//
// The first list that has the domain decides. Source: trivial-rewrite/resolve.c.

import Bytes
import PostfixConfig

struct DomainClasses: Sendable {
  enum Answer: Sendable {
    case known(ResolvedAddress.AddressClass, ResolvedAddress.Decision)
    case failed(String)
    case cannotTell(AccessUnknown, why: String)
  }

  let lists: [(class: ResolvedAddress.AddressClass, list: MatchList)]

  init(_ values: ServiceValues) {
    lists = [
      (.virtualAlias, values.list("virtual_alias_domains")),
      (.virtualMailbox, values.list("virtual_mailbox_domains")),
      (.relay, values.list("relay_domains", of: .hostNames)),
    ]
  }

  func find(_ domain: ArraySlice<UInt8>) -> Answer {
    let key = ByteString(domain)
    for (addressClass, list) in lists {
      switch list.subject == .strings ? list.matches(string: key) : list.matches(hostName: key) {
      case .matched(let element): return .known(addressClass, .init(parameter: list.name, by: element, key: key))
      case .notMatched: continue
      case .failed(let why, _): return .failed("\(list.name): \(why)")
      case .cannotTell(let why, let element):
        return .cannotTell(AccessUnknown(.table, element.text, key: key), why: "\(list.name): \(why)")
      }
    }
    return .known(.default, .init(parameter: .empty, key: key))
  }
}
