// Tar archives that no program would make: every header field can lie.

import Bytes

/// One member of a handmade archive.
struct HandmadeMember: Sendable {
  var name = "queue/hold/A1"
  /// '0' is a file, '1' a hard link, '2' a symbolic link, '3' and '4' devices, '5' a directory, '6' a FIFO, 'x' pax.
  var type = "0"
  var target = ""
  /// What the header says; nil for the truth.
  var size: Int?
  var content: [UInt8] = []
  var isChecksumRight = true

  /// Header and content in full blocks.
  var bytes: [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int, length: Int) {
      for (index, byte) in text.utf8.prefix(length).enumerated() { header[offset + index] = byte }
    }
    func octal(_ value: Int, digits: Int) -> String {
      let text = String(value, radix: 8)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    put(name, at: 0, length: 100)
    put("0000600", at: 100, length: 7)
    put("0000000", at: 108, length: 7)
    put("0000000", at: 116, length: 7)
    put(octal(size ?? content.count, digits: 11), at: 124, length: 11)
    put(octal(1_700_000_000, digits: 11), at: 136, length: 11)
    put("        ", at: 148, length: 8)
    put(type, at: 156, length: 1)
    put(target, at: 157, length: 100)
    put("ustar\u{0}00", at: 257, length: 8)
    let sum = header.reduce(0) { $0 + Int($1) } + (isChecksumRight ? 0 : 1)
    put(octal(sum, digits: 6) + "\u{0} ", at: 148, length: 8)
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  /// A pax header with one keyword for the member behind it.
  static func pax(_ keyword: String, _ value: String) -> HandmadeMember { pax([(keyword, value)]) }

  static func pax(_ records: [(keyword: String, value: String)]) -> HandmadeMember {
    let texts = records.map { record in
      let rest = " \(record.keyword)=\(record.value)\n"
      var length = rest.utf8.count
      while "\(length)".utf8.count + rest.utf8.count != length { length += 1 }
      return "\(length)\(rest)"
    }
    return HandmadeMember(name: "PaxHeader", type: "x", content: Array(texts.joined().utf8))
  }
}

enum HandmadeTar {
  static let end = [UInt8](repeating: 0, count: 1024)

  static func archive(_ members: [HandmadeMember]) -> [UInt8] { members.flatMap(\.bytes) + end }
}
