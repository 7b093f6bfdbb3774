// The program, stopped before a system call that changes something: killed, or told that the disk is full.
//
// The state of the disk changes with such calls only, so these are all the states that a crash can leave behind.

import Glibc
import SystemAccess
import TestSupport

struct Interruption: Sendable, CustomStringConvertible {
  enum Kind: String, CaseIterable, Sendable {
    case kill = "signal=SIGKILL"
    case diskFull = "error=ENOSPC"
    case ioError = "error=EIO"
  }

  let kind: Kind
  let call: String
  /// The how manieth of these calls.
  let number: Int

  var description: String { "\(kind) at \(call) \(number)" }

  private static let calls = [
    "mkdirat", "openat", "write", "pwrite64", "fsync", "syncfs", "renameat2", "unlinkat", "fchown", "fchownat",
    "fchmod",
    "fchmodat", "utimensat", "flock",
    // Those of SQLite.
    "unlink", "fdatasync", "ftruncate",
  ]

  static let canRun = FileReading.exists("/usr/bin/strace")

  /// All interruptions of a command, found by running it once to its end.
  /// - Parameter own: calls whose trace does not contain this text are not made for the work: they load the program.
  static func all(_ kind: Kind, of arguments: [String], touching own: String, log: String) throws -> [Interruption] {
    let traced = calls.joined(separator: ",")
    _ = try Subprocess.run(
      "strace", ["-f", "-y", "-o", log, "-e", "trace=\(traced)", BuiltProgram.path] + arguments)
    // strace counts for each thread by itself, and so may several threads reach the same number.
    var counts: [String: Int] = [:]
    var seen: Set<String> = []
    var found: [Interruption] = []
    for line in String(decoding: try FileReading.contents(of: log), as: UTF8.self).split(separator: "\n") {
      guard let call = name(of: line), calls.contains(call) else { continue }
      let thread = "\(line.prefix { $0.isNumber }) \(call)"
      counts[thread, default: 0] += 1
      // Opening for reading changes nothing.
      if call == "openat", !line.contains("O_CREAT") { continue }
      let number = counts[thread] ?? 0
      if line.contains(own), seen.insert("\(call) \(number)").inserted {
        found.append(Interruption(kind: kind, call: call, number: number))
      }
    }
    return found
  }

  /// The system call of a line of strace(1), which begins with a process id where there are several.
  static func name(of line: Substring) -> String? {
    let text = line.drop { $0.isNumber || $0 == " " }
    return text.firstIndex(of: "(").map { String(text[..<$0]) }
  }

  /// Runs the command up to the interruption.
  func run(_ arguments: [String]) throws -> Subprocess {
    try Subprocess.run(
      "strace",
      [
        "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):\(kind.rawValue):when=\(number)",
        BuiltProgram.path,
      ] + arguments)
  }
}
