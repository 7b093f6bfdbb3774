// Built-in defaults are those of the installed Postfix, but for what the host and the build decide.

import Bytes
import PostfixConfig
import SystemAccess
import TestSupport
import Testing

@Suite("Live: defaults")
struct DefaultsTests {
  /// Decided when postconf runs, and why.
  static let hostDependent: [ByteString: String] = [
    "process_id": "the process that asks"
  ]

  private static func settings(_ output: [UInt8]) -> [ByteString: ByteString] {
    var result: [ByteString: ByteString] = [:]
    for setting in MainFile(output).settings { result[setting.name] = setting.value }
    return result
  }

  @Test("config -d equals postconf -d, name by name and value by value")
  func defaults() throws {
    let directory = try PrivateDirectory()
    try directory.write("", to: "main.cf")
    try directory.write("smtp unix - - n - - smtp\n", to: "master.cf")
    let real = Self.settings(try Subprocess.run("postconf", ["-c", directory.path, "-d"]).output)
    let input = PostconfInput(
      directory: ByteString(directory.path), main: MainFile([]),
      master: MasterFile(Array("smtp unix - - n - - smtp\n".utf8)), build: try RealPostfix.build(),
      host: RealPostfix.host)
    var options = ListingOptions()
    options.defaultsOnly = true
    let ours = Self.settings(try Postconf(input, ignoringMain: true).mainListing(options))
    #expect(Set(real.keys) == Set(ours.keys))
    for (name, value) in real where Self.hostDependent[name] == nil {
      #expect(ours[name] == value, "\(name)")
    }
  }

  @Test("config --service lists what postconf lists, but for what a process is called")
  func serviceDefaults() throws {
    let directory = try PrivateDirectory()
    try directory.write("biff = no\n", to: "main.cf")
    try directory.write("smtp inet n - n - - smtpd\nrelay unix - - n - - smtp\n", to: "master.cf")
    var real = Self.settings(try Subprocess.run("postconf", ["-c", directory.path]).output)
    let version = try RealPostfix.build().version.description
    let answer = try BuiltProgram.run(
      "config", directory.path, "--service", "smtp/inet", "--for-version", version)
    real["process_name"] = "smtpd"
    real["service_name"] = "smtp"
    real["process_id"] = ""
    let ours = Self.settings(Array(answer.output.utf8))
    for name in Set(real.keys).union(ours.keys) { #expect(ours[name] == real[name], "\(name)") }
  }
}
