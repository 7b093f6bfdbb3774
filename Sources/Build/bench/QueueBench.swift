// The queue's figures: one generated queue, read by Postfix's tools, by a bare loop of system calls, and by postkeep.

import Glibc
import SystemAccess
import TestSupport

struct QueueBench {
  let program: String
  /// The bare loop.
  let loop: String
  let folder: String

  /// Makes a queue of deferred messages below /var/tmp, on a disk. Another process does it: what a process holds in memory
  /// is counted for the programs that it starts.
  init?(program: String, loop: String, messages: Int, prose: Bool = false) {
    var template = Array("/var/tmp/postkeep-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    self.program = program
    self.loop = loop
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let result = try? Subprocess.run(
      CommandLine.arguments[0], [prose ? "--fill-prose" : "--fill", folder, "\(messages)"])
    guard let result, result.status == 0 else {
      print("cannot make a queue: \(String(decoding: result?.output ?? [], as: UTF8.self))")
      return nil
    }
  }

  /// Fills a folder with a configuration and its queue.
  static func fill(_ folder: String, messages: Int, prose: Bool = false) throws {
    var options = QueueOptions()
    options.hasProse = prose
    options.attachmentPercent = prose ? 5 : 0
    options.keepsContent = false
    options.manyRecipientsPercent = 1
    options.bodyLines = 1...150
    mkdir("\(folder)/etc", 0o755)
    mkdir("\(folder)/data", 0o700)
    // postsuper writes its log as the owner of the queue.
    if let owner = UserNames.user("postfix") { chown("\(folder)/data", owner.id, owner.group) }
    chmod(folder, 0o755)
    try FileWriting.write(Array(main(folder).utf8), to: "\(folder)/etc/main.cf")
    try FileWriting.write(
      Array("smtp unix - - n - - smtp\nshowq unix n - n - - showq\n".utf8), to: "\(folder)/etc/master.cf")
    _ = try QueueGenerator(seed: 1, options: options).fill("\(folder)/spool", count: messages)
  }

  func remove() { _ = try? Subprocess.run("rm", ["-rf", folder]) }

  private static func main(_ folder: String) -> String {
    """
    compatibility_level = 3.6
    queue_directory = \(folder)/spool
    data_directory = \(folder)/data
    mail_owner = postfix
    setgid_group = postdrop
    myhostname = bench.test.invalid
    inet_interfaces = 127.0.0.1
    maillog_file = \(folder)/data/mail.log
    maillog_file_prefixes = /var

    """
  }

  /// Prints the table of reading.
  func run() {
    let deferred = "\(folder)/spool/deferred"
    let etc = "\(folder)/etc"
    print("\n| reading | CPU ms, min | CPU ms, mean | RSS MB | CPU, ratio to the bare loop |")
    print("|---|---|---|---|---|")
    let bare = Measurement([loop, deferred], runs: 5)
    Bench.row("bare loop over the same system calls", bare, bare)
    Bench.row(
      "postkeep queue shape deferred", Measurement([program, "queue", "shape", "-c", etc, "deferred"], runs: 5), bare)
    Bench.row("qshape deferred", Measurement(["qshape", deferred], runs: 2), bare)
    Bench.row(
      "postkeep queue list --format json",
      Measurement([program, "queue", "list", "-c", etc, "--format", "json"], runs: 3),
      bare)
    Bench.row("postkeep queue list", Measurement([program, "queue", "list", "-c", etc], runs: 3), bare)
    Bench.row("postqueue -j (with showq)", Measurement(["postqueue", "-c", etc, "-j"], runs: 2), bare)
  }

  /// Prints the table of removing: the same number of messages, chosen alike, by each program.
  func runRemoval(_ count: Int) {
    let etc = "\(folder)/etc"
    let ids = "\(folder)/ids"
    _ = try? Subprocess.run(
      "sh", ["-c", "\(program) queue list -c \(etc) --format ids | shuf --random-source=/dev/zero > \(ids)"])
    _ = try? Subprocess.run("sh", ["-c", "head -\(count) \(ids) > \(ids).1; tail -\(count) \(ids) > \(ids).2; sync"])
    print("\n| removing \(count) messages | seconds | CPU ms |")
    print("|---|---|---|")
    let purge =
      "\(program) queue purge -c \(etc) --state \(folder)/state --apply - < \(ids).1"
    for (name, command) in [
      ("postkeep queue purge, archive and sync included", purge),
      ("postsuper -d -", "postsuper -c \(etc) -d - < \(ids).2"),
    ] {
      let start = ContinuousClock.now
      let cost = Measurement(["sh", "-c", command], runs: 1)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      print("| \(name) | \((seconds * 100).rounded() / 100) | \(cost.minimum.rounded()) |")
    }
  }
}
