// A generated configuration: the two files and the tables that they name, below "@DIR@".

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport

struct AccessConfiguration: Sendable, CustomStringConvertible {
  var pair: ConfigurationPair
  /// By name; ".hash" files are compiled for the real Postfix.
  var files: [String: [UInt8]] = [:]

  /// Stands for the directory that the files lie in.
  static let placeholder = "@DIR@"

  var description: String {
    let tables = files.sorted { $0.key < $1.key }.map { "--- \($0.key)\n\(ByteString($0.value))" }
    return (["--- main.cf\n\(ByteString(pair.main))", "--- master.cf\n\(ByteString(pair.master ?? []))"] + tables)
      .joined(separator: "\n")
  }

  static func located(_ bytes: [UInt8], in directory: String) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).replacing(placeholder, with: directory).utf8)
  }

  /// Writes everything, and compiles what has to be.
  func write(to directory: PrivateDirectory) throws {
    let old = try FileReading.names(inDirectory: directory.path)
    for name in old where files[name] == nil { directory.remove(name) }
    for (name, content) in files { try directory.write(content, to: name) }
    let compiled = files.keys.filter { $0.hasSuffix(".hash") }.map { "hash:\(directory.path)/\($0)" }
    if !compiled.isEmpty {
      // No broken setting gets in postmap's way.
      try directory.write("compatibility_level = 3.6\n", to: "main.cf")
      _ = try Subprocess.run("postmap", ["-c", directory.path] + compiled.sorted())
    }
    try directory.write(Self.located(pair.main, in: directory.path), to: "main.cf")
    try directory.write(Self.located(pair.master ?? [], in: directory.path), to: "master.cf")
  }

  /// What the evaluator is given.
  func configuration(in directory: String, build: PostfixBuild) -> Configuration {
    Configuration(
      main: MainFile(Self.located(pair.main, in: directory)),
      master: MasterFile(Self.located(pair.master ?? [], in: directory)), build: build, host: RealSMTPD.host)
  }

  /// The tables, as they are written.
  func sources(in directory: String) -> TableSources {
    var contents: [ByteString: [UInt8]] = [:]
    for (name, content) in files { contents[ByteString("\(directory)/\(name)")] = content }
    return TableSources { [contents] path in contents[path].map { .bytes($0) } ?? .missing }
  }
}
