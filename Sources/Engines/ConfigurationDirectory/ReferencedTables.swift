// The files that tables and lists of a configuration name.
//
// On its own host every path means what it says. Of a copy, /etc/postfix/virtual is ./copy/virtual here; what lies
// elsewhere on the other server cannot be looked at, and a file of that name on this host says nothing about it.

import Bytes
public import PostfixConfig
import SystemAccess

extension ConfigurationDirectory {
  /// Where a configuration usually lies on its own server.
  static let usualPlace = "/etc/postfix"

  /// The path inside a copy; nil for a path that leads elsewhere.
  public static func place(of path: String, inCopy directory: String) -> String? {
    guard !path.split(separator: "/").contains("..") else { return nil }
    for folder in [usualPlace, directory] where path.hasPrefix("\(folder)/") {
      return directory + path.dropFirst(folder.count)
    }
    return nil
  }

  /// - Parameter isHost: whether the directory is this host's own configuration.
  public func tableSources(isHost: Bool) -> TableSources {
    let directory = path
    return TableSources { path in
      let path = path.description
      guard let place = isHost ? path : Self.place(of: path, inCopy: directory) else {
        return .unreadable("it is not part of \(directory)")
      }
      do throws(SystemError) {
        return .bytes(try FileReading.contents(of: place, limit: 256 << 20))
      } catch {
        guard error.isMissing else { return .unreadable("\(error)") }
        // A copy may have been made without it.
        return isHost ? .missing : .unreadable("there is no such file in \(directory)")
      }
    }
  }
}
