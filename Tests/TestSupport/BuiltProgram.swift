// The program as it was built, run as a user runs it.

import SystemAccess

public enum BuiltProgram {
  public static let path = "\(Repository.root)/.build/debug/postkeep"

  public struct Answer: Sendable {
    public let output: String
    public let errors: String
    public let status: Int32
  }

  public static func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  public static func run(_ arguments: [String]) throws -> Answer {
    guard FileReading.exists(path) else { throw TestFailure("\(path) is missing: swift build") }
    // A command that hangs fails its test instead of stopping all others.
    let result = try Subprocess.run("timeout", ["60", path] + arguments)
    return Answer(
      output: String(decoding: result.output, as: UTF8.self), errors: String(decoding: result.errors, as: UTF8.self),
      status: result.status)
  }

  public static func fixture(_ host: String) -> String { "\(Repository.root)/Fixtures/hosts/\(host)" }
}
