// A file for /etc/cron.d with a line for each job.
//
// cron takes "%" for the end of a line unless a backslash stands before it, and 998 bytes for a command. Source: crontab(5).

import Bytes

struct CronFile {
  static let directory = "/etc/cron.d"
  /// Bytes of a command: cron cuts what is longer, and runs the rest.
  private static let longestCommand = 998

  private let schedule: Schedule
  private let instance: SetupName

  init(_ schedule: Schedule, _ instance: SetupName) {
    self.schedule = schedule
    self.instance = instance
  }

  func file() throws(RecoveryFailure) -> GeneratedFile {
    var text = """
      SHELL=/bin/sh
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

      """
    for job in schedule.jobs {
      text += "# \(schedule.summary(of: job))\n\(job.cronTime) root \(try command(of: job))\n"
    }
    return GeneratedFile(instance.prefix, text, kind: .cron)
  }

  private func command(of job: ScheduledJob) throws(RecoveryFailure) -> String {
    var words = schedule.command(of: job)
    // What a job tells is mailed, so it tells only what somebody must know. The policies say nothing without need.
    if job != .purge { words.append("--quiet") }
    let command = (["nice", "-n", "10", "ionice", "-c", "3"] + words).map(ShellWord.quoted).joined(separator: " ")
      .replacing("%", with: "\\%")
    guard command.utf8.count <= Self.longestCommand else {
      throw RecoveryFailure(
        .usage,
        "a command of \(command.utf8.count) bytes is too long for cron, which reads \(Self.longestCommand)\n"
          + "  Name keys in a file, by --encrypt-to FILE, or use systemd, which reads any length.")
    }
    return command
  }
}
