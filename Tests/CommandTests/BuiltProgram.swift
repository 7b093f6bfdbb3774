// The program as it was built, run as a user runs it.

import SystemAccess
import TestSupport

enum BuiltProgram {
  static let path = "\(Repository.root)/.build/debug/postkeep"

  struct Answer: Sendable {
    let output: String
    let errors: String
    let status: Int32
  }

  static func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  static func run(_ arguments: [String]) throws -> Answer {
    guard FileReading.exists(path) else { throw TestFailure("\(path) is missing: swift build") }
    // A command that hangs fails its test instead of stopping all others.
    let result = try Subprocess.run("timeout", ["60", path] + arguments)
    return Answer(
      output: String(decoding: result.output, as: UTF8.self), errors: String(decoding: result.errors, as: UTF8.self),
      status: result.status)
  }

  static func fixture(_ host: String) -> String { "\(Repository.root)/Fixtures/hosts/\(host)" }
}
