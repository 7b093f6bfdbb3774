// Tables that a parameter names: addresses, routes, patterns. Their keys and texts may be called anything; a secret is
// only what a command gets, an added header shows, or a comment tells.

import Bytes
import PostfixConfig

enum TableText {
  /// The first line that has a secret in it; nil when none has.
  static func secretLine(in content: [UInt8]) -> Int? {
    var logical: [UInt8] = []
    var start = 1
    for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = line.drop(while: \.isASCIISpace)
      if text.first == UInt8(ascii: "#") {
        if isSecret(comment: text.drop { $0 == UInt8(ascii: "#") || $0.isASCIISpace }) { return index + 1 }
        continue
      }
      if line.first?.isASCIISpace ?? true {
        logical += [0x20] + text
        continue
      }
      if isSecret(logical[...]) { return start }
      logical = Array(line)
      start = index + 1
    }
    return isSecret(logical[...]) ? start : nil
  }

  private static func isSecret(_ line: ArraySlice<UInt8>) -> Bool {
    if let added = RuleText.added(by: line) { return !SecretPhrases.places(in: added, .scriptLine).isEmpty }
    if let command = command(in: line) { return !SecretPhrases.places(in: command, .command).isEmpty }
    let words = LineWords(line)
    // "user /usr/bin/command --option", as in mailbox_command_maps.
    if words.indices.dropFirst().contains(where: { words[$0].hasStart("/") || words[$0].hasStart("--") }) {
      return !SecretPhrases.places(in: line, .command).isEmpty
    }
    return !SecretAddresses.places(in: words).isEmpty || !SecretLogins(words).ofRelays().isEmpty
  }

  /// What stands after the first "|" that begins a command in aliases(5).
  private static func command(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var before = UInt8(ascii: " ")
    for index in line.indices {
      if line[index] == UInt8(ascii: "|"), before.isASCIISpace || "\",:".utf8.contains(before) {
        return line[(index + 1)...]
      }
      before = line[index]
    }
    return nil
  }

  /// A sentence about a password is none, "password: word" is.
  private static func isSecret(comment text: ArraySlice<UInt8>) -> Bool {
    if RuleText.added(by: text) != nil { return false }
    if !SecretPhrases.places(in: text, .command).isEmpty { return true }
    let words = LineWords(text)
    return !SecretLogins(words).ofRelays().isEmpty
      || words.count < 4 && !SecretPhrases.places(in: text, .line).isEmpty
  }
}
