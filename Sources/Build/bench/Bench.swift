// bench PROGRAM: postkeep's figures as ratios to postconf, measured in the same run. bench --log FILE: reading a mail log.
// bench --snapshots PROGRAM: snapshots of a queue, beside tar, restic and borg.
//
// Processor time, not wall time: machines that run benchmarks are never alone.

import Glibc

@main
enum Bench {
  static func main() {
    let words = CommandLine.arguments
    if words.count == 4, words[1].hasPrefix("--fill") {
      do {
        try QueueBench.fill(words[2], messages: Int(words[3]) ?? 0, prose: words[1] == "--fill-prose")
      } catch {
        print(error)
        exit(70)
      }
      return
    }
    if words.count == 3, words[1] == "--log" {
      do { try LogBench.run(words[2]) } catch {
        print(error)
        exit(66)
      }
      return
    }
    if words.count >= 3, words[1] == "--snapshots" {
      runSnapshots(words[2], messages: words.count > 3 ? Int(words[3]) ?? 0 : 100_000)
      return
    }
    guard words.count == 3 || words.count == 4 else {
      print(
        "usage: bench PROGRAM QUEUELOOP [MESSAGES]\n       bench --snapshots PROGRAM [MESSAGES]\n       bench --log FILE"
      )
      exit(64)
    }
    let program = words[1]
    // First, while this program holds little memory: that counts for the programs that it starts.
    if let queue = QueueBench(
      program: program, loop: words[2], messages: words.count > 3 ? Int(words[3]) ?? 0 : 100_000)
    {
      defer { queue.remove() }
      queue.run()
      queue.runRemoval(10_000)
    }
    runSnapshots(program, messages: words.count > 3 ? Int(words[3]) ?? 0 : 100_000)
    let stock = "/etc/postfix"
    let large = makeLargeConfiguration()
    defer { large.map(removeFolder) }

    let peer = Measurement(["postconf", "-c", stock, "-n"], runs: 200)
    print("| command | CPU ms, min | CPU ms, mean | RSS MB | CPU, ratio to postconf -n |")
    print("|---|---|---|---|---|")
    row("postconf -c \(stock) -n", peer, peer)
    row("true (starting a process)", Measurement(["true"], runs: 200), peer)
    row(
      "cat main.cf master.cf (the same reads)",
      Measurement(["cat", "\(stock)/main.cf", "\(stock)/master.cf"], runs: 200), peer)
    row("postkeep --version (starting the program)", Measurement([program, "--version"], runs: 100), peer)
    row("postkeep config \(stock) -n", Measurement([program, "config", stock, "-n"], runs: 100), peer)
    let version = "3.7.11"
    row(
      "postkeep audit \(stock), all rules (pedantic)",
      Measurement([program, "audit", stock, "--profile", "pedantic", "--postfix-version", version], runs: 100), peer)
    row("postkeep audit \(stock), default profile", Measurement([program, "audit", stock], runs: 50), peer)
    if let large {
      row("postkeep config, 50,000 lines, -n", Measurement([program, "config", large, "-n"], runs: 10), peer)
      row("postconf -n, 50,000 lines", Measurement(["postconf", "-c", large, "-n"], runs: 10), peer)
      row(
        "postkeep audit, 50,000 lines",
        Measurement([program, "audit", large, "--postfix-version", version], runs: 10), peer)
    }
    // Made last: what this program holds in memory counts for the programs that it starts.
    if let access = AccessLoad() {
      defer { removeFolder(access.folder) }
      row(
        "postkeep relay, 50 services, 10,000-line tables, 2,000 networks",
        Measurement([program, "relay", access.folder, "--postfix-version", version, "-q"], runs: 5), peer)
      let batch = Measurement(
        [
          program, "trace", access.folder, "--batch", access.sessions, "--format", "json", "--postfix-version", version,
        ],
        runs: 5)
      row("postkeep trace --batch, \(AccessLoad.sessionCount) sessions", batch, peer)
      let rate = Double(AccessLoad.sessionCount) * 1000 / batch.minimum
      print("\nThat is \(Int(rate)) sessions in a second of processor time, loading included.")
    }
  }

  private static func runSnapshots(_ program: String, messages: Int) {
    guard let queue = QueueBench(program: program, loop: "", messages: messages, prose: true) else { return }
    defer { queue.remove() }
    SnapshotBench(queue).run(rounds: 3)
    RestoreBench(queue).run(rounds: 3)
  }

  static func row(_ name: String, _ cost: Measurement, _ peer: Measurement) {
    func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    print(
      "| \(name) | \(number(cost.minimum)) | \(number(cost.mean)) | \(number(cost.memory)) | "
        + "\(number(cost.minimum / peer.minimum)) |")
  }

  private static func removeFolder(_ folder: String) {
    for name in ["main.cf", "master.cf", "networks", "sessions"] + (0..<AccessLoad.tableCount).map({ "table\($0)" }) {
      unlink("\(folder)/\(name)")
    }
    rmdir(folder)
  }

  /// A main.cf of 50,000 lines: known settings, long folded lists and comments, as generated files are.
  private static func makeLargeConfiguration() -> String? {
    var template = Array("/tmp/postkeep-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var text = "compatibility_level = 3.6\n"
    for block in 0..<10 {
      text += "# block \(block)\nmydestination = host\(block).example,\n"
      for line in 0..<2480 { text += "  domain\(block)-\(line).example,\n" }
      text += "  last.example\nmynetworks = 127.0.0.0/8\n"
      for line in 0..<2480 { text += "  10.\(block).\(line / 250).\(line % 250)\n" }
      for line in 0..<36 { text += "own_setting_\(block)_\(line) = value \(line)\n" }
    }
    guard let file = fopen("\(folder)/main.cf", "w") else { return nil }
    fputs(text, file)
    fclose(file)
    guard let master = fopen("\(folder)/master.cf", "w") else { return nil }
    fputs("smtp inet n - n - - smtpd\nsmtp unix - - n - - smtp\n", master)
    fclose(master)
    // postconf waits for files that have just changed.
    var times = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0)]
    utimes("\(folder)/main.cf", &times)
    return folder
  }
}
