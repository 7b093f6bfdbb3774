// Keeps two from changing a store at the same time.

import Bytes
import SystemAccess

final class StoreLock {
  private static let name: ByteString = "lock"
  private let lock: FileLock

  private init(_ lock: consuming FileLock) { self.lock = lock }

  /// Nil when somebody else holds it.
  static func free(_ directory: Directory) throws(SystemError) -> StoreLock? {
    guard let lock = try FileLock(name, in: directory) else { return nil }
    return StoreLock(lock)
  }

  /// Throws when somebody else holds it, and goes on holding it: who only looks at a store has it for milliseconds.
  convenience init(_ directory: Directory) throws(RecoveryFailure) {
    for attempt in 0..<20 {
      do throws(SystemError) {
        if let lock = try FileLock(Self.name, in: directory) {
          self.init(lock)
          return
        }
      } catch {
        throw StoreDirectory.failure(error)
      }
      if attempt < 19 { Pause.milliseconds(50) }
    }
    throw RecoveryFailure(
      .locked,
      "another run holds \(directory.path)/\(Self.name)\n  Only one command may change the store at a time. Try again later."
    )
  }
}
