// The canonical form of an address: user@domain, without a source route, with a domain that is complete.
//
// Done once when smtpd asks for it, and again each time a local domain has been taken off.
// Source: trivial-rewrite/rewrite.c.

import Bytes
import MailAddresses

struct AddressRewriting {
  /// swap_bangpath: site!user becomes user@site.
  let swapsBangPath: Bool
  /// allow_percent_hack: user%domain becomes user@domain.
  let allowsPercentHack: Bool
  /// append_at_myorigin, with the words of myorigin; nil if nothing is appended.
  let origin: [AddressToken]?
  /// append_dot_mydomain, with the words of mydomain; nil if nothing is appended.
  let domain: [AddressToken]?

  func rewrite(_ tree: inout [AddressToken]) {
    if tree.isEmpty || (tree.count == 1 && tree[0].isEmptyQuoted) { return }
    // A lone @ is an empty address.
    if tree.count == 1, tree[0].isSymbol("@") {
      tree = [AddressToken(kind: .quoted, isOwned: true)]
      return
    }
    if tree[0].isSymbol("@"), let colon = tree.firstSymbol(":"), colon != tree.count - 1 {
      tree.removeSubrange(...colon)
    }
    if tree.lastSymbol("@") == nil { addDomain(to: &tree) }
    completeDomain(of: &tree)
    // Not dot-dot and not @-dot, so that what is wrong stays visible.
    if tree.count > 1, tree[tree.count - 1].isSymbol("."),
      !tree[tree.count - 2].isSymbol("."), !tree[tree.count - 2].isSymbol("@")
    {
      tree.removeLast()
    }
  }

  private func addDomain(to tree: inout [AddressToken]) {
    if swapsBangPath, let bang = tree.firstSymbol("!") {
      let user = Array(tree[(bang + 1)...])
      tree.removeSubrange(bang...)
      tree.addBefore([.symbol("@")])
      tree.addBefore(user)
    } else if allowsPercentHack, let percent = tree.lastSymbol("%") {
      tree[percent].kind = .symbol(UInt8(ascii: "@"))
    } else if let origin {
      tree.add([.symbol("@")])
      tree.add(origin)
    }
  }

  private func completeDomain(of tree: inout [AddressToken]) {
    guard let domain, let at = tree.lastSymbol("@"), at != tree.count - 1,
      !tree[at...].contains(where: { $0.kind == .literal || $0.isSymbol(".") })
    else { return }
    tree.add([.symbol(".")])
    tree.add(domain)
  }

  /// From external to external form.
  func rewritten(external address: [UInt8]) -> [UInt8] {
    var tree = AddressScanner.words(of: address)
    rewrite(&tree)
    return tree.externalText
  }

  /// From internal to internal form. The null address stays.
  func rewritten(internal address: ByteString) -> ByteString {
    if address.isEmpty || PlainAddress.at(address.bytes) != nil { return address }
    return ByteString(AddressQuoting.unquoted(rewritten(external: AddressQuoting.quoted(address.bytes))))
  }
}
