// Runs a command many times and adds up what the kernel says it cost.

import Glibc

/// What one command costs.
struct Measurement {
  /// Smallest and mean user plus system time, in milliseconds.
  let minimum: Double
  let mean: Double
  /// Largest resident set of any run, in megabytes.
  let memory: Double
  /// Smallest wall time, in seconds.
  let seconds: Double

  /// Runs the command with its output thrown away.
  init(_ command: [String], runs: Int) {
    var total = 0.0
    var smallest = Double.infinity
    var memory = 0.0
    var seconds = Double.infinity
    for _ in 0..<runs {
      let start = ContinuousClock.now
      let usage = Measurement.usage(of: command)
      seconds = min(seconds, (ContinuousClock.now - start) / .seconds(1))
      let cost = Measurement.milliseconds(usage.ru_utime) + Measurement.milliseconds(usage.ru_stime)
      total += cost
      smallest = min(smallest, cost)
      memory = max(memory, Double(usage.ru_maxrss) / 1024)
    }
    minimum = smallest
    mean = total / Double(max(runs, 1))
    self.memory = memory
    self.seconds = seconds
  }

  private static func usage(of command: [String]) -> rusage {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream: Int32 in [1, 2] { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0) }
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    defer { words.forEach { free($0) } }
    words.append(nil)
    var child: pid_t = 0
    var usage = rusage()
    guard posix_spawnp(&child, command[0], &actions, nil, words, environ) == 0 else { return usage }
    var status: Int32 = 0
    wait4(child, &status, 0, &usage)
    return usage
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
}
