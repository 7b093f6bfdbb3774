// Where programs are found. Postfix's own are for administrators, and lie where cron does not look: its PATH is
// "/usr/bin:/bin".

import Glibc

public enum SearchPath {
  private static let places = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"]

  /// Adds the usual directories behind those that are in PATH.
  public static func complete() {
    let given = Host.environment("PATH").map { $0.split(separator: ":").map(String.init) } ?? []
    setenv("PATH", (given + places.filter { !given.contains($0) }).joined(separator: ":"), 1)
  }
}
