// The figures of snapshots: one generated queue, packed by tar, by backup programs, and by postkeep, taking turns.

import Glibc
import SystemAccess

struct SnapshotBench {
  private struct Contender {
    let name: String
    /// The program that has to be there.
    let needs: String
    /// For sh(1); only the second one is measured. Both find a place for an archive in $out.
    let prepare: String
    let command: String
  }

  private struct Cost {
    var cpu = Double.infinity
    var seconds = Double.infinity
    var memory = 0.0

    mutating func add(_ run: Measurement) {
      cpu = min(cpu, run.minimum / 1000)
      seconds = min(seconds, run.seconds)
      memory = max(memory, run.memory)
    }
  }

  private let program: String
  private let folder: String

  init(_ queue: QueueBench) {
    program = queue.program
    folder = queue.folder
  }

  func run(rounds: Int) {
    let contenders = contenders.filter { Self.shell("command -v \($0.needs)") != nil }
    var costs = [Cost](repeating: Cost(), count: contenders.count)
    func place(_ number: Int) -> String { "out=\(folder)/out/\(number); " }
    _ = Self.shell("mkdir -p \(folder)/out; sync")
    for _ in 0..<rounds {
      for (number, contender) in contenders.enumerated() {
        _ = Self.shell(place(number) + contender.prepare)
        costs[number].add(Measurement(["sh", "-c", place(number) + contender.command], runs: 1))
      }
    }
    let content = Self.megabytes("\(folder)/spool")
    print("\n| snapshots of \(Int(content)) MB | CPU s | wall s | RSS MB | archive MB |")
    print("|---|---|---|---|---|")
    for (number, contender) in contenders.enumerated() {
      let (cost, size) = (costs[number], Self.megabytes("\(folder)/out/\(number)"))
      print(
        "| \(contender.name) | \(Self.rounded(cost.cpu)) | \(Self.rounded(cost.seconds)) | "
          + "\(Int(cost.memory)) | \(size > 0 ? "\(Int(size))" : "") |")
    }
    let (full, incremental, verify) = (costs[0], costs[1], costs[2])
    print(
      """

      An incremental snapshot takes 1 / \(Self.rounded(full.cpu / incremental.cpu)) of the processor time of a full one.
      verify reads \(Int(content / verify.seconds)) MB of content a second, \(Int(content / verify.cpu)) for a second of \
      processor time.
      """)
  }

  private var contenders: [Contender] {
    let spool = "\(folder)/spool"
    let store = "\(folder)/out/0"
    let create = "\(program) snapshot create -c \(folder)/etc --no-with-config --quiet --to \(store)"
    let tar = "tar -cf - -C \(folder) spool"
    return [
      Contender(name: "postkeep snapshot create", needs: program, prepare: "rm -rf \(store)", command: create),
      Contender(
        name: "postkeep snapshot create --since last, 1 % changed", needs: program,
        // As Postfix does: single bytes, in place.
        prepare: """
          find \(spool)/deferred -type f -size +2k | awk 'NR % 100 == 1' | while read -r file; do \
          printf x | dd of=$file bs=1 seek=1500 conv=notrunc status=none; done
          """,
        command: "\(create) --since last"),
      Contender(
        name: "postkeep snapshot verify", needs: program, prepare: "ls \(store)/*.zst | head -n 1 > \(folder)/first",
        command: "\(program) snapshot verify --quiet $(cat \(folder)/first)"),
      Contender(
        name: "tar -cf - \\| zstd -3 -T2", needs: "zstd", prepare: "", command: "\(tar) | zstd -3 -T2 -q -f -o $out"),
      Contender(
        name: "bsdtar --zstd", needs: "bsdtar", prepare: "", command: "bsdtar --zstd -cf $out -C \(folder) spool"),
      Contender(
        name: "restic backup", needs: "restic",
        prepare: "rm -rf $out; RESTIC_PASSWORD=x restic -q --no-cache -r $out init",
        command: "RESTIC_PASSWORD=x restic -q --no-cache -r $out backup \(spool)"),
      Contender(
        name: "borg create", needs: "borg", prepare: "rm -rf $out; borg init -e none $out",
        command: "borg create $out::one \(spool)"),
      Contender(name: "tar -cf - \\| cat: reading", needs: "tar", prepare: "", command: "\(tar) | cat"),
      Contender(
        name: "tar -cf - \\| openssl sha256: reading and summing", needs: "openssl", prepare: "",
        command: "\(tar) | openssl dgst -sha256"),
    ]
  }

  /// What a command for sh(1) writes; nil when it fails.
  private static func shell(_ command: String) -> String? {
    guard let result = try? Subprocess.run("sh", ["-c", command]), result.status == 0 else { return nil }
    return String(decoding: result.output, as: UTF8.self)
  }

  private static func megabytes(_ path: String) -> Double {
    let sizes = shell("find \(path) -type f -printf '%s\\n'") ?? ""
    return Double(sizes.split(separator: "\n").reduce(0) { $0 + (Int($1) ?? 0) }) / 1_000_000
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
