// Why an archive could not be written or read, told as a sentence: what, where, why.

public import Bytes
import SystemAccess

public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// The system refused, with its errno value.
    case system(code: Int32)
    /// Something has the archive's name already.
    case exists
    /// The bytes are no archive, or no whole one.
    case damaged
    /// The archive holds what no archive of Postkeep holds, such as a link or a path that leads elsewhere.
    case refused
    /// More than the limits allow.
    case tooLarge
    /// The caller broke the rules: a wrong size, a wrong order of calls, a path that may not be.
    case misuse
  }

  public let cause: Cause
  /// What was tried, for example "write".
  public let operation: String
  /// The archive.
  public let archive: String
  /// The file in the archive that is to blame, if one is.
  public let path: ByteString?
  public let reason: String

  init(_ cause: Cause, _ operation: String, _ archive: String, path: ByteString? = nil, _ reason: String) {
    self.cause = cause
    self.operation = operation
    self.archive = archive
    self.path = path
    self.reason = reason
  }

  init(_ operation: String, _ archive: String, _ error: SystemError) {
    self.init(.system(code: error.code), operation, archive, error.reason)
  }

  init(_ operation: String, _ archive: String, code: Int32) {
    self.init(operation, archive, SystemError.failure(operation, archive, code: code))
  }

  /// Paths can hold any byte: what is not fit for a terminal is replaced.
  public var description: String {
    guard let path else { return "cannot \(operation) \(archive): \(reason)" }
    return "cannot \(operation) \(archive): \(PrintableText.of(path.description)): \(reason)"
  }
}
