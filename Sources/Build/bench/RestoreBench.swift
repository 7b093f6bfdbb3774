// The figures of a restore: a queue from its snapshot into a bare queue directory, beside tar and postsuper doing the
// same, on one file system, taking turns.

import SystemAccess

struct RestoreBench {
  private let program: String
  private let folder: String

  init(_ queue: QueueBench) {
    program = queue.program
    folder = queue.folder
  }

  func run(rounds: Int) {
    let work = "\(folder)/restore"
    let prepare = """
      rm -rf \(work); mkdir -p \(work)/procedures
      for name in ours theirs; do
        cp -r \(folder)/etc \(work)/$name
        mkdir -p \(work)/data; postconf -c \(work)/$name -e queue_directory=\(work)/$name-spool
      done
      [ -e \(folder)/out/queue.tar.zst ] || tar -cf - -C \(folder)/spool . | zstd -3 -q -o \(folder)/out/queue.tar.zst
      mkdir \(work)/theirs-spool; sync
      """
    // Up to the moment when all of it is on the disk: postkeep waits for that, tar does not.
    let commands = [
      """
      zstd -dc \(folder)/out/queue.tar.zst | tar -xpf - -C \(work)/theirs-spool
      postsuper -c \(work)/theirs -s > /dev/null 2>&1
      sync -f \(work)
      """,
      """
      \(program) restore run merge --apply --yes --quiet --from $(ls \(folder)/out/0/*.zst | head -n 1) \
        --store \(folder)/out/0 -c \(work)/ours --state \(work)/state --procedures \(work)/procedures
      """,
    ]
    var seconds = [Double.infinity, Double.infinity]
    var cpu = seconds
    for _ in 0..<rounds {
      for (number, command) in commands.enumerated() {
        _ = try? Subprocess.run("sh", ["-c", prepare])
        let run = Measurement(["sh", "-c", command], runs: 1)
        seconds[number] = min(seconds[number], run.seconds)
        cpu[number] = min(cpu[number], run.minimum / 1000)
      }
    }
    print("\n| restore | CPU s | wall s |\n|---|---|---|")
    for (number, name) in ["zstd -dc \\| tar -xp, postsuper -s, sync -f", "postkeep restore run merge"].enumerated() {
      print("| \(name) | \((cpu[number] * 100).rounded() / 100) | \((seconds[number] * 100).rounded() / 100) |")
    }
    print(
      "\npostkeep takes \((seconds[1] / seconds[0] * 100).rounded() / 100) of the time, and compares every sum twice.")
  }
}
