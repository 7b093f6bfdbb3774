// Strings of JSON that is read: UTF-8 between quotes, with escapes.

extension JSONParser {
  /// Reads the string whose opening quote is current.
  mutating func string() throws(JSONError) -> String {
    index += 1
    var bytes: [UInt8] = []
    var runStart = index
    while true {
      guard let byte = current else { throw error("a closing quote is expected") }
      switch byte {
      case 0x22:
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        index += 1
        return String(decoding: bytes, as: UTF8.self)
      case 0x5C:
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        bytes.append(contentsOf: Array(String(try escape()).utf8))
        runStart = index
      case 0..<0x20: throw error("a control character must be escaped")
      case 0x20..<0x80: index += 1
      default:
        let length = lengthOfUTF8(in: text, at: index)
        guard length > 0 else { throw error("this is not UTF-8") }
        index += length
      }
    }
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let byte = current else { throw error("an escape is expected") }
    index += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: return try unicode(from: start)
    default: throw JSONError(offset: start, message: "this escape is unknown")
    }
  }

  private mutating func unicode(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // What is left are surrogates: a high one needs a low one behind it.
    guard first < 0xDC00, take(0x5C), take(0x75), case let second = try hexadecimal(), second & 0xFC00 == 0xDC00,
      let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
    else { throw JSONError(offset: start, message: "a surrogate lacks its partner") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("a hexadecimal digit is expected")
      }
      number = number << 4 | UInt32(digit)
      index += 1
    }
    return number
  }
}
