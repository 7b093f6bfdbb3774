// A path, or a word that may be one, on the command line.

import ArgumentParser

enum PathWord {
  /// Every option and argument that names a file or a directory is read with this. An empty word, such as a variable that
  /// is not set, would otherwise be the root directory or the current one.
  static func read(_ word: String) throws -> String {
    guard !word.isEmpty else { throw ValidationError("it is empty.") }
    return word
  }
}
