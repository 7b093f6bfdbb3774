// Why a question about access cannot be answered, as a sentence for a person.

public import SystemAccess

public enum AccessFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// A session that cannot be read: the file, its line, and what is wrong.
  case session(file: String, line: Int, message: String)
  /// A file without sessions.
  case noSessions(file: String)
  /// A service that the configuration does not have; with those that it has.
  case unknownService(String, known: [String])
  case system(SystemError)
  /// The real smtpd cannot be asked.
  case live(String)

  public var description: String {
    switch self {
    case .session(let file, let line, let message): "\(file):\(line): \(message)"
    case .noSessions(let file):
      "there are no sessions in \(file)\n  Write one JSON object a line, such as {\"recipient\":\"a@example.com\"}."
    case .unknownService(let name, let known): Self.unknownService(name, known)
    case .system(let error): "\(error)"
    case .live(let why): "the real smtpd cannot be asked: \(why)"
    }
  }

  private static func unknownService(_ name: String, _ known: [String]) -> String {
    guard !known.isEmpty else { return "there is no smtpd service \(name); master.cf has none at all" }
    return "there is no smtpd service \(name)\n  These there are: \(known.joined(separator: ", "))"
  }
}
