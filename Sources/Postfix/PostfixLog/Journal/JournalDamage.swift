// Why bytes are no export of a journal, or not all of one.

public struct JournalDamage: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// What stands where a field has to begin is none.
    case noField
    /// A field says it has so many bytes.
    case tooLong(UInt64)
    /// More follows a binary field than its length says.
    case noLineFeed
    /// An entry does not say when it was written, or a time that no calendar has.
    case noTime
    /// The end comes within an entry.
    case cutOff
  }

  public let reason: Reason
  /// In bytes from the beginning.
  public let offset: Int

  public var description: String {
    switch reason {
    case .noField: "what begins before byte \(offset) is no field of a journal"
    case .tooLong(let length): "a field before byte \(offset) says that it has \(length) bytes"
    case .noLineFeed: "a field is longer than it says, at byte \(offset)"
    case .noTime: "the entry that ends at byte \(offset) does not say when it was written"
    case .cutOff: "it was cut off within an entry, at byte \(offset)"
    }
  }
}
