// Tar made by hand, for archives that no writer of ours would make.

import Bytes
import SnapshotArchive

struct RawTar {
  var bytes: [UInt8] = []

  /// A header with the fields of ustar, and the content in whole blocks.
  /// - Parameters:
  ///   - size: what the header says, if not the truth.
  ///   - sizeField: the field itself, twelve bytes, if not octal digits.
  mutating func add(
    _ path: ByteString, type: Character = "0", link: String = "", content: [UInt8] = [], size: Int? = nil,
    sizeField: [UInt8]? = nil, ownerField: [UInt8]? = nil
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ field: some Sequence<UInt8>, _ start: Int) {
      for (index, byte) in field.enumerated() { header[start + index] = byte }
    }
    put(path.bytes.prefix(100), 0)
    put("0000700\0".utf8, 100)
    put(ownerField ?? Array("0000152\0".utf8), 108)
    put("0000161\0".utf8, 116)
    put(sizeField ?? Self.octal(size ?? content.count), 124)
    put(Self.octal(1_764_000_000), 136)
    put("        ".utf8, 148)
    put(String(type).utf8, 156)
    put(link.utf8.prefix(100), 157)
    put("ustar\u{0}00".utf8, 257)
    let sum = header.reduce(0) { $0 + Int($1) }
    put(Self.octal(sum).suffix(7), 148)
    bytes += header + content
    bytes += [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  /// A pax header for the entry that comes next.
  mutating func add(records: [(String, [UInt8])], type: Character = "x") {
    var content: [UInt8] = []
    for (key, value) in records {
      let rest = " \(key)=".utf8.count + value.count + 1
      var length = rest + 1
      while rest + String(length).utf8.count != length { length += 1 }
      content += Array("\(length) \(key)=".utf8) + value + [UInt8(ascii: "\n")]
    }
    add("pax", type: type, content: content)
  }

  /// The archive with its end.
  var ended: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

  /// Eleven digits and a NUL.
  private static func octal(_ number: Int) -> [UInt8] {
    let digits = Array(String(number, radix: 8).utf8)
    return [UInt8](repeating: UInt8(ascii: "0"), count: 11 - digits.count) + digits + [0]
  }

  /// A number in twelve bytes as GNU tar writes large ones.
  static func binary(_ number: Int64, width: Int = 12) -> [UInt8] {
    var field = [UInt8](repeating: number < 0 ? 0xFF : 0, count: width)
    for index in 0..<8 { field[width - 1 - index] = UInt8(truncatingIfNeeded: number >> (8 * Int64(index))) }
    field[0] = number < 0 ? 0xFF : 0x80
    return field
  }
}
