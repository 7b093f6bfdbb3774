// The types of records in a queue file. Source: rec_type.h.

public struct RecordType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  private init(_ letter: Unicode.Scalar) { rawValue = UInt8(ascii: letter) }

  public static let size = RecordType("C")
  public static let time = RecordType("T")
  public static let fullName = RecordType("F")
  public static let inspector = RecordType("I")
  /// In an envelope; inside content the same letter is `continuedLine`.
  public static let filter = RecordType("L")
  public static let sender = RecordType("S")
  /// A recipient to do.
  public static let recipient = RecordType("R")
  /// A recipient that is done: delivered, or bounced.
  public static let done = RecordType("D")
  /// A recipient that a Milter took away.
  public static let cancelled = RecordType("/")
  public static let originalRecipient = RecordType("O")
  public static let delayWarning = RecordType("W")
  public static let attribute = RecordType("A")
  public static let killed = RecordType("K")
  public static let redirect = RecordType(">")
  public static let verp = RecordType("V")
  public static let priority = RecordType("P")
  public static let returnReceipt = RecordType("r")
  public static let errorsTo = RecordType("e")
  public static let notify = RecordType("n")
  public static let dsnOriginalRecipient = RecordType("o")
  public static let envelopeID = RecordType("i")
  public static let returnFlags = RecordType("<")
  public static let message = RecordType("M")
  public static let line = RecordType("N")
  /// Content whose line goes on in the next record.
  public static let continuedLine = RecordType("L")
  /// Room for a pointer to come, to be skipped.
  public static let padding = RecordType("w")
  public static let extracted = RecordType("X")
  public static let pointer = RecordType("p")
  public static let end = RecordType("E")

  /// Whether any version of Postfix writes it into files.
  public var isKnown: Bool { Self.known.contains(self) }

  private static let known = RecordTypeSet(
    size, time, fullName, inspector, filter, sender, recipient, done, cancelled, originalRecipient, delayWarning,
    attribute, killed, redirect, verp, priority, returnReceipt, errorsTo, notify, dsnOriginalRecipient, envelopeID,
    returnFlags, message, line, padding, extracted, pointer, end)
}

/// A set of record types, which are ASCII letters and signs.
public struct RecordTypeSet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Every ASCII character.
  static let all = {
    var all = RecordTypeSet()
    (all.low, all.high) = (.max, .max)
    return all
  }()

  public init(_ types: RecordType...) {
    for type in types {
      if type.rawValue < 64 { low |= 1 << UInt64(type.rawValue) } else { high |= 1 << UInt64(type.rawValue & 63) }
    }
  }

  @inline(__always)
  public func contains(_ type: RecordType) -> Bool { contains(type.rawValue) }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) & (1 &<< UInt64(byte & 63)) != 0
  }
}
