// An option that does not exist is told before an argument that is missing: whoever has mistyped it looks for the fault there.

import ArgumentParser

extension Postkeep {
  /// ArgumentParser asks for the arguments first, and is given some to see what else is wrong.
  static func parse(_ words: [String]) throws -> any ParsableCommand {
    do {
      return try parseAsRoot(words)
    } catch {
      for count in 1...mostArguments where message(for: error).hasPrefix("Missing expected argument") {
        do {
          _ = try parseAsRoot(words + Array(repeating: anyArgument, count: count))
        } catch let other where message(for: other).hasPrefix("Unknown option") {
          throw other
        } catch {}
      }
      throw error
    }
  }

  /// The one word that is right for `postkeep setup`, and as good as any other for all else.
  private static let anyArgument = "cron"
  /// That a command needs.
  private static let mostArguments = 2
}
