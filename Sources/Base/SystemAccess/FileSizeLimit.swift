// SIGXFSZ, which ends a program that writes more into a file than 'ulimit -f' allows.

import Glibc

public enum FileSizeLimit {
  /// Lets such a write fail like any other, so that it is told and leaves nothing half done. Programs that we start do not
  /// inherit a handler, as they would a signal that is ignored.
  public static func survive() { _ = signal(SIGXFSZ) { _ in } }
}
