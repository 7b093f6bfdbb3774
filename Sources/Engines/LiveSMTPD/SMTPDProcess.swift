// One `smtpd -S`: a full smtpd that speaks on its standard input and output.
//
// smtpd is stand-alone, and skips its checks, unless it runs as mail_owner. With -u it starts as root, opens its tables and
// becomes mail_owner, exactly as below master(8). Commands are sent one by one, so that no session looks like unauthorized
// pipelining. Source: smtpd.h (SMTPD_STAND_ALONE), single_server.c.

import Bytes
import SystemAccess

final class SMTPDProcess {
  private let master: PrivateMaster
  private let process: ChildProcess
  private let connection: Channel
  private let errors: Channel
  private var input: [UInt8] = []
  private var log: [UInt8] = []
  /// Its last words.
  private(set) var fatal: ByteString?
  private var isOver = false
  /// Its first reply; nil when it did not come so far.
  private(set) var greeting: ServerReply?
  /// Whether an earlier session said HELO, which leaves its mark on the connection.
  var hasHeardHELO = false

  /// Long enough for every name server to give up.
  private static let patience: Int32 = 120_000

  /// - Parameter sideDoor: the client restrictions of the service, if they refuse our own connection.
  init(_ service: LiveService, below master: PrivateMaster, sideDoor: ByteString? = nil) throws(SystemError) {
    self.master = master
    let sockets = try Channel.pair()
    let errors = try Channel.pipe()
    connection = sockets.ours
    self.errors = errors.reading
    var settings = PrivateSettings.common(directory: master.queue.path) + PrivateSettings.smtpd
    if let sideDoor { settings += SideDoor.settings(around: sideDoor) }
    process = try master.start(
      "smtpd",
      ["-V", "-S", "-u", "-n", service.name] + PrivateSettings.arguments(service.overrides)
        + PrivateSettings.arguments(settings),
      channels: [sockets.childs, sockets.childs, errors.writing])
    if sideDoor != nil { _ = connection.send(SideDoor.introduction) }
  }

  func start() { greeting = reply() }

  var isUsable: Bool { !isOver }

  /// Sends a command and returns the reply; nil when there is none.
  func say(_ command: ByteString) -> ServerReply? {
    guard !isOver, connection.send(command.bytes + [0x0D, 0x0A]) else {
      isOver = true
      return nil
    }
    return reply()
  }

  private func reply() -> ServerReply? {
    var first: ServerReply?
    while !isOver {
      while let end = input.firstIndex(of: 0x0A) {
        let line = Array(input[..<end].filter { $0 != 0x0D })
        input.removeFirst(end + 1)
        if first == nil { first = ServerReply(line: line) }
        if line.count < 4 || line[3] != UInt8(ascii: "-") {
          // 421 and 521 end the connection.
          if let code = first?.code, code == 421 || code == 521 { isOver = true }
          return first
        }
      }
      receive()
    }
    return nil
  }

  private func receive() {
    guard master.wait(for: [connection, errors], milliseconds: Self.patience) else {
      fatal = master.failure ?? "no answer within two minutes"
      return end()
    }
    readLog()
    guard fatal == nil else { return end() }
    switch connection.receive() {
    case .bytes(let bytes): input += bytes
    case .nothingYet: break
    case .end:
      while case .bytes(let bytes) = errors.receive() { log += bytes }
      fatal = FatalWords.find(in: log) ?? "smtpd ended without a word"
      end()
    }
  }

  private func readLog() {
    guard case .bytes(let bytes) = errors.receive() else { return }
    log += bytes
    // smtpd sleeps for a second before it dies; there is no need to wait.
    fatal = FatalWords.find(in: bytes)
  }

  private func end() {
    isOver = true
    process.end()
  }

  /// No more sessions in this one.
  func abandon() { end() }

  /// What permitted since the last call: "permit: RCPT from …: action=permit_mynetworks for …".
  func takePermits() -> [ByteString] {
    readLog()
    defer { log = [] }
    let action = Array(": action=".utf8)
    return log.split(separator: 0x0A).compactMap { line in
      let line = Array(line)
      guard line.firstOccurrence(of: Array(": permit: ".utf8)) != nil, let start = line.firstOccurrence(of: action)
      else { return nil }
      let rest = Array(line[start.upperBound...])
      return ByteString(rest[..<(rest.firstOccurrence(of: Array(" for ".utf8))?.lowerBound ?? rest.count)])
    }
  }
}
