// What a program finds when it starts: its words, and how much it may write.

import Glibc
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

  @Test(
    "A static program starts where /proc is not mounted", .enabled(if: geteuid() == 0, "chroot(8) needs root"))
  func withoutProc() throws {
    let directory = try PrivateDirectory()
    try directory.write("print(\"started\")\n", to: "main.swift")
    // The program itself is linked so for a release only, which takes minutes.
    let build = """
      cd "$1" && clang -c "$2" -o shim.o && mkdir root && swiftc -static-stdlib -static-executable main.swift shim.o -o \
      root/program && chroot root /program
      """
    let shim = "\(Repository.root)/Sources/C/CSystemShims/WithoutProc.c"
    let answer = try Subprocess.run("sh", ["-c", build, "sh", directory.path, shim])
    #expect(
      String(decoding: answer.output, as: UTF8.self) == "started\n", "\(String(decoding: answer.errors, as: UTF8.self))"
    )
  }

  @Test(
    "A file that would become larger than allowed is told like any other that cannot be written", arguments: [0, 1])
  func fileSize(_ blocks: Int) throws {
    let directory = try PrivateDirectory()
    // Whoever starts the tests may have ignored the signal.
    let audit = "ulimit -f \(blocks); exec env --default-signal=XFSZ \"$1\" audit \"$2\" --output \"$3\""
    let answer = try Subprocess.run(
      "sh",
      ["-c", audit, "sh", BuiltProgram.path, BuiltProgram.fixture("example"), "\(directory.path)/audit.txt"])
    let errors = String(decoding: answer.errors, as: UTF8.self)
    #expect(answer.status == 2 && errors.contains("the file would be too large"), "\(answer.status) \(errors)")
  }
}
