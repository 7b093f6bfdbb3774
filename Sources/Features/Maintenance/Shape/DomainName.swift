// The domain of an address as a row of a shape: in lower case, dots in order. Source: qshape(1).

import Bytes

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
    var start = address.count
    while start > 0, address[start &- 1] != UInt8(ascii: "@") { start &-= 1 }
    var isOdd = false
    room.withUnsafeMutableBytes { room in
      var previous = UInt8(ascii: ".")
      for index in start..<address.count {
        let byte = address[index]
        isOdd = isOdd || byte == 0x0A || byte == UInt8(ascii: ".") && previous == byte
        previous = byte
        room[index &- start] = byte.isASCIIUppercase ? byte | 0x20 : byte
      }
      isOdd = isOdd || previous == UInt8(ascii: ".")
    }
    if isOdd || start > 0 && address[..<start].contains(0x0A) {
      return Self.odd(Array(address)).withUnsafeBytes(look)
    }
    return room.withUnsafeBytes { look(UnsafeRawBufferPointer(rebasing: $0[..<(address.count &- start)])) }
  }

  static func of(_ address: ByteString) -> ByteString {
    var name = DomainName()
    return address.bytes.withUnsafeBytes { name.read($0) { ByteString(Array($0)) } }
  }

  /// As qshape's patterns have it: they look at the first line that has an "@", and at the end of the last line.
  private static func odd(_ address: [UInt8]) -> [UInt8] {
    let dot = UInt8(ascii: ".")
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
    let dot = UInt8(ascii: ".")
    let bytes = name.bytes
    let start = bytes.first == dot ? 1 : 0
    guard let end = bytes[start...].firstIndex(of: dot), end > start else { return nil }
    let rest = bytes[(end + 1)...]
    // Another dot has to follow on the same line.
    let line = rest.prefix { $0 != 0x0A }
    return line.contains(dot) ? ByteString([dot] + rest) : nil
  }
}
