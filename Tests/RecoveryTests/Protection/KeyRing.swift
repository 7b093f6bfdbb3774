// Keys of a test's own: a private gpg directory and an age identity.

import Bytes
import Recovery
import SystemAccess
import TestSupport

final class KeyRing: Sendable {
  let directory: PrivateDirectory
  var gpgHome: String { "\(directory.path)/gnupg" }
  var identity: String { "\(directory.path)/age.key" }

  init() throws {
    directory = try PrivateDirectory()
    try Self.run("mkdir", ["-m", "700", gpgHome])
  }

  // The agent would stay until it notices that its directory is gone.
  deinit { _ = try? Subprocess.run("gpgconf", ["--homedir", gpgHome, "--kill", "all"]) }

  @discardableResult
  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let answer = try Subprocess.run(program, arguments)
    guard answer.status == 0 else {
      throw TestFailure("\(program) \(arguments): \(String(decoding: answer.errors, as: UTF8.self))")
    }
    return String(decoding: answer.output, as: UTF8.self)
  }

  @discardableResult
  func gpg(_ arguments: String...) throws -> String {
    try Self.run("gpg", ["--batch", "--quiet", "--homedir", gpgHome] + arguments)
  }

  /// Makes a key without a passphrase and returns its fingerprint.
  func makeKey(_ user: String, at time: String? = nil, validFor days: String = "never") throws -> String {
    let past = time.map { ["--faked-system-time", $0] } ?? []
    let make = ["--batch", "--quiet", "--homedir", gpgHome, "--passphrase", ""] + past
    try Self.run("gpg", make + ["--quick-gen-key", user, "future-default", "default", days])
    let list = try gpg("--with-colons", "--list-keys", user)
    let line = list.split(separator: "\n").first { $0.hasPrefix("fpr:") } ?? ""
    return String(line.split(separator: ":").last ?? "")
  }

  /// Makes an age identity and returns its recipient.
  func makeIdentity() throws -> String {
    try Self.run("age-keygen", ["-o", identity])
    return try Self.run("age-keygen", ["-y", identity]).filter { !$0.isNewline }
  }
}

/// Data through a pipeline, from or to files of a directory.
struct Sample {
  let directory: PrivateDirectory

  func open(_ name: ByteString) throws -> OpenFile {
    guard let file = try Directory(directory.path).open(name) else { throw TestFailure("no \(name)") }
    return file
  }

  func encrypt(_ content: [UInt8], _ encryption: Encryption, to name: String) throws {
    let file = try Directory(directory.path).create(ByteString(name), mode: 0o600)
    let pipeline = try encryption.start(writingTo: file.number)
    try content.withUnsafeBytes { try pipeline.write($0) }
    try pipeline.finish()
  }

  func decrypt(_ name: String, _ decryption: Decryption) throws -> [UInt8] {
    let file = try open(ByteString(name))
    return try Self.content(of: decryption.start(readingFrom: file.number))
  }

  /// All that comes, if the tool says that it is good.
  static func content(of pipeline: Pipeline) throws -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try pipeline.read(into: $0) }
      if count == 0 { break }
      content += buffer[..<count]
    }
    try pipeline.finish()
    return content
  }
}
