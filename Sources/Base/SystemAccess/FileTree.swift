// A directory with all that is in it.

import Glibc

public enum FileTree {
  /// Removes it as far as that is allowed, and never follows a symbolic link.
  public static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in (try? FileReading.names(inDirectory: path)) ?? [] { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
