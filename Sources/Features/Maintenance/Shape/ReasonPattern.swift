// Reasons of deferrals, with what differs from message to message left out: "connect to *[*]:25: Connection timed out".
//
// A reason is taken apart at blanks. Addresses, host names, paths and numbers become "*". Kept are ports, reply codes
// such as 451 or 4.7.1, and short words with a digit, such as IPv6.

import Bytes

enum ReasonPattern {
  static func of(_ reason: ByteString) -> ByteString {
    var pattern: [UInt8] = []
    for word in reason.bytes.split(whereSeparator: \.isASCIISpace) {
      if !pattern.isEmpty { pattern.append(0x20) }
      pattern += replace(word)
    }
    return ByteString(pattern)
  }

  private static let star = UInt8(ascii: "*")

  /// Replaces the core of a word, without the signs around it.
  private static func replace(_ word: ArraySlice<UInt8>) -> [UInt8] {
    let opening = word.prefix { "(<\"'".utf8.contains($0) }
    let rest = word[opening.endIndex...]
    var end = rest.endIndex
    while end > rest.startIndex, ")>\"',;:.!?".utf8.contains(rest[end - 1]) { end -= 1 }
    return Array(opening) + core(rest[..<end]) + Array(rest[end...])
  }

  private static func core(_ text: ArraySlice<UInt8>) -> [UInt8] {
    if text.isEmpty { return [] }
    // name=value, but not an address or a link that has an equals sign in it.
    if let equals = text.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex,
      text[..<equals].allSatisfy({ $0.isASCIILetter || $0 == UInt8(ascii: "_") })
    {
      return Array(text[...equals]) + replace(text[(equals + 1)...])
    }
    // A host with its address: mx.example.com[192.0.2.1]:25.
    if let open = text.lastIndex(of: UInt8(ascii: "[")), let close = text[open...].firstIndex(of: UInt8(ascii: "]")) {
      let port = text[(close + 1)...]
      let isPort = port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(\.isASCIIDigit)
      let host = open > text.startIndex ? [star] : []
      return host + Array("[*]".utf8) + (isPort || port.isEmpty ? Array(port) : core(port))
    }
    if text.contains(UInt8(ascii: "@")) { return [star] }
    if let scheme = Array(text).firstOccurrence(of: Array("://".utf8)) {
      return Array(text[..<(text.startIndex + scheme.upperBound)]) + [star]
    }
    if isReplyCode(text) { return Array(text) }
    if isPath(text) { return [star] }
    if isHostName(text) { return [star] }
    // 421-4.7.0 and the like: each part by itself.
    if let dash = text.firstIndex(of: UInt8(ascii: "-")), isReplyCode(text[..<dash]) {
      return Array(text[...dash]) + core(text[(dash + 1)...])
    }
    return isNumberLike(text) ? [star] : Array(text)
  }

  private static func isPath(_ text: ArraySlice<UInt8>) -> Bool {
    guard let slash = text.firstIndex(of: UInt8(ascii: "/")), text.count > 1 else { return false }
    return slash == text.startIndex || text.contains { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
  }

  /// 250, 451, 4.7.1.
  private static func isReplyCode(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, (UInt8(ascii: "2")...UInt8(ascii: "5")).contains(first) else { return false }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.count <= 3 && $0.allSatisfy(\.isASCIIDigit) }) else { return false }
    if parts.count == 3 { return parts[0].count == 1 }
    // Of the codes that end in 0, as plain numbers do, those that servers use.
    let isRound = text.last == UInt8(ascii: "0")
    return text.count == 3 && text[text.startIndex + 1] <= UInt8(ascii: "5")
      && (!isRound || ["220", "250", "450", "500", "530", "550"].contains { text.elementsEqual($0.utf8) })
  }

  /// Letters, digits and "-" in labels, a top-level domain of letters.
  private static func isHostName(_ text: ArraySlice<UInt8>) -> Bool {
    let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, last.count > 1 else { return false }
    return last.contains { $0.isASCIILetter || $0 > 0x7F }
      && labels.allSatisfy { label in
        !label.isEmpty && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x2D || $0 == 0x5F || $0 > 0x7F }
      }
  }

  /// Numbers, addresses, ids: digits with other things, but no short word such as IPv4 or TLSv1.
  private static func isNumberLike(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.count { $0.isASCIIDigit }
    guard digits > 0 else { return false }
    return !(text.first?.isASCIILetter == true && digits == 1 && text.count < 8)
  }
}
