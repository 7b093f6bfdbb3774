// A word of a command line, written so that a shell takes it as it is.

public enum ShellWord {
  /// In single quotes, where they are needed.
  public static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || "_-./:=,@".utf8.contains($0) }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
