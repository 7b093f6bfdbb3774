// What gpg says about one signature, from its status lines: the words for machines, the same in every language.
//
// Source: doc/DETAILS of GnuPG, "Format of the --status-fd output".

import Bytes

public struct SignatureVerdict: Hashable, Sendable {
  public enum State: String, Hashable, Sendable {
    case good
    /// The file is not what was signed.
    case bad
    /// It was signed with a key that gpg does not have.
    case unknownKey = "unknown key"
    /// The file is what was signed, and the key or the signature has expired since.
    case expired
    case revokedKey = "revoked key"
    /// There is no signature in the file, or gpg cannot check it.
    case unchecked
    /// There is none, though what builds on the archive is signed.
    case missing
    /// The file is what was signed, by a key that neither signed what builds on it nor is vouched for.
    case otherKey = "other key"
  }

  /// How far gpg trusts that the key belongs to the user that it names.
  public enum Trust: String, Hashable, Sendable {
    case undefined, never, marginal, full, ultimate
  }

  public internal(set) var state: State
  /// Of the primary key where gpg has it, else as much as the signature tells: a fingerprint or a key id.
  public internal(set) var key: String?
  /// "Postmaster <postmaster@example.com>".
  public internal(set) var user: String?
  /// When it was signed, in seconds since the epoch.
  public internal(set) var time: Int64?
  public internal(set) var trust: Trust?

  /// Whether gpg trusts that the key belongs to the user that it names.
  var isVouchedFor: Bool { trust == .full || trust == .ultimate }
  /// Whether the file is what somebody signed whose key gpg has, and has not given up.
  var isGenuine: Bool { state == .good || state == .expired }

  /// The verdicts of a run of gpg --status-fd --verify. One that says `unchecked` when there was nothing to check.
  static func all(in output: [UInt8]) -> [SignatureVerdict] {
    var verdicts: [SignatureVerdict] = []
    for line in output.split(separator: 0x0A) {
      let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard words.count >= 2, words[0] == "[GNUPG:]" else { continue }
      if words[1] == "NEWSIG" { verdicts.append(SignatureVerdict(state: .unchecked)) }
      guard !verdicts.isEmpty else { continue }
      verdicts[verdicts.count - 1].read(words[1], Array(words.dropFirst(2)))
    }
    return verdicts.isEmpty ? [SignatureVerdict(state: .unchecked)] : verdicts
  }

  private mutating func read(_ keyword: String, _ words: [String]) {
    let states: [String: State] = [
      "GOODSIG": .good, "BADSIG": .bad, "EXPSIG": .expired, "EXPKEYSIG": .expired, "REVKEYSIG": .revokedKey,
    ]
    if let state = states[keyword] {
      self.state = state
      key = key ?? words.first
      user = Self.unescaped(words.dropFirst().joined(separator: " "))
      return
    }
    switch keyword {
    case "VALIDSIG":
      // The fingerprint of the key that signed comes first, that of its primary key last.
      key = words.count >= 10 ? words[9] : words.first
      time = words.count > 2 ? Int64(words[2]) : nil
    case "ERRSIG":
      state = words.count > 5 && words[5] == "9" ? .unknownKey : .unchecked
      key = words.count > 6 && words[6] != "-" ? words[6] : words.first
      time = words.count > 4 ? Int64(words[4]) : nil
    case "TRUST_UNDEFINED": trust = .undefined
    case "TRUST_NEVER": trust = .never
    case "TRUST_MARGINAL": trust = .marginal
    case "TRUST_FULLY": trust = .full
    case "TRUST_ULTIMATE": trust = .ultimate
    default: return
    }
  }

  /// gpg writes bytes that could do harm as "%0A".
  private static func unescaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return PrintableText.of(String(decoding: bytes, as: UTF8.self))
  }
}

extension SignatureVerdict: CustomStringConvertible {
  /// "signed by Postmaster <postmaster@example.com>, key 0123…; nobody vouches for the key".
  public var description: String {
    let who = (user.map { " by \($0)" } ?? "") + (key.map { ", key \($0)" } ?? "")
    switch state {
    case .good: return "signed\(who)" + (isVouchedFor ? "" : "; gpg does not know whether the key is theirs")
    case .bad: return "BAD signature\(who): the archive is not what was signed"
    case .unknownKey: return "signed with an unknown key\(who)"
    case .expired: return "signed\(who); the key or the signature has expired"
    case .revokedKey: return "signed\(who); the key has been revoked"
    case .unchecked: return "no signature that gpg can check\(who)"
    case .missing: return "NOT SIGNED, and what builds on it is"
    case .otherKey: return "signed\(who), which is NOT THE KEY of what builds on it, and nobody vouches for it"
    }
  }
}
