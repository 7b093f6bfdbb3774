// A service and a timer of systemd for each job.
//
// Each service may do what its job needs and nothing else. Sources: systemd.service(5), systemd.exec(5), systemd.timer(5).

struct SystemdUnits {
  static let directory = "/etc/systemd/system"

  private let schedule: Schedule
  private let instance: SetupName

  init(_ schedule: Schedule, _ instance: SetupName) {
    self.schedule = schedule
    self.instance = instance
  }

  /// The files of all jobs.
  var files: [GeneratedFile] {
    schedule.jobs.flatMap { job in
      [
        GeneratedFile("\(instance.unit(job)).service", service(job), kind: .systemd),
        GeneratedFile("\(instance.unit(job)).timer", timer(job), kind: .systemd),
      ]
    }
  }

  /// Names of files that any schedule may have.
  static func names(_ instance: SetupName) -> [String] {
    ScheduledJob.allCases.flatMap { ["\(instance.unit($0)).service", "\(instance.unit($0)).timer"] }
  }

  private func timer(_ job: ScheduledJob) -> String {
    """
    [Unit]
    Description=\(schedule.summary(of: job))

    [Timer]
    OnCalendar=\(job.calendar)
    RandomizedDelaySec=\(job.delay)
    AccuracySec=1min
    # What was missed while the host was down is done when it is up again.
    Persistent=true

    [Install]
    WantedBy=timers.target

    """
  }

  private func service(_ job: ScheduledJob) -> String {
    let paths =
      [schedule.store, schedule.queue] + [schedule.policies].compactMap { job == .purge ? $0 : nil }
      + (job.takesSnapshot ? schedule.protection.files : [])
    return """
      [Unit]
      Description=\(schedule.summary(of: job))
      Documentation=man:postkeep(1)
      RequiresMountsFor=\(paths.map(Self.word).joined(separator: " "))\(job.changesQueue ? "\nAfter=postfix.service" : "")
      # To be told when it fails, name a unit of yours with `systemctl edit \(instance.unit(job)).service`:
      #   [Unit]
      #   OnFailure=tell-the-postmaster@%n.service

      [Service]
      Type=oneshot
      ExecStart=\(schedule.command(of: job).map(Self.commandWord).joined(separator: " "))
      # Another run holds the lock: the next one will do.
      SuccessExitStatus=75
      Nice=10
      IOSchedulingClass=idle
      UMask=0077

      # Nothing may be written but what the job is for.
      ProtectSystem=strict
      \(state(job))
      \(writing(job))\(keys(job))\(privacy(job))
      \(privileges(job))
      RestrictSUIDSGID=yes
      RestrictNamespaces=yes
      RestrictRealtime=yes
      \(network(job))
      IPAddressDeny=any
      LockPersonality=yes
      MemoryDenyWriteExecute=yes
      PrivateDevices=yes
      ProtectClock=yes
      ProtectControlGroups=yes
      ProtectHostname=yes
      ProtectKernelLogs=yes
      ProtectKernelModules=yes
      ProtectKernelTunables=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service

      """
  }

  private func state(_ job: ScheduledJob) -> String {
    guard job == .drill else { return "StateDirectory=postkeep\nStateDirectoryMode=0700" }
    return "# Postfix's own user passes through it to the queue of the drill.\n"
      + "StateDirectory=postkeep-drills\nStateDirectoryMode=0711"
  }

  private func network(_ job: ScheduledJob) -> String {
    guard job == .drill else { return "RestrictAddressFamilies=AF_UNIX AF_NETLINK" }
    return "# Postfix wants a network to look at; this one leads nowhere.\nPrivateNetwork=yes\n"
      + "RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_INET AF_INET6"
  }

  /// Directories outside /var/lib/postkeep, which StateDirectory= makes and opens.
  private func writing(_ job: ScheduledJob) -> String {
    // The store remembers that a snapshot is whole, or that it is not.
    if job == .drill { return "ReadWritePaths=-\(Self.word(schedule.store))\n" }
    let path = job.changesQueue ? schedule.queue : schedule.store
    if path == "/var/lib/postkeep" || path.hasPrefix("/var/lib/postkeep/") { return "" }
    return "ReadWritePaths=\(Self.word(path))\n"
  }

  /// Where gpg has root's keys, locks them, and starts its agent.
  private func keys(_ job: ScheduledJob) -> String {
    guard schedule.protection.usesGnuPG(in: job) else { return "" }
    return "# The keyring of gpg, and the socket of its agent.\n"
      + "ReadWritePaths=-/root/.gnupg -/run/user/0/gnupg\n"
  }

  private func privacy(_ job: ScheduledJob) -> String {
    let paths =
      [schedule.store, schedule.queue] + [schedule.configuration, schedule.policies].compactMap { $0 }
      + schedule.protection.files
    func isBelow(_ folders: [String]) -> Bool {
      paths.contains { path in folders.contains { path == $0 || path.hasPrefix($0 + "/") } }
    }
    // The configuration may refer to files of users.
    let isHomeRead =
      job.takesSnapshot || schedule.protection.usesGnuPG(in: job) || isBelow(["/home", "/root", "/run/user"])
    return "ProtectHome=\(isHomeRead ? "read-only" : "yes")\n"
      + "PrivateTmp=\(isBelow(["/tmp", "/var/tmp"]) ? "no" : "yes")"
  }

  private func privileges(_ job: ScheduledJob) -> String {
    guard job.changesQueue || job == .drill else {
      return """
        NoNewPrivileges=yes
        # The queue belongs to Postfix's user, so it is read and the store is written as root.
        CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER
        """
    }
    return """
      # postsuper(1) becomes Postfix's user, and postqueue(1) is set-gid: not with NoNewPrivileges=yes. Files that are put
      # back get their owner.
      NoNewPrivileges=no
      CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_KILL CAP_SETGID CAP_SETUID
      """
  }

  // MARK: Quoting

  /// A path in a list of paths: systemd takes "%" for a specifier.
  static func word(_ text: String) -> String {
    let escaped = text.replacing("%", with: "%%").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return escaped.contains(where: { $0 == " " || $0 == "'" || $0 == "\"" || $0 == "\\" }) ? "\"\(escaped)\"" : escaped
  }

  /// A word of a command: "$" begins a variable, and a lone ";" the next command.
  static func commandWord(_ text: String) -> String {
    let word = word(text.replacing("$", with: "$$"))
    return text == ";" ? "\\;" : word
  }
}
