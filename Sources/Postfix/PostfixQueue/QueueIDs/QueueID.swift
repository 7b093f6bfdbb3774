// A queue id: how Postfix names a message file.
//
// Short ids carry microseconds and inode; long ids (enable_long_queue_ids) carry seconds, microseconds and inode. Both
// promise that the name matches the file's inode; a copied file breaks that promise until it is renamed.
// Source: mail_queue.h, safe_ultostr.c.

public import Bytes

public struct QueueID: Hashable, Sendable {
  /// When the file was created, to the microsecond. Short ids know only the microseconds.
  public enum Birth: Hashable, Sendable {
    case microseconds(UInt32)
    case time(seconds: UInt64, microseconds: UInt32)
  }

  public let birth: Birth
  public let inode: UInt64

  public init(birth: Birth, inode: UInt64) {
    self.birth = birth
    self.inode = inode
  }

  /// Nil for anything that Postfix would not have written: foreign characters, numbers that overflow, missing parts.
  public init?(_ name: ByteString) {
    let bytes = name.bytes
    // Shorter names made old versions of postsuper read beyond their end.
    guard bytes.count >= 6 else { return nil }
    if let mark = bytes.lastIndex(of: UInt8(ascii: "z")), mark >= 10 {
      guard let seconds = QueueIDNumbers.number(bytes[..<(mark - 4)], base: 52),
        let microseconds = QueueIDNumbers.number(bytes[(mark - 4)..<mark], base: 52),
        let inode = QueueIDNumbers.number(bytes[(mark + 1)...], base: 51)
      else { return nil }
      birth = .time(seconds: seconds, microseconds: UInt32(microseconds))
      self.inode = inode
    } else {
      guard let microseconds = QueueIDNumbers.hexadecimal(bytes[..<5]),
        let inode = QueueIDNumbers.hexadecimal(bytes[5...])
      else { return nil }
      birth = .microseconds(UInt32(microseconds))
      self.inode = inode
    }
  }

  /// As Postfix writes it.
  public var name: ByteString {
    switch birth {
    case .microseconds(let microseconds):
      ByteString(
        QueueIDNumbers.hexadecimal(UInt64(microseconds), width: 5) + QueueIDNumbers.hexadecimal(inode))
    case .time(let seconds, let microseconds):
      ByteString(
        QueueIDNumbers.text(seconds, base: 52, width: 6)
          + QueueIDNumbers.text(UInt64(microseconds), base: 52, width: 4) + [UInt8(ascii: "z")]
          + QueueIDNumbers.text(inode, base: 51))
    }
  }

  public var isLong: Bool {
    if case .time = birth { true } else { false }
  }

  public var microseconds: UInt32 {
    switch birth {
    case .microseconds(let microseconds), .time(_, let microseconds): microseconds
    }
  }

  /// The same birth with another inode, for a file that was copied.
  public func with(inode: UInt64) -> QueueID { QueueID(birth: birth, inode: inode) }

  /// A name that Postfix accepts in a queue: 1 to 255 letters, digits and "_". Source: mail_queue_id_ok.
  public static func isLegalName(_ name: ByteString) -> Bool {
    (1...255).contains(name.count)
      && name.bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
  }

  /// The names of the directories, one inside the other, below a hashed queue in which a message lies.
  ///
  /// - Parameter depth: hash_queue_depth. Source: mail_queue_dir, dir_forest.c.
  public static func hashDirectories(for name: ByteString, depth: Int) -> [ByteString] {
    hashDigits(for: name, depth: depth).bytes.map { ByteString([$0]) }
  }

  /// The same as one text, for each of their names is one letter.
  public static func hashDigits(for name: ByteString, depth: Int) -> ByteString {
    guard depth > 0 else { return .empty }
    var digits = name.bytes
    // Long ids begin with their slowest digits, which would put all new mail into one directory.
    if let mark = digits.lastIndex(of: UInt8(ascii: "z")), mark >= 10,
      let microseconds = QueueIDNumbers.number(digits[(mark - 4)..<mark], base: 52)
    {
      digits = QueueIDNumbers.hexadecimal(microseconds, width: 5)
    }
    return ByteString((0..<depth).map { $0 < digits.count ? digits[$0] : UInt8(ascii: "_") })
  }
}
