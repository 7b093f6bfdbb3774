// One question, asked of a real trivial-rewrite service and of our resolver.

import Bytes
import MailAddresses
import TestSupport

@testable import AccessPolicy

struct RewriteComparison {
  let resolver: AddressResolver
  let real: PrivateRewriteServices.Connection

  init(_ resolver: AddressResolver, with real: PrivateRewriteServices.Connection) {
    self.resolver = resolver
    self.real = real
  }

  /// The differences for one generated address, and its class where it was resolved.
  func compare(
    _ generator: inout AddressGenerator
  ) throws -> (differences: [String], addressClass: ResolvedAddress.AddressClass?) {
    let address = generator.address()
    switch generator.random.below(3) {
    case 0:
      // trivial-rewrite does not survive an address without a word in it.
      guard !AddressScanner.words(of: address.bytes).isEmpty else { return ([], nil) }
      let ours = ByteString(resolver.rewriting.rewritten(external: address.bytes))
      let theirs = try rewrite(address)
      return (ours == theirs ? [] : ["rewrite \(shown(address)): \(shown(ours)), but \(shown(theirs))"], nil)
    case 1:
      let sender = generator.sender()
      return try compare(resolver.resolve(address, sender: sender), resolve(address, sender), asked: address, sender)
    default:
      // As smtpd does it.
      let sender = generator.sender()
      var theirs = try resolve(try canonical(address), try canonical(sender))
      let ours = resolver.resolved(address, sender: sender)
      if theirs.recipient.bytes.allSatisfy({ $0 < 0x80 }) {
        theirs.recipient = theirs.recipient.lowercased
      } else {
        theirs.recipient = ours.recipient
      }
      return compare(ours, theirs, asked: address, sender)
    }
  }

  private struct Answer {
    var recipient: ByteString
    let transport: ByteString
    let nextHop: ByteString
    let flags: Int
  }

  private func canonical(_ address: ByteString) throws -> ByteString {
    ByteString(AddressQuoting.unquoted(try rewrite(ByteString(AddressQuoting.quoted(address.bytes))).bytes))
  }

  private func rewrite(_ address: ByteString) throws -> ByteString {
    let reply = try real.ask([("request", "rewrite"), ("rule", "local"), ("address", address)])
    guard reply.map(\.name) == ["flags", "address"] else { throw TestFailure("a strange reply: \(reply)") }
    return reply[1].value
  }

  private func resolve(_ address: ByteString, _ sender: ByteString) throws -> Answer {
    let reply = try real.ask([("request", "resolve"), ("sender", sender), ("address", address)])
    guard reply.map(\.name) == ["flags", "transport", "nexthop", "recipient", "flags"] else {
      throw TestFailure("a strange reply: \(reply)")
    }
    return Answer(
      recipient: reply[3].value, transport: reply[1].value, nextHop: reply[2].value,
      flags: Int(reply[4].value.description) ?? -1)
  }

  private func compare(
    _ ours: ResolvedAddress, _ theirs: Answer, asked address: ByteString, _ sender: ByteString
  ) -> (differences: [String], addressClass: ResolvedAddress.AddressClass?) {
    let question = "resolve \(shown(address)) from \(shown(sender)): "
    func difference(_ what: String) -> (differences: [String], addressClass: ResolvedAddress.AddressClass?) {
      ([question + what + "\n  ours \(ours)\n  theirs \(theirs)"], nil)
    }
    // RESOLVE_FLAG_FAIL, RESOLVE_FLAG_ERROR, RESOLVE_FLAG_ROUTED.
    let (fails, isBad, isRouted) = (theirs.flags & 8 != 0, theirs.flags & 4 != 0, theirs.flags & 2 != 0)
    switch ours.outcome {
    case .cannotTell: return difference("cannot tell")
    case .failed: return fails ? ([], nil) : difference("fails")
    case .badSyntax where fails || !isBad, .resolved where fails || isBad: return difference("outcome")
    case .badSyntax: return ours.recipient == theirs.recipient ? ([], nil) : difference("recipient")
    case .resolved: break
    }
    if ours.recipient != theirs.recipient { return difference("recipient") }
    if ours.isRouted != isRouted { return difference("routed") }
    if theirs.flags & 0x1F00 != flag(ours.addressClass) { return difference("class") }
    if ours.transport != theirs.transport || ours.nextHop != theirs.nextHop { return difference("transport") }
    return ([], ours.addressClass)
  }

  private func flag(_ addressClass: ResolvedAddress.AddressClass) -> Int {
    switch addressClass {
    case .local: 1 << 8
    case .virtualAlias: 1 << 9
    case .virtualMailbox: 1 << 10
    case .relay: 1 << 11
    case .default: 1 << 12
    }
  }

  private func shown(_ text: ByteString) -> String {
    text.bytes.allSatisfy({ $0 < 0x80 }) ? text.description.debugDescription : "\(text.description) \(text.bytes)"
  }
}
