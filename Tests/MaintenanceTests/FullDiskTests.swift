// A purge and an undo on file systems without room. Each is mounted in a namespace of its own, as in FileSystemHazardTests.

import SystemAccess
import TestSupport
import Testing

private let canMount = (try? Subprocess.run("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]))?.status == 0

@Suite("Full disks", .enabled(if: BrokenQueue.canRun && canMount, "needs root and private mounts"))
struct FullDiskTests {
  /// Runs lines of shell; $Q is the queue, $C its configuration, $S an empty directory for runs, and `pk` the program.
  private func run(_ queue: BrokenQueue, _ script: String) throws -> (output: String, errors: String, status: Int32) {
    let head = """
      set -e; Q=\(queue.spool); C=\(queue.directory.path)/etc; S=\(queue.directory.path)/state; mkdir $S
      pk() { "$0" queue "$@" -c "$C" --state "$S"; }

      """
    let result = try Subprocess.run("unshare", ["-m", "sh", "-c", head + script, BuiltProgram.path])
    return (
      String(decoding: result.output, as: UTF8.self), String(decoding: result.errors, as: UTF8.self), result.status
    )
  }

  @Test("A purge that cannot write down its plan has removed nothing, and does not speak of the trash")
  func plan() throws {
    let queue = try BrokenQueue()
    let answer = try run(
      queue,
      """
      mount -t tmpfs -o size=16k none $S; mkdir $S/runs; head -c 16k /dev/zero > $S/filler || true
      pk purge --where yes --max-percent 100 --apply
      """)
    #expect(answer.status == 66 && answer.errors.contains("Nothing was removed."), "\(answer)")
    #expect(!answer.errors.contains("trash"), "\(answer)")
    #expect(queue.messages.allSatisfy { queue.exists($0.path) })
  }

  @Test(
    "An undo leaves the reserve of the queue's disk alone, in bytes and in files, whether of all messages or of a selection",
    arguments: [
      "head -c $(($(df --output=avail -k $Q | tail -1) - 1900))k /dev/zero > $Q/filler/1",
      "n=$(df --output=iavail $Q | tail -1); while [ $n -gt 200 ]; do : > $Q/filler/$n; n=$((n - 1)); done",
    ])
  func reserve(_ fill: String) throws {
    let answer = try run(
      BrokenQueue(),
      """
      cp -a $Q $Q.copy; mount -t tmpfs -o size=40m,nr_inodes=4000 none $Q; cp -a $Q.copy/. $Q; chown postfix $Q/*
      # One is in delivery, and left.
      pk purge --where yes --max-percent 100 --apply > /dev/null || test $? = 3
      run=$(ls $S/runs | grep Z)
      mkdir $Q/filler; \(fill)
      for words in "$run" "$run --where yes"; do
        status=0; pk undo $words -q || status=$?
        echo "$status $(find $Q/deferred $Q/hold -type f | wc -l)"
      done
      rm -r $Q/filler; pk undo $run --where yes -q
      """)
    let lines = answer.output.split(separator: "\n")
    #expect(lines.prefix(2) == ["66 0", "66 0"] && lines.last?.hasPrefix("put back ") == true, "\(answer)")
    #expect(answer.errors.contains("are kept"), "\(answer)")
    #expect(answer.errors.contains("0 messages were put back before"), "\(answer)")
  }
}
