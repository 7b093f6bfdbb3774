// Values: what names stand for while a condition is evaluated.
//
// Two cases carry the honesty of the language. `absent` is known to be missing: no such header, no sender. `unknown`
// could not be found out, and says why; it may stand anywhere, also as one element of a list or one member of a record.
// A word is its position in its WordType and records are boxed, so that a value fits in two machine words.

public import Bytes

public enum Value: Sendable {
  case absent
  case unknown([Reason])
  case boolean(Bool)
  case number(Int64)
  /// Seconds.
  case duration(Int64)
  /// Bytes.
  case size(Int64)
  case version(VersionNumber)
  case text(ByteString)
  /// The position of the word in its type's list of words.
  case word(Int)
  case list([Value])
  indirect case record(any Record)

  /// A value that could not be found out.
  public static func unknown(because text: String) -> Value { .unknown([Reason(text)]) }

  /// An outcome as the value of a yes-or-no name or function.
  public init(_ outcome: Outcome) {
    switch outcome {
    case .yes: self = .boolean(true)
    case .no: self = .boolean(false)
    case .cannotTell(let reasons): self = .unknown(reasons)
    }
  }
}

/// A compound value: an element such as a recipient, with members that are read when they are asked for.
public protocol Record: Sendable {
  /// The value of the member with that slot in the record's `RecordType`, of the type declared there.
  func value(_ slot: Int) -> Value
}
