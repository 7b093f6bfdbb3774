// A path, or a word that may be one, on the command line.

import ArgumentParser

enum PathWord {
  /// Every option and argument that may name a file or a directory is read with this. An empty word, such as a variable
  /// that is not set, would otherwise be the root directory, the current one, or the only snapshot of a store.
  static func read(_ word: String) throws -> String {
    guard !word.isEmpty else { throw ValidationError("it is empty.") }
    return word
  }
}
