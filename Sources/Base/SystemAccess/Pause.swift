// Waits, for what must not be done too fast.

import Glibc

public enum Pause {
  public static func milliseconds(_ count: Int) {
    guard count > 0 else { return }
    var left = timespec(tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000)
    while true {
      let wanted = left
      guard withUnsafePointer(to: wanted, { nanosleep($0, &left) }) != 0, errno == EINTR else { return }
    }
  }
}
