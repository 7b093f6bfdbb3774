// A shell that does something when this process has ended, however it ended.
//
// It waits for the end of a pipe from us, which the system closes for those who cannot do it any more.

import SystemAccess

enum Aftermath {
  /// - Parameters:
  ///   - script: for sh(1); it begins its work when `cat` has come to an end.
  ///   - argument: its $1.
  static func begin(_ script: String, _ argument: String) throws(SystemError) -> Pipeline {
    let nowhere = try OpenFile.nowhere()
    // In a session of its own: what ends us from a terminal does not end it.
    return try Pipeline(.writing(to: nowhere.number), "setsid", ["sh", "-c", script, "sh", argument])
  }
}
