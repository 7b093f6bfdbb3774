// What a file turns out to be when it has been moved out of the queue, where nobody opens it by its name any more.
//
// Between the look and the move its name may have been given to another file, and who has opened it before goes on with
// it wherever it lies. Only then can its lock be tried without disturbing anybody.

import Bytes
import SystemAccess

enum MovedOut {
  /// The very file, and nobody has written to it since it was read.
  case same(FileStatus)
  case written
  case another
  /// A delivery agent holds its lock.
  case inDelivery
}

extension Directory {
  func movedOut(
    _ name: ByteString, inode: UInt64, size: Int, modified: FileStatus.Time
  ) throws(SystemError) -> MovedOut {
    if try isLocked(name, countingShared: true) { return .inDelivery }
    guard let status = try status(of: name), status.inode == inode else { return .another }
    return status.modified == modified && status.size == size ? .same(status) : .written
  }
}
