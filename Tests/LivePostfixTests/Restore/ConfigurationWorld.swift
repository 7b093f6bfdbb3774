// A Postfix of the test's own, with a snapshot of its configuration.

import SystemAccess
import TestSupport
import Testing

struct ConfigurationWorld {
  let postfix: PrivatePostfix
  var etc: String { postfix.configurationDirectory }
  var main: String { "\(etc)/main.cf" }
  var path: String { postfix.directory.path }

  /// - Parameter prepare: is called before the snapshot is taken.
  init(
    _ settings: [String] = [], _ services: [String] = [], prepare: (ConfigurationWorld) throws -> Void = { _ in }
  ) throws {
    var options = PrivatePostfixOptions()
    options.settings = settings
    options.services = services
    postfix = try PrivatePostfix(options)
    try prepare(self)
    let answer = try BuiltProgram.run("snapshot", "create", "--to", "\(path)/snapshots", "-c", etc)
    try #require(answer.status == 0, "\(answer.errors)")
  }

  /// The directory of files outside of the configuration directory.
  var elsewhere: String { "\(path)/elsewhere" }

  func write(_ text: String, to path: String, mode: String = "644", owner: String = "root:root") throws {
    _ = try Subprocess.run("mkdir", ["-p", FilePath.split(path).directory])
    try FileWriting.write(Array(text.utf8), to: path)
    _ = try Subprocess.run("chown", [owner, path])
    _ = try Subprocess.run("chmod", [mode, path])
  }

  func append(_ text: String, to path: String) throws {
    try FileWriting.write(FileReading.contents(of: path) + Array(text.utf8), to: path)
  }

  func text(_ path: String) throws -> String { String(decoding: try FileReading.contents(of: path), as: UTF8.self) }

  /// "640 root:postfix", as stat(1) shows a file and no link.
  func access(_ path: String) throws -> String {
    let answer = try Subprocess.run("stat", ["-L", "-c", "%a %U:%G", path])
    return String(decoding: answer.output, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
  }

  func restore(_ procedure: String, _ options: String...) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(
      ["restore", "run", procedure, "--apply", "--store", "\(path)/snapshots", "-c", etc, "--state", "\(path)/state"]
        + options)
  }

  func plan(_ procedure: String) throws -> BuiltProgram.Answer {
    try BuiltProgram.run(
      ["restore", "plan", procedure, "--store", "\(path)/snapshots", "-c", etc, "--state", "\(path)/state"])
  }

  /// Ids of runs.
  var runs: [String] {
    get throws { try FileReading.names(inDirectory: "\(path)/state/restores").filter { $0 != "lock" } }
  }

  func resume(_ run: String) throws -> BuiltProgram.Answer {
    try BuiltProgram.run("restore", "resume", run, "--state", "\(path)/state")
  }
}
