// The header of a file in a tar archive, found in bytes of which nobody knows where they begin. POSIX.1-2017, pax, "ustar
// Interchange Format".

import Bytes
import Glibc

struct TarBlock {
  static let length = 512
  private static let markPlace = 257
  private static let word: [UInt8] = Array("ustar".utf8)

  let path: ByteString
  /// Bytes of content.
  let size: Int

  /// The header that begins at a place; nil where none does.
  static func mark(_ bytes: [UInt8], at start: Int) -> TarBlock? {
    guard start >= 0, start <= bytes.count - length else { return nil }
    let block = Array(bytes[start..<start + length])
    guard block[markPlace...].starts(with: word), [0, 0x30].contains(block[156]) else { return nil }
    // The sum is of all bytes, its own field taken as blanks.
    let sum = block.enumerated().reduce(0) { $0 + (148..<156 ~= $1.offset ? 0x20 : Int($1.element)) }
    guard number(block[148..<156]) == sum, let size = number(block[124..<136]) else { return nil }
    var path = ByteString(block[..<100].prefix { $0 != 0 })
    let prefix = block[345..<500].prefix { $0 != 0 }
    // GNU's tar has something else there.
    if block[markPlace + 5] == 0, !prefix.isEmpty { path = ByteString(prefix) + "/" + path }
    return TarBlock(path: path, size: size)
  }

  /// Where a header may begin, from a place on; nil where none does before the end.
  static func next(in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return bytes.withUnsafeBytes { buffer -> Int? in
      var place = start
      while place < buffer.count, let base = buffer.baseAddress {
        guard let found = memchr(base + place, Int32(word[0]), buffer.count - place) else { return nil }
        let mark = base.distance(to: UnsafeRawPointer(found))
        if mark - markPlace >= start, buffer[mark...].starts(with: word) { return mark - markPlace }
        place = mark + 1
      }
      return nil
    }
  }

  /// Octal digits, with blanks before them and a blank or a NUL behind.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 0x20 }.prefix { 0x30...0x37 ~= $0 }
    guard !digits.isEmpty else { return nil }
    // At most 12 of them.
    return digits.reduce(0) { $0 << 3 | Int($1 &- 0x30) }
  }
}
