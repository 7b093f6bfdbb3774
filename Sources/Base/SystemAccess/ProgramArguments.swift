// The words that the program was started with, before they become text.
//
// Swift's CommandLine looks for them in /proc, and has none where that cannot be read: a command that loses its words would
// be another command.

import CSystemShims

public enum ProgramArguments {
  /// All but the program's name; nil when not even that is there.
  public static var words: [String]? {
    let count = Int(postkeep_argument_count())
    guard count > 0 else { return nil }
    return (1..<max(1, count)).map { number in word(number).map { String(cString: $0) } ?? "" }
  }

  /// Which of them is not UTF-8, from 1 on; nil when all are. Text would hold something else in its place, and a path would
  /// lead elsewhere.
  public static var firstThatIsNoText: Int? {
    (0..<Int(postkeep_argument_count())).dropFirst().first { number in
      word(number).map { String(validatingCString: $0) == nil } ?? false
    }
  }

  private static func word(_ number: Int) -> UnsafePointer<CChar>? { postkeep_argument(Int32(number)) }
}
