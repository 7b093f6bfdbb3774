// What a program finds when it starts: its words, and how much it may write.

import SystemAccess
import TestSupport
import Testing

@Suite("Command: the start")
struct StartTests {
  @Test(
    "The words of the command line are there where /proc cannot be read",
    .enabled(if: FileReading.exists("/usr/bin/strace"), "needs strace"))
  func words() throws {
    let strace = [
      "-f", "-o", "/dev/null", "-P", "/proc/self/maps", "-P", "/proc/self/cmdline", "-e", "trace=openat", "-e",
      "inject=openat:error=EMFILE",
    ]
    let version = try Subprocess.run("strace", strace + [BuiltProgram.path, "--version"])
    #expect(version.status == 0 && version.output.count < 20, "\(String(decoding: version.output, as: UTF8.self))")
    let wrong = try Subprocess.run("strace", strace + [BuiltProgram.path, "queue", "nonsense"])
    #expect(wrong.status == 64 && wrong.output.isEmpty)
  }
}
