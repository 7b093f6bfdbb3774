// Quoted strings: the part of the writer where the time goes.
//
// Plain bytes are found eight at a time and copied in runs. Escaped are `"`, `\` and the control characters below blank.

internal import Bytes

extension JSONWriter {
  mutating func appendQuoted(_ text: String) {
    bytes.append(0x22)
    // Text of Swift's own is in one piece: no copy of it is made.
    if text.utf8.withContiguousStorageIfAvailable({ append($0, isUTF8: true) }) == nil {
      Array(text.utf8).withUnsafeBufferPointer { append($0, isUTF8: true) }
    }
    bytes.append(0x22)
  }

  mutating func appendQuoted(_ text: ByteString) { appendQuoted(text.bytes[...]) }

  mutating func appendQuoted(_ text: ArraySlice<UInt8>) {
    bytes.append(0x22)
    text.withUnsafeBufferPointer { append($0, isUTF8: false) }
    bytes.append(0x22)
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>, isUTF8: Bool) {
    var runStart = 0
    var index = 0
    while true {
      index = firstSpecial(in: text, from: index, nonASCII: !isUTF8)
      guard index < text.count else { break }
      let byte = text[index]
      if byte >= 0x80 {
        let length = lengthOfUTF8(in: text, at: index)
        if length > 0 {
          index += length
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])  // U+FFFD
        index += -length
      } else {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        appendEscape(of: byte)
        index += 1
      }
      runStart = index
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
  }

  private mutating func appendEscape(of byte: UInt8) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x08: bytes.append(0x62)  // b
    case 0x09: bytes.append(0x74)  // t
    case 0x0A: bytes.append(0x6E)  // n
    case 0x0C: bytes.append(0x66)  // f
    case 0x0D: bytes.append(0x72)  // r
    default:
      let low = byte & 0x0F
      bytes.append(contentsOf: [0x75, 0x30, 0x30, 0x30 + byte >> 4, low < 10 ? 0x30 + low : 0x57 + low])
    }
  }
}

/// The next byte from `start` on that cannot be copied as it is; with `nonASCII` also the next from 0x80.
func firstSpecial(in text: UnsafeBufferPointer<UInt8>, from start: Int, nonASCII: Bool) -> Int {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let tops: UInt64 = 0x8080_8080_8080_8080
  let raw = UnsafeRawBufferPointer(text)
  var index = start
  while text.count - index >= 8 {
    let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    // Per byte, the top bit is set below blank, and where the difference to `"` or `\` is zero. A borrow makes a byte
    // suspicious that is not, but only behind one that is: the first one is always right.
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let control = (word &- (ones &* 0x20)) & ~word
    var special = control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
    if nonASCII { special |= word }
    special &= tops
    if special != 0 { return index + special.trailingZeroBitCount / 8 }
    index += 8
  }
  while index < text.count {
    let byte = text[index]
    if byte < 0x20 || byte == 0x22 || byte == 0x5C || (nonASCII && byte >= 0x80) { return index }
    index += 1
  }
  return index
}

/// The length of the UTF-8 character at `index`, whose first byte is 0x80 or more; if it is broken, minus the length of
/// the part that one U+FFFD stands for (Unicode's "maximal subpart", as `String(decoding:as:)` does).
func lengthOfUTF8(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch text[index] {
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  case 0xF1...0xF3: length = 4
  default: return -1
  }
  for step in 1..<length {
    let expected = step == 1 ? second : 0x80...0xBF
    guard index + step < text.count, expected.contains(text[index + step]) else { return -step }
  }
  return length
}
