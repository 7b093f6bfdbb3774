// A Postfix of a test's own: its configuration, queue and data lie in a private directory, and it listens on loopback
// alone. Nothing leaves the host: mail is deferred or discarded.
//
//   let postfix = try PrivatePostfix()
//   try postfix.start()
//   try postfix.inject(20, from: "sender@a.test", to: ["someone@b.test"])
//   try postfix.waitUntil(seconds: 60) { try postfix.queueIDs(in: "deferred").count == 20 }

import Glibc
public import SystemAccess

public final class PrivatePostfix: Sendable {
  /// Only root can start a master.
  public static let canRun = geteuid() == 0 && FileReading.exists("/usr/lib/postfix/sbin/master")

  public let directory: PrivateDirectory
  /// Of smtpd, at 127.0.0.1.
  public let port: UInt16

  public var configurationDirectory: String { "\(directory.path)/etc" }
  public var queueDirectory: String { "\(directory.path)/spool" }
  public var logPath: String { "\(directory.path)/data/mail.log" }

  /// Writes the configuration and makes the queue; starts nothing.
  public init(_ options: PrivatePostfixOptions = PrivatePostfixOptions()) throws {
    directory = try PrivateDirectory()
    port = try options.port ?? LoopbackSocket.freePort()
    let owners = try QueueOwners.installed()
    for name in ["etc", "data"] { mkdir("\(directory.path)/\(name)", name == "etc" ? 0o755 : 0o700) }
    try directory.write(options.mainFile(in: directory.path), to: "etc/main.cf")
    try directory.write(options.masterFile(port: port), to: "etc/master.cf")
    // Commands that have become the mail owner append to the log, and die of a log that belongs to root.
    try directory.write("", to: "data/mail.log")
    chown("\(directory.path)/data", owners.user, owners.group)
    chown(logPath, owners.user, owners.group)
    try QueueLayout.make(queueDirectory, owners: owners)
  }

  deinit { try? stop() }

  /// Whether a master of this instance lives.
  public var isRunning: Bool {
    let file = open(lockPath, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    // The master keeps the file locked for as long as it lives.
    return flock(file, LOCK_SH | LOCK_NB) != 0
  }

  public func start() throws {
    // A master inherits the signals that its starter blocks, and threads of tests block SIGTERM and SIGCHLD.
    var (none, blocked) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    let result = try run("postfix", ["start"])
    guard result.status == 0 else { throw TestFailure("postfix start: \(text(result.errors))\(log)") }
  }

  /// Returns when the master is gone. Does nothing when there is none.
  public func stop() throws {
    guard isRunning else { return }
    let result = try run("postfix", ["stop"])
    try waitUntil(seconds: 60, "postfix stop: \(text(result.errors))") { !self.isRunning }
  }

  /// Makes qmgr try everything again, `postqueue -f`.
  public func flush() throws {
    let result = try run("postqueue", ["-f"])
    guard result.status == 0 else { throw TestFailure("postqueue -f: \(text(result.errors))") }
  }

  /// Runs one of Postfix's commands with this configuration.
  public func run(_ command: String, _ arguments: [String]) throws -> Subprocess {
    // sendmail(1) has its option from Sendmail.
    try Subprocess.run(command, [command == "sendmail" ? "-C" : "-c", configurationDirectory] + arguments)
  }

  /// What Postfix has logged so far.
  public var log: String { text((try? FileReading.contents(of: logPath)) ?? []) }

  /// The names of all finished files in a queue, at whatever hash depth, sorted.
  public func queueIDs(in queue: String) throws -> [String] {
    func names(below path: String) throws -> [String] {
      try FileReading.names(inDirectory: path).flatMap { name in
        name.utf8.count == 1 ? try names(below: "\(path)/\(name)") : name.contains(".") ? [] : [name]
      }
    }
    return try names(below: "\(queueDirectory)/\(queue)").sorted()
  }

  /// Asks again and again, every few milliseconds. Throws when the time is over.
  public func waitUntil(
    seconds: Double, _ what: @autoclosure () -> String = "", _ condition: () throws -> Bool
  ) throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while try !condition() {
      guard clock.now < end else { throw TestFailure("not within \(seconds) seconds: \(what())\n\(log)") }
      usleep(20_000)
    }
  }

  private var lockPath: String { "\(queueDirectory)/pid/master.pid" }
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
