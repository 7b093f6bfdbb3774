// The one-byte types of the records in a queue file. Any other byte can be written as a literal, for broken files.
//
// Source: rec_type.h.

public struct RecordLetter: Hashable, Sendable, ExpressibleByUnicodeScalarLiteral {
  public let byte: UInt8

  public init(byte: UInt8) { self.byte = byte }
  public init(unicodeScalarLiteral scalar: Unicode.Scalar) { byte = UInt8(ascii: scalar) }

  public static let size: RecordLetter = "C"
  public static let time: RecordLetter = "T"
  public static let attribute: RecordLetter = "A"
  public static let fullName: RecordLetter = "F"
  public static let sender: RecordLetter = "S"
  public static let recipient: RecordLetter = "R"
  /// A recipient that is finished: the type byte of `recipient`, overwritten in place.
  public static let done: RecordLetter = "D"
  /// A recipient that a Milter has cancelled, in place as well.
  public static let cancelled: RecordLetter = "/"
  public static let originalRecipient: RecordLetter = "O"
  public static let warningTime: RecordLetter = "W"
  public static let message: RecordLetter = "M"
  /// A content line, or the last piece of one.
  public static let line: RecordLetter = "N"
  /// A piece of a content line that goes on in the next record.
  public static let continued: RecordLetter = "L"
  /// Room that readers skip, so that a pointer can replace a short header.
  public static let padding: RecordLetter = "w"
  public static let pointer: RecordLetter = "p"
  public static let extracted: RecordLetter = "X"
  public static let end: RecordLetter = "E"
}
