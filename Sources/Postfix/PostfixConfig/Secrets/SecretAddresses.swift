// Addresses of servers with a password or a key in them: https://user:password@host, word.zen.dq.spamhaus.net.

import Bytes

public enum SecretAddresses {
  /// What gives access to a service without a login: the rest of the address is the secret.
  private static let hooks = ["hooks.slack.com/services/", "api.telegram.org/bot", "discord.com/api/webhooks/"]
    .map { Array($0.utf8) }
  /// Lists of bad clients that every customer asks by a name with a key in front.
  private static let lists = [".dq.spamhaus.net", ".abusix.zone"].map { Array($0.utf8) }

  public static func places(in words: LineWords) -> [Range<Int>] {
    words.places.compactMap { place in
      userInformation(in: words.text[place]) ?? hook(in: words.text[place]) ?? listKey(in: words.text[place])
    }
  }

  /// "user:password" before the "@" of a URL or of a socket's address.
  private static func userInformation(in word: ArraySlice<UInt8>) -> Range<Int>? {
    guard let at = word.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    var start: Int
    if let mark = word.indices.first(where: { word[$0...].hasStart("://") }) {
      start = mark + 3
    } else if let type = ["inet:", "tcp:"].first(where: { word.starts(with: $0.utf8) }) {
      start = word.startIndex + type.utf8.count
    } else {
      return nil
    }
    guard start < at else { return nil }
    guard let colon = word[start..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at else {
      // A token alone.
      let isToken =
        at - start >= 20 && word[start..<at].allSatisfy { $0.isASCIIAlphanumeric || "_-.".utf8.contains($0) }
      return isToken ? start..<at : nil
    }
    // https://host:443/@name is a port and a path.
    if let slash = word[colon..<at].firstIndex(of: UInt8(ascii: "/")),
      word[(colon + 1)..<slash].allSatisfy(\.isASCIIDigit)
    {
      return nil
    }
    let password = word[(colon + 1)..<at]
    return password.hasStart("$") && SecretValue.isHarmless(password, for: .expanding) ? nil : start..<at
  }

  private static func hook(in word: ArraySlice<UInt8>) -> Range<Int>? {
    guard word.contains(UInt8(ascii: "/")),
      let hook = hooks.lazy.compactMap({ Array(word).firstOccurrence(of: $0) }).first
    else { return nil }
    let start = word.startIndex + hook.upperBound
    let secret = word[start...].prefix { $0.isASCIIAlphanumeric || "/:_-".utf8.contains($0) }
    return secret.count < 8 ? nil : start..<secret.endIndex
  }

  private static func listKey(in word: ArraySlice<UInt8>) -> Range<Int>? {
    guard word.contains(UInt8(ascii: ".")), lists.contains(where: { Array(word).firstOccurrence(of: $0) != nil }) else {
      return nil
    }
    let start = word.firstIndex(where: \.isASCIIAlphanumeric) ?? word.startIndex
    let key = word[start...].prefix(while: \.isASCIIAlphanumeric)
    return key.count < 16 ? nil : start..<key.endIndex
  }
}
