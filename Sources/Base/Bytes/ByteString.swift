// Text as Postfix holds it: bytes without a promised encoding.
//
// Configuration names and values, addresses and log lines may contain any byte. They stay bytes for as long as they
// are compared, split and written back; a String is made only for what a person reads.

import Glibc

/// A sequence of bytes with the conveniences of text. Ordered as strcmp(3) orders: by unsigned byte.
public struct ByteString: Sendable {
  public var bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  /// The same for a part of an array, in one piece.
  public init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }
  public init(_ text: String) { self.bytes = Array(text.utf8) }

  /// A path: two folders, one inside the other, and a name. Snapshots have millions of them.
  public init(path folder: String, _ inner: String, name: ArraySlice<UInt8>) {
    var path: [UInt8] = []
    path.reserveCapacity(folder.utf8.count + inner.utf8.count + name.count + 2)
    path += folder.utf8
    path.append(UInt8(ascii: "/"))
    path += inner.utf8
    path.append(UInt8(ascii: "/"))
    path += name
    bytes = path
  }

  public static let empty = ByteString([])

  public var isEmpty: Bool { bytes.isEmpty }
  public var count: Int { bytes.count }

  public static func + (left: ByteString, right: ByteString) -> ByteString { ByteString(left.bytes + right.bytes) }
  public static func += (left: inout ByteString, right: ByteString) { left.bytes += right.bytes }

  public func hasPrefix(_ prefix: ByteString) -> Bool {
    count >= prefix.count && Self.compare(self, prefix) == 0
  }
  public func hasSuffix(_ suffix: ByteString) -> Bool {
    bytes.count >= suffix.bytes.count && bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
  }

  /// ASCII letters in lower case; every other byte as it is.
  public var lowercased: ByteString {
    ByteString(bytes.map { $0.isASCIIUppercase ? $0 + 0x20 : $0 })
  }
}

extension ByteString: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}

// Whole blocks at a time: names are hashed and compared in every hot path.
extension ByteString: Hashable {
  public static func == (left: ByteString, right: ByteString) -> Bool {
    guard left.bytes.count == right.bytes.count else { return false }
    return compare(left, right) == 0
  }

  public func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension ByteString: Comparable {
  /// The order of the common beginning, as memcmp(3) tells it.
  private static func compare(_ left: ByteString, _ right: ByteString) -> Int32 {
    left.bytes.withUnsafeBytes { first in
      right.bytes.withUnsafeBytes { second in
        guard let start = first.baseAddress, let other = second.baseAddress else { return 0 }
        return memcmp(start, other, min(first.count, second.count))
      }
    }
  }

  public static func < (left: ByteString, right: ByteString) -> Bool {
    let order = compare(left, right)
    return order == 0 ? left.bytes.count < right.bytes.count : order < 0
  }
}

extension ByteString: CustomStringConvertible {
  /// The text for a person; bytes that are not UTF-8 become U+FFFD.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
