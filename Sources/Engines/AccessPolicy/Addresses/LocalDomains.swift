// Whether a domain is this machine: mydestination, and address literals of its own. Source: resolve_local.c.

import Bytes
import PostfixConfig

struct LocalDomains: Sendable {
  enum Answer: Sendable {
    case local(ResolvedAddress.Decision)
    case foreign
    case failed(String)
    case cannotTell(AccessUnknown, why: String)
  }

  let destinations: MatchList
  let addresses: OwnAddresses

  func contains(_ domain: ArraySlice<UInt8>) -> Answer {
    var name = domain
    if name.last == UInt8(ascii: ".") { name.removeLast() }
    guard let last = name.last, last != UInt8(ascii: ".") else { return .foreign }
    let key = ByteString(name)
    switch destinations.matches(string: key) {
    case .matched(let element): return .local(.init(parameter: destinations.name, by: element, key: key))
    case .failed(let why, _): return .failed("\(destinations.name): \(why)")
    case .cannotTell(let why, let element):
      return .cannotTell(AccessUnknown(.table, element.text, key: key), why: "\(destinations.name): \(why)")
    case .notMatched: break
    }
    guard name.first == UInt8(ascii: "["), last == UInt8(ascii: "]"), name.count > 1,
      let bare = HostSyntax.bareAddress(name.dropFirst().dropLast())
    else { return .foreign }
    switch addresses.contains(bare) {
    case .own(let decision): return .local(decision)
    case .foreign: return .foreign
    case .cannotTell(let parameter, let why):
      return .cannotTell(AccessUnknown(.interface, parameter, key: ByteString(bare)), why: why)
    }
  }
}

extension ResolvedAddress.Decision {
  init(parameter: ByteString, by element: MatchList.Element, key: ByteString) {
    self.init(parameter: parameter, item: element.text, place: element.place, key: key)
  }
}
