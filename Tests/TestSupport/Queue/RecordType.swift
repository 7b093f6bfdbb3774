// The one-byte types of the records in a queue file. Any other byte can be written as a literal, for broken files.
//
// Source: rec_type.h.

public struct RecordType: Hashable, Sendable, ExpressibleByUnicodeScalarLiteral {
  public let byte: UInt8

  public init(byte: UInt8) { self.byte = byte }
  public init(unicodeScalarLiteral scalar: Unicode.Scalar) { byte = UInt8(ascii: scalar) }

  public static let size: RecordType = "C"
  public static let time: RecordType = "T"
  public static let attribute: RecordType = "A"
  public static let fullName: RecordType = "F"
  public static let sender: RecordType = "S"
  public static let recipient: RecordType = "R"
  /// A recipient that is finished: the type byte of `recipient`, overwritten in place.
  public static let done: RecordType = "D"
  /// A recipient that a Milter has cancelled, in place as well.
  public static let cancelled: RecordType = "/"
  public static let originalRecipient: RecordType = "O"
  public static let warningTime: RecordType = "W"
  public static let message: RecordType = "M"
  /// A content line, or the last piece of one.
  public static let line: RecordType = "N"
  /// A piece of a content line that goes on in the next record.
  public static let continued: RecordType = "L"
  /// Room that readers skip, so that a pointer can replace a short header.
  public static let padding: RecordType = "w"
  public static let pointer: RecordType = "p"
  public static let extracted: RecordType = "X"
  public static let end: RecordType = "E"
}
