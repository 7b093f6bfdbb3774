// The domain of an address as a row of a shape: in lower case, dots in order. Source: qshape(1).

import Bytes
import Glibc

/// Turns addresses into domains, one after the other, in the same memory.
struct DomainName {
  /// What the null sender counts as.
  static let nullSender: ByteString = "MAILER-DAEMON"

  private var room = [UInt8](repeating: 0, count: 256)

  /// Lends the domain of an address. An address without "@" is its own domain.
  @inline(__always)
  mutating func read<Result>(_ address: UnsafeRawBufferPointer, _ look: (UnsafeRawBufferPointer) -> Result) -> Result {
    if address.isEmpty { return Self.nullSender.bytes.withUnsafeBytes(look) }
    if room.count < address.count { room = Array(repeating: 0, count: address.count) }
    guard let domain = Self.plainDomain(of: address) else { return Self.odd(Array(address)).withUnsafeBytes(look) }
    return room.withUnsafeMutableBytes { room in
      for index in 0..<domain.count { room[index] = domain[index] | (domain[index].isASCIIUppercase ? 0x20 : 0) }
      return look(UnsafeRawBufferPointer(rebasing: room[..<domain.count]))
    }
  }

  /// What follows the last "@", or everything; nil where a dot is at either end or behind another one, or a line ends.
  @inline(__always)
  private static func plainDomain(of address: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard place(of: 0x0A, in: address) == nil else { return nil }
    var domain = address
    while let at = place(of: UInt8(ascii: "@"), in: domain) {
      domain = UnsafeRawBufferPointer(rebasing: domain[(at + 1)...])
    }
    guard let first = domain.first, let last = domain.last, first != dot, last != dot else { return nil }
    var rest = domain
    while let place = place(of: dot, in: rest) {
      rest = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
      if rest.first == dot { return nil }
    }
    return domain
  }

  private static let dot = UInt8(ascii: ".")

  @inline(__always)
  private static func place(of byte: UInt8, in text: UnsafeRawBufferPointer) -> Int? {
    guard let start = text.baseAddress, let hit = memchr(start, Int32(byte), text.count) else { return nil }
    return start.distance(to: UnsafeRawPointer(hit))
  }

  static func of(_ address: ByteString) -> ByteString {
    var name = DomainName()
    return address.bytes.withUnsafeBytes { name.read($0) { ByteString(Array($0)) } }
  }

  /// As qshape's patterns have it: they look at the first line that has an "@", and at the end of the last line.
  private static func odd(_ address: [UInt8]) -> [UInt8] {
    var text = ByteString(address).lowercased.bytes
    if let at = text.firstIndex(of: UInt8(ascii: "@")) {
      let start = text[..<at].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let end = text[at...].firstIndex(of: 0x0A) ?? text.endIndex
      let last = text[..<end].lastIndex(of: UInt8(ascii: "@")) ?? at
      text.removeSubrange(start...last)
    }
    var collapsed: [UInt8] = []
    var index = 0
    while index < text.count {
      collapsed.append(text[index])
      index += text[index] == dot && index + 1 < text.count && text[index + 1] == dot ? 2 : 1
    }
    // The last line that is not empty, without one dot at either end if something is left.
    var end = collapsed.count
    if end > 0, collapsed[end - 1] == 0x0A { end -= 1 }
    let start = collapsed[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    var line = collapsed[start..<end]
    if line.count > 1, line.first == dot { line.removeFirst() }
    if line.count > 1, line.last == dot { line.removeLast() }
    return Array(collapsed[..<start] + line + collapsed[end...])
  }

  /// ".example.com" for "mail.example.com" and for ".mail.example.com"; nil for what has no parent but a top-level domain.
  static func parent(of name: ByteString) -> ByteString? {
    let bytes = name.bytes
    let start = bytes.first == dot ? 1 : 0
    guard let end = bytes[start...].firstIndex(of: dot), end > start else { return nil }
    let rest = bytes[(end + 1)...]
    // Another dot has to follow on the same line.
    let line = rest.prefix { $0 != 0x0A }
    return line.contains(dot) ? ByteString([dot] + rest) : nil
  }
}
