// One line of Postfix's log: when, which program, and what it says.
//
//   Nov 02 00:00:14 mx1 postfix/smtp[12]: 4jYR3d3YTQz2NPSf: to=<a@b.example>, relay=…, status=sent (250 Ok)
//
// Postfix makes every control byte of a message a "?" (msg_output.c), so that nobody can begin a new line by what he
// sends. Who may write to the log itself can write any line; nothing here can tell.

public struct LogLine: Sendable {
  /// Longer lines are not read. Postfix writes no more than 2000 bytes and what stands before them.
  public static let lengthLimit = 1 << 20

  public let stamp: LogStamp
  /// The host that wrote the line, as it calls itself; maillog_file has only the first label.
  public let host: LogText
  public let program: ProgramName
  /// The process.
  public let pid: Int?
  public let severity: LogSeverity
  /// The message that the line is about. Nil for NOQUEUE, and for lines that are about no message.
  public let queueID: QueueIDText?
  public let event: LogEvent
  /// What follows the program's name, with severity and queue id.
  public let text: LogText
  /// How often the event happened: rsyslog writes "message repeated 3 times: [ … ]" for three more of the same.
  public let repeats: Int

  /// Nil for what is no line of a log: no time, no program, too long.
  public init?(_ line: Span<UInt8>) {
    guard line.count <= Self.lengthLimit, let envelope = LogEnvelope(line) else { return nil }
    stamp = envelope.stamp
    host = envelope.host
    program = envelope.program
    pid = envelope.pid
    let repeated = RepeatedText(in: line, envelope.text)
    text = LogText(repeated.text)
    repeats = repeated.times
    var reader = EventReader(repeated.text)
    event = reader.read(line)
    severity = reader.severity
    queueID = reader.queueID
  }

  /// Where the time begins: behind the priority "<22>" of syslog's protocol and its version "1 ", where there are such.
  static func placeOfStamp(in line: Span<UInt8>) -> Int {
    var place = 0
    guard line.skip("<", at: &place), line.number(at: &place, until: 4, digits: 3) != nil, line.skip(">", at: &place)
    else { return 0 }
    _ = line.skip("1 ", at: &place)
    return place
  }
}

/// How bad a line is in the eyes of its program. Source: msg_logger.c.
public enum LogSeverity: Sendable, Comparable {
  case info, warning, error, fatal, panic
}
