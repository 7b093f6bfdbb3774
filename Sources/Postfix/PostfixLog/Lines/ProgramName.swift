// Which program wrote a line: "postfix/smtp", "postfix/submission/smtpd", "postfix-out/qmgr", "postfix".
//
// The name is syslog_name, a slash and the name of the daemon; syslog_name has the instance first, and what a service
// adds to it in master.cf, such as "-o syslog_name=postfix/$service_name", behind that. Source: mail_task.c.

public struct ProgramName: Hashable, Sendable {
  /// All of it.
  public let whole: LogText
  /// Before the first slash: "postfix", or what multi_instance_name or syslog_name says.
  public let instance: LogText
  /// Behind the last slash: "smtp", "qmgr". Empty where there is no slash.
  public let daemon: LogText

  init(_ range: Range<Int>, in line: Span<UInt8>) {
    whole = LogText(range)
    let slash = UInt8(ascii: "/")
    guard let first = line.first(slash, from: range.lowerBound, to: range.upperBound),
      let last = line.last(slash, from: first, to: range.upperBound)
    else {
      instance = whole
      daemon = LogText(range.upperBound, range.upperBound)
      return
    }
    instance = LogText(range.lowerBound, first)
    daemon = LogText(last + 1, range.upperBound)
  }
}
