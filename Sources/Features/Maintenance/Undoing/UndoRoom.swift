// The room that an undo leaves in the queue's file system: on a full disk a queue takes no new mail, and Postfix cannot even
// start.

import Bytes
import QueueStore
import SystemAccess

extension QueueStore {
  /// What is free and what of that is kept, where messages have no room; nil where they have.
  ///
  /// - Parameters:
  ///   - size: of the messages in bytes.
  ///   - files: how many they are with their logs.
  func shortage(for size: Int, files: Int) throws(SystemError) -> String? {
    let space = try space()
    let bytes = min(space.totalBytes / 20, 64 << 20)
    guard UInt64(clamping: size) <= space.freeBytes - min(space.freeBytes, bytes) else {
      return
        "\(SizeText.bytes(Int(clamping: space.freeBytes))) are free, of which \(SizeText.bytes(Int(bytes))) are kept"
    }
    let kept = min(space.totalFiles / 20, 1000)
    // Where there are none in total, the file system has no limit.
    guard space.totalFiles > 0, UInt64(clamping: files) > space.freeFiles - min(space.freeFiles, kept) else {
      return nil
    }
    return "\(space.freeFiles) more files can be made there, of which \(kept) are kept"
  }
}
