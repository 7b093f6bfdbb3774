// The header of a file in a tar archive: 512 bytes. POSIX.1-2017, pax, "ustar Interchange Format".

import Bytes
import SystemAccess

struct TarHeader {
  static let size = 512
  private static let longestName = 100
  private static let longestPrefix = 155

  /// What the fields can hold: 7 and 11 octal digits.
  static let largestID: UInt32 = 0o777_7777
  static let largestNumber = 0o777_7777_7777

  private(set) var bytes = [UInt8](repeating: 0, count: size)

  /// What does not fit is for an extended header to tell.
  init(_ file: ArchiveEntry) {
    let (prefix, name) = Self.split(file.path.bytes) ?? ([], file.path.bytes.prefix(Self.longestName))
    fill(prefix, name, file, type: "0")
  }

  /// The header of an extended header.
  init(ofPaxRecords count: Int, for file: ArchiveEntry) {
    let entry = ArchiveEntry(path: .empty, size: count, modified: file.modified)
    fill([], Array("PaxHeader/\(file.path)".utf8.prefix(Self.longestName))[...], entry, type: "x")
  }

  /// Whether a path fits.
  static func holds(_ path: ByteString) -> Bool {
    path.bytes.allSatisfy { $0 < 0x80 } && split(path.bytes) != nil
  }

  /// The directory and the name below it, as the fields have it.
  private static func split(_ path: [UInt8]) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
    if path.count <= longestName { return ([], path[...]) }
    // The first "/" behind which there is room for the rest.
    guard let slash = path.suffix(longestName + 1).firstIndex(of: UInt8(ascii: "/")), slash <= longestPrefix,
      slash + 1 < path.count
    else { return nil }
    return (path[..<slash], path[(slash + 1)...])
  }

  private mutating func fill(
    _ prefix: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>, _ file: ArchiveEntry, type: Unicode.Scalar
  ) {
    put(name, at: 0)
    put(Int(file.mode), digits: 7, at: 100)
    put(file.owner <= Self.largestID ? Int(file.owner) : 0, digits: 7, at: 108)
    put(file.group <= Self.largestID ? Int(file.group) : 0, digits: 7, at: 116)
    put(file.size <= Self.largestNumber ? file.size : 0, digits: 11, at: 124)
    let seconds = Int(file.modified.seconds)
    put(0...Self.largestNumber ~= seconds ? seconds : 0, digits: 11, at: 136)
    bytes[156] = UInt8(ascii: type)
    put("ustar".utf8, at: 257)
    put("00".utf8, at: 263)
    put(prefix, at: 345)
    // The sum of all bytes, with blanks in place of the sum.
    let sum = bytes.reduce(8 * 0x20) { $0 &+ Int($1) }
    put(sum, digits: 6, at: 148)
    bytes[155] = 0x20
  }

  private mutating func put(_ text: some Collection<UInt8>, at place: Int) {
    bytes.replaceSubrange(place..<(place + text.count), with: text)
  }

  private mutating func put(_ number: Int, digits: Int, at place: Int) {
    var rest = number
    for index in (place..<(place + digits)).reversed() {
      bytes[index] = 0x30 | UInt8(truncatingIfNeeded: rest & 7)
      rest >>= 3
    }
  }
}

/// What a header cannot hold, as an extended header tells it. POSIX.1-2017, pax, "pax Interchange Format".
enum PaxRecords {
  /// Nil where the header suffices.
  static func bytes(of file: ArchiveEntry) -> [UInt8]? {
    var bytes: [UInt8] = []
    if !TarHeader.holds(file.path) {
      // Not UTF-8, or nobody knows: byte by byte. GNU tar does so, too, and says that it does not know the keyword.
      if !file.path.bytes.allSatisfy({ $0 < 0x80 }) { append("hdrcharset", "BINARY", to: &bytes) }
      append("path", file.path, to: &bytes)
    }
    if file.size > TarHeader.largestNumber { append("size", ByteString("\(file.size)"), to: &bytes) }
    if file.owner > TarHeader.largestID { append("uid", ByteString("\(file.owner)"), to: &bytes) }
    if file.group > TarHeader.largestID { append("gid", ByteString("\(file.group)"), to: &bytes) }
    if !(0...Int64(TarHeader.largestNumber) ~= file.modified.seconds) {
      append("mtime", ByteString("\(file.modified.seconds)"), to: &bytes)
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// "12 path=name" and a line feed. The number is the length of all that, its own digits included.
  private static func append(_ keyword: String, _ value: ByteString, to bytes: inout [UInt8]) {
    let rest = keyword.utf8.count + value.count + 3
    var length = rest + 1
    while "\(length)".utf8.count + rest != length { length = rest + "\(length)".utf8.count }
    bytes += Array("\(length) \(keyword)=".utf8) + value.bytes + [0x0A]
  }
}
