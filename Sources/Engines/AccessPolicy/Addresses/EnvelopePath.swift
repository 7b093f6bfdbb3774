// What smtpd makes of the text between < and > of MAIL FROM and RCPT TO.
//
// Programs send more than addresses: comments, names, routes. smtpd takes the one address that it finds.
// Sources: smtpd.c (extract_addr), smtpd_token.c, smtpd_check.c (smtpd_check_addr).

import Bytes

enum EnvelopePath {
  /// The address in internal form; nil where smtpd answers 501 "Bad … address syntax". What only the resolver refuses
  /// is not looked at.
  /// - Parameters:
  ///   - isStrict: strict_rfc821_envelopes.
  ///   - isSender: the null address is welcome.
  static func address(_ text: ByteString, isStrict: Bool, isSender: Bool) -> ByteString? {
    if PlainAddress.at(text.bytes) != nil { return text }
    let bytes = text.bytes.prefix { $0 != 0 }
    guard isOneWord(bytes) else { return nil }
    var path = bytes
    if path.first == UInt8(ascii: "@"), let colon = path.firstIndex(of: UInt8(ascii: ":")) {
      path = path[(colon + 1)...]
    }
    let found = EnvelopeAddresses(path)
    if found.count > 1 || (isStrict && found.otherCount > 0) { return nil }
    let address = ByteString(found.last?.internalText ?? [])
    if address.isEmpty, !isSender { return nil }
    if isStrict, address.bytes.first == UInt8(ascii: "@") { return nil }
    return address
  }

  /// The same, with the resolver's judgement.
  /// - Parameter usesSMTPUTF8: MAIL FROM has the SMTPUTF8 option. Without it a domain must be ASCII.
  static func address(
    _ text: ByteString, isStrict: Bool, isSender: Bool, usesSMTPUTF8: Bool = false, resolver: AddressResolver
  ) -> ByteString? {
    guard let address = address(text, isStrict: isStrict, isSender: isSender) else { return nil }
    if address.isEmpty { return address }
    let resolved = resolver.resolved(address, sender: .empty)
    return isAccepted(resolved, usesSMTPUTF8: usesSMTPUTF8) ? address : nil
  }

  /// Whether an address that is resolved like this gets past the syntax check.
  static func isAccepted(_ address: ResolvedAddress, usesSMTPUTF8: Bool = false) -> Bool {
    if case .badSyntax = address.outcome { return false }
    // Of an address that could not be looked up smtpd has no domain to check.
    if address.isLost { return true }
    if usesSMTPUTF8 { return true }
    let recipient = address.recipient.bytes
    guard let at = recipient.lastIndex(of: UInt8(ascii: "@")) else { return true }
    return recipient[at...].allSatisfy { $0 < 0x80 }
  }

  /// Whether the command's parser takes `<text>` as one word. If not, a quote is not closed, or the rest counts as options.
  private static func isOneWord(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text + [UInt8(ascii: ">")]
    guard skipQuoted(&rest, to: UInt8(ascii: ">")) else { return false }
    while let byte = rest.popFirst() {
      switch byte {
      case _ where byte.isASCIISpace: return false
      case UInt8(ascii: "<"): guard skipQuoted(&rest, to: UInt8(ascii: ">")) else { return false }
      case UInt8(ascii: "\""): guard skipQuoted(&rest, to: byte) else { return false }
      case UInt8(ascii: "\\"): rest = rest.dropFirst()
      default: break
      }
    }
    return true
  }

  /// Skips to the closing character; quotes and angle brackets nest. False if it is missing.
  private static func skipQuoted(_ rest: inout ArraySlice<UInt8>, to end: UInt8) -> Bool {
    var open = [end]
    while let byte = rest.popFirst() {
      guard let wanted = open.last else { return true }
      if byte == UInt8(ascii: "\\") {
        if rest.popFirst() == nil { return false }
      } else if byte == wanted {
        open.removeLast()
        if open.isEmpty { return true }
      } else if byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "<") && wanted == UInt8(ascii: ">")) {
        open.append(byte == UInt8(ascii: "<") ? UInt8(ascii: ">") : byte)
      }
    }
    return false
  }
}
