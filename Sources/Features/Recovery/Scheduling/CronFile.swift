// A file for /etc/cron.d with a line for each job.
//
// cron takes "%" for the end of a line unless a backslash stands before it. Source: crontab(5).

import Bytes

struct CronFile {
  static let directory = "/etc/cron.d"
  /// cron reads no file with a dot in its name.
  static let name = "postkeep"

  private let schedule: Schedule

  init(_ schedule: Schedule) { self.schedule = schedule }

  var file: GeneratedFile {
    let lines = schedule.jobs.map { job in
      var words = schedule.command(of: job)
      // What a job tells is mailed, so it tells only what somebody must know. The policies say nothing without need.
      if job != .purge { words.append("--quiet") }
      let command = (["nice", "-n", "10", "ionice", "-c", "3"] + words).map(ShellWord.quoted).joined(separator: " ")
      return "# \(job.summary)\n\(job.cronTime) root \(command.replacing("%", with: "\\%"))\n"
    }
    let text = """
      SHELL=/bin/sh
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

      """
    return GeneratedFile(Self.name, text + lines.joined(), kind: .cron)
  }
}
