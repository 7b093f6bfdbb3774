// A file that belongs to a configuration and is not in the snapshot, as left-out.txt tells it.
//
//     /etc/postfix/sasl_passwd<tab>secret: smtp_sasl_password_maps names it

struct LackingFile: Sendable {
  /// On the host of the snapshot.
  let path: String
  /// Why it was left out.
  let why: String

  /// Of a part of a file that is told, the file itself is in the archive. What was missing on the old host already, can be made
  /// again or is no configuration, is no loss.
  private static let losses = ["secret: ", "too large: ", "unreadable: "]

  /// - Parameter paths: of the files in the archive.
  static func all(in content: [UInt8], besides paths: Set<String>) -> [LackingFile] {
    var seen = paths
    return content.split(separator: 0x0A).compactMap { line in
      let parts = String(decoding: line, as: UTF8.self).split(separator: "\t", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0].hasPrefix("/"), losses.contains(where: parts[1].hasPrefix),
        !paths.contains(withoutLine(parts[0])), seen.insert(parts[0]).inserted
      else { return nil }
      return LackingFile(path: parts[0], why: parts[1])
    }
  }

  /// "/etc/postfix/main.cf:12" is a line of a file.
  private static func withoutLine(_ path: String) -> String {
    guard let colon = path.lastIndex(of: ":"), Int(path[path.index(after: colon)...]) != nil else { return path }
    return String(path[..<colon])
  }
}
