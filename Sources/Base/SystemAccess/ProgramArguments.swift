// The words that the program was started with, before they become text.

public enum ProgramArguments {
  /// Which of them is not UTF-8, from 1 on; nil when all are. Text would hold something else in its place, and a path would
  /// lead elsewhere.
  public static var firstThatIsNoText: Int? {
    (0..<Int(CommandLine.argc)).dropFirst().first { number in
      CommandLine.unsafeArgv[number].map { String(validatingCString: $0) == nil } ?? false
    }
  }
}
