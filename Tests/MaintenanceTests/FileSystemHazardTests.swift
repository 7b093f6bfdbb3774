// File systems: too small, read-only, or another one in the middle of the queue.
//
// Each is mounted by the program that looks at it, in a mount namespace of its own: nobody else sees it, and it is gone with
// the program.

import Bytes
import JSONText
import SystemAccess
import TestSupport
import Testing

private let canMount = (try? Subprocess.run("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]))?.status == 0

@Suite("Hazards: file systems", .enabled(if: BrokenQueue.canRun && canMount, "needs root and private mounts"))
struct FileSystemHazardTests {
  /// Checks the queue once some lines of shell have mounted something; $Q is the queue, $C its configuration.
  private func check(_ queue: BrokenQueue, after script: String) throws -> (
    names: [String], paths: [String], status: Int32
  ) {
    let script = "set -e; Q=\(queue.spool); C=\(queue.directory.path)/etc; \(script)"
    let command = #"exec "$0" queue check -c "$C" --format json"#
    let result = try Subprocess.run("unshare", ["-m", "sh", "-c", "\(script)\n\(command)", BuiltProgram.path])
    let findings = try JSONReader().read(result.output)["findings"]?.elements ?? []
    return (findings.compactMap { $0["name"]?.text }, findings.compactMap { $0["path"]?.text }, result.status)
  }

  /// Puts the queue on a file system of its own.
  private static func moved(to options: String) -> String {
    #"cp -a "$Q" "$Q.copy"; mount -t tmpfs -o \#(options) none "$Q"; cp -a "$Q.copy/." "$Q""#
  }

  /// Copies have other inodes.
  private static func isNew(_ name: String) -> Bool { name != "inode-mismatch" }

  @Test("A queue or a hash directory on another file system")
  func other() throws {
    let queue = try BrokenQueue()
    let hash = try queue.file.split(separator: "/").dropLast().joined(separator: "/")
    for place in ["hold", hash] {
      let answer = try check(
        queue, after: #"mount -t tmpfs none "$Q/\#(place)"; chown postfix: "$Q/\#(place)"; chmod 700 "$Q/\#(place)""#)
      #expect(answer.names.contains("other-file-system") && answer.paths.contains(place), "\(answer)")
      // Messages may lie there that are not seen.
      #expect(!answer.names.contains("orphan-log") && answer.status == 1, "\(answer)")
    }
  }

  @Test("A queue on a file system that is read-only")
  func readOnly() throws {
    let answer = try check(BrokenQueue(), after: #"mount --bind "$Q" "$Q"; mount -o remount,ro,bind "$Q""#)
    #expect(answer.names == ["read-only"] && answer.paths == [""] && answer.status == 1)
  }

  @Test("A queue on a full file system, for want of bytes or of files", arguments: ["size=8m", "nr_inodes=500"])
  func noRoom(options: String) throws {
    let answer = try check(BrokenQueue(), after: Self.moved(to: options))
    #expect(answer.names.filter(Self.isNew) == ["no-room"] && answer.status == 1, "\(answer)")
  }

  @Test("A queue on a file system that is full within a day")
  func fillingUp() throws {
    // 60 messages and their logs in the last hour are 2880 files a day.
    let queue = try BrokenQueue(count: 60)
    let answer = try check(queue, after: Self.moved(to: "nr_inodes=2200"))
    #expect(answer.names.filter(Self.isNew).contains("filling-up") && answer.status == 1, "\(answer)")
    let roomy = try check(queue, after: Self.moved(to: "nr_inodes=9000"))
    #expect(!roomy.names.contains("filling-up"), "\(roomy)")
  }
}
