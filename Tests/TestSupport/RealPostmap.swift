// Lookups in tables by the installed postmap(1): thousands in one call.

public import Bytes
import SystemAccess

public struct RealPostmap: Sendable {
  /// One for each key, in order; nil for a key that was not found.
  public let answers: [ByteString?]
  /// Why postmap gave up, without "fatal:"; the answers are then worth nothing.
  public let failure: String?
  /// Its warnings, in order, without "postmap: warning:".
  public let warnings: [String]

  /// Looks the keys up. The keys are written to the directory, which must have a main.cf.
  public static func query(_ table: String, keys: [ByteString], in directory: PrivateDirectory) throws -> RealPostmap {
    try directory.write(keys.flatMap { $0.bytes + [0x0A] }, to: "postmap-keys")
    let result = try Subprocess.run(
      "sh",
      ["-c", "exec postmap -c \"$0\" -q - \"$1\" < \"$0/postmap-keys\"", directory.path, table])
    let (failure, warnings) = messages(result)
    let lines = result.output.split(separator: 0x0A).map { ByteString($0) }
    var next = lines.startIndex
    let answers = keys.map { key -> ByteString? in
      guard next < lines.endIndex, lines[next].hasPrefix(key + "\t") else { return nil }
      defer { next += 1 }
      return ByteString(lines[next].bytes.dropFirst(key.count + 1))
    }
    guard failure != nil || next == lines.endIndex else { throw TestFailure("postmap \(table): stray output") }
    return RealPostmap(answers: answers, failure: failure, warnings: warnings)
  }

  /// Compiles a table by `postmap` or `postalias` and returns its warnings.
  public static func compile(_ table: String, with program: String, in directory: PrivateDirectory) throws -> [String] {
    let result = try Subprocess.run(program, ["-c", directory.path, table])
    let (failure, warnings) = messages(result)
    if let failure { throw TestFailure("\(program) \(table): \(failure)") }
    return warnings
  }

  private static func messages(_ result: Subprocess) -> (failure: String?, warnings: [String]) {
    let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").map {
      String($0.drop { $0 != ":" }.dropFirst(2))
    }
    func without(_ prefix: String) -> [String] {
      lines.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
    return (without("fatal: ").first, without("warning: "))
  }
}
