// Tells the directory from the names among the words of a command.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct ConfigurationWords {
  let directory: String
  let names: [ByteString]

  /// The first word is a directory when it looks like a path or is one on this host. No name looks like a path.
  init(_ words: [String], directory: String?) throws {
    var names = words[...]
    var found = directory
    if found == nil, let first = names.first,
      Self.looksLikePath(first) || FileReading.isDirectory(first)
    {
      found = first
      names.removeFirst()
    }
    if let path = names.first(where: Self.looksLikePath) {
      throw Failure(.usage, "'\(path)' is no name\n  Name one directory, and once: as the first word or with -c.")
    }
    self.directory = found ?? HostPostfix.configurationDirectory
    self.names = names.map { ByteString($0) }
  }

  private static func looksLikePath(_ word: String) -> Bool { word.hasPrefix("/") || word.hasPrefix(".") }
}

extension Diagnostic {
  /// "warning: main.cf:3:1: overriding earlier entry: …".
  func line(in directory: String) -> String {
    let place = span.map { "\(directory)/\($0.file.rawValue):\($0.start.line):\($0.start.column): " } ?? ""
    return (isFatal ? "fatal: " : "warning: ") + place + message
  }
}
