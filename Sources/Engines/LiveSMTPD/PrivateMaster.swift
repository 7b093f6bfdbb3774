// Does for one smtpd what master(8) does: listens where it looks for other servers, and starts them on demand.
//
// trivial-rewrite and proxymap are the real ones; they read the same configuration. The rest are stand-ins. Nothing here
// runs by itself: `turn` does what has become due. Source: master_proto.h, master_spawn.c.

import Bytes
import SystemAccess

final class PrivateMaster {
  private struct Service {
    let socket: Channel
    let behind: Behind
    var child: Child?
  }
  private enum Behind {
    case program(name: String, overrides: [LiveOverride])
    case standIn(() -> any StandIn)
  }
  private struct Child {
    let process: ChildProcess
    let errors: Channel
    /// The child tells here when it is busy, and ends when nobody listens.
    let status: Channel
    var words: [UInt8] = []
  }
  private struct Connection {
    let channel: Channel
    var standIn: any StandIn
  }

  let configuration: String
  let programs: String
  let network: PrivateNetwork?
  let queue: TemporaryDirectory
  private var services: [Service] = []
  private var connections: [Connection] = []
  private var starts = 0
  /// The last words of a server that died; without it smtpd waits forever.
  private(set) var failure: ByteString?

  init(
    configuration: String, programs: String, rewriteOverrides: [LiveOverride], network: PrivateNetwork?
  ) throws(SystemError) {
    self.configuration = configuration
    self.programs = programs
    self.network = network
    queue = try TemporaryDirectory(prefix: "postkeep-smtpd")
    for name in ["public", "private", "pid", "data"] { try queue.makeDirectory(name) }
    let behind: [(String, Behind)] = [
      ("private/rewrite", .program(name: "trivial-rewrite", overrides: rewriteOverrides)),
      ("private/proxymap", .program(name: "proxymap", overrides: [])),
      ("public/cleanup", .standIn { CleanupStandIn() }),
      ("private/verify", .standIn { VerifyStandIn() }),
      ("private/auth", .standIn { LoginStandIn() }),
    ]
    for (path, behind) in behind {
      services.append(Service(socket: try Channel.listening(at: "\(queue.path)/\(path)"), behind: behind))
    }
  }

  /// Starts a Postfix daemon.
  func start(_ program: String, _ arguments: [String], channels: [Channel?]) throws(SystemError) -> ChildProcess {
    try ChildProcess(
      "\(programs)/\(program)", arguments,
      environment: [
        "MAIL_CONFIG=\(configuration)", "PATH=/usr/bin:/bin:/usr/sbin:/sbin", "TZ=UTC",
        // A program that has not read its settings yet would log to the host.
        "POSTLOG_SERVICE=\(queue.path)/public/postlog", "POSTLOG_HOSTNAME=localhost",
      ], channels: channels, network: network)
  }

  /// Waits until one of the channels has something, serving everybody else meanwhile. False after too long a wait, and when
  /// a server has died for good.
  func wait(for channels: [Channel], milliseconds: Int32) -> Bool {
    while failure == nil {
      let ready = Channel.wait(for: channels + watched, milliseconds: milliseconds)
      guard ready.contains(true) else { return false }
      if ready.prefix(channels.count).contains(true) { return true }
      turn()
    }
    return false
  }

  private var watched: [Channel] {
    services.flatMap { service in service.child.map { [$0.errors, $0.status] } ?? [service.socket] }
      + connections.map(\.channel)
  }

  private func turn() {
    for index in connections.indices.reversed() {
      switch connections[index].channel.receive() {
      case .nothingYet: continue
      case .end: connections.remove(at: index)
      case .bytes(let bytes):
        let reply = connections[index].standIn.answer(bytes)
        if !connections[index].channel.send(reply) { connections.remove(at: index) }
      }
    }
    for index in services.indices {
      if services[index].child != nil { listenToChild(index) } else { serve(index) }
    }
  }

  private func listenToChild(_ index: Int) {
    guard var child = services[index].child else { return }
    _ = child.status.receive()
    switch child.errors.receive() {
    case .nothingYet: return
    case .bytes(let bytes):
      child.words = (child.words + bytes).suffix(1 << 12)
      services[index].child = child
      guard let words = FatalWords.find(in: child.words) else { return }
      failure = words
    case .end:
      // Servers end now and then, for example after a table has changed. One that always ends is broken.
      if starts > 50 { failure = "a server behind smtpd ends again and again" }
    }
    child.process.end()
    services[index].child = nil
  }

  private func serve(_ index: Int) {
    let service = services[index]
    guard Channel.wait(for: [service.socket], milliseconds: 0) == [true] else { return }
    switch service.behind {
    case .standIn(let make):
      guard let channel = service.socket.accept() else { return }
      let standIn = make()
      if channel.send(standIn.greeting) { connections.append(Connection(channel: channel, standIn: standIn)) }
    case .program(let name, let overrides):
      do throws(SystemError) { services[index].child = try startServer(name, overrides, on: service.socket) } catch {
        failure = ByteString("\(error)")
      }
    }
  }

  private func startServer(
    _ name: String, _ overrides: [LiveOverride], on socket: Channel
  ) throws(SystemError) -> Child {
    starts += 1
    let errors = try Channel.pipe()
    let status = try Channel.pipe()
    let flow = try Channel.pipe()
    let service = name == "proxymap" ? name : "rewrite"
    let process = try start(
      name,
      ["-V", "-n", service, "-t", "unix", "-u"] + PrivateSettings.arguments(overrides)
        + PrivateSettings.arguments(PrivateSettings.common(directory: queue.path)),
      channels: [nil, nil, errors.writing, flow.reading, flow.writing, status.writing, socket])
    return Child(process: process, errors: errors.reading, status: status.reading)
  }
}

/// Finds the last words of a Postfix program among what it logs.
enum FatalWords {
  static func find(in log: [UInt8]) -> ByteString? {
    for severity in [": fatal: ", ": panic: "] {
      guard let range = log.firstOccurrence(of: Array(severity.utf8)) else { continue }
      return ByteString(log[range.upperBound...].prefix { $0 != 0x0A })
    }
    return nil
  }
}
