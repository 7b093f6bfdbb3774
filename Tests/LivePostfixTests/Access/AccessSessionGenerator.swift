// Sessions that meet a configuration: half of what they say stands in its files, the rest is fresh.

import AccessPolicy
import Bytes
import TestSupport

struct AccessSessionGenerator {
  typealias Words = AccessVocabulary
  private var random: SeededRandom
  /// Words of the configuration's own lists and tables.
  private let domains: [String]
  private let mailboxes: [String]
  private let addresses: [String]

  init(for configuration: AccessConfiguration, seed: UInt64) {
    random = SeededRandom(seed: seed)
    let texts = [configuration.pair.main] + configuration.files.values.map(\.self)
    let words = Set(
      texts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { text in
        String(decoding: text, as: UTF8.self).split(whereSeparator: { " ,={}\n\t!/^$\\:".contains($0) }).map(
          String.init)
      }
    ).sorted()
    mailboxes = words.filter { $0.contains("@") && !$0.hasPrefix("@") && $0 != "@DIR@" }
    domains = words.filter { $0.contains(".") && !$0.contains("@") && $0.allSatisfy { $0.isLetter || $0 == "." } }
    addresses = words.filter { $0.split(separator: ".").count == 4 && $0.allSatisfy { $0.isNumber || $0 == "." } }
  }

  mutating func next() -> AccessSession {
    var session = AccessSession(clientAddress: ByteString(address()), clientName: nil, helo: nil)
    if random.chance(60) { session.clientName = ByteString(clientName()) }
    if random.chance(92) { session.helo = ByteString(helo()) }
    if random.chance(25) {
      session.saslMethod = "PLAIN"
      session.saslUsername = ByteString(random.pick(Words.logins))
    }
    session.sender = ByteString(random.chance(10) ? "" : mailbox())
    session.recipient = ByteString(random.chance(35) ? ownMailbox() : mailbox())
    return session
  }

  private mutating func address() -> String {
    if random.chance(12) { return random.pick(Words.addresses6) }
    return random.chance(40) && !addresses.isEmpty ? random.pick(addresses) : random.pick(Words.addresses)
  }

  private mutating func clientName() -> String {
    let name = random.chance(30) && !domains.isEmpty ? random.pick(domains) : random.pick(Words.clientNames)
    let child = random.chance(20) ? "child." + name : name
    let isName = child.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
    return isName && child.contains(where: \.isLetter) ? child : "fresh.example.org"
  }

  private mutating func helo() -> String {
    random.chance(30) && !domains.isEmpty ? random.pick(domains) : random.pick(Words.helos)
  }

  /// Likely to be accepted.
  private mutating func ownMailbox() -> String {
    let domain = random.pick([
      "local.test", "mail.local.test", "relay.test", "sub.relay.test", "mailbox.test", "localhost",
    ])
    return random.pick(Words.users) + "@" + domain
  }

  private mutating func mailbox() -> String {
    switch random.below(10) {
    case ..<3: return random.pick(Words.classicForms)
    case ..<6: return "\(random.pick(Words.users))@\(random.pick(Words.domains))"
    case ..<8 where !mailboxes.isEmpty: return random.pick(mailboxes).filter { $0 != "(" && $0 != ")" }
    case ..<9 where !domains.isEmpty:
      let domain = random.pick(domains)
      return random.pick(Words.users) + (domain.hasPrefix(".") ? "@x" : "@") + domain
    default: return "fresh\(random.below(100))@fresh.example.org"
    }
  }
}
