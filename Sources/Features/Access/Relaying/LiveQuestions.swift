// A session of the access engine as a question to the real smtpd, and the answer as an outcome.

public import AccessPolicy
import Bytes
public import LiveSMTPD
public import PostfixConfig

extension LiveService {
  /// The service of master.cf with its -o settings.
  public init(_ service: Service) {
    self.init(
      service.entry[.service].description,
      overrides: service.overrides.values.map { LiveOverride($0.name, $0.value) }.sorted { $0.name < $1.name })
  }
}

extension LiveSession {
  /// The session up to the end of an empty message.
  public init(_ session: AccessSession) {
    self.init(
      clientAddress: session.clientAddress, clientName: session.clientName, helo: session.helo,
      saslMethod: session.saslMethod, saslUsername: session.saslUsername, sender: session.sender,
      recipients: [session.recipient], usesData: true)
  }
}

extension LiveAnswer {
  /// The first refusal, or the reply to the recipient.
  public var decidingReply: ServerReply? {
    let replies = [connect, helo, mail].compactMap(\.self) + recipients + [data, end].compactMap(\.self)
    return replies.first { $0.code >= 400 } ?? recipients.last
  }

  /// Nil when the session could not be asked for.
  public var outcome: AccessVerdict.Outcome? {
    if obstacle != nil { return nil }
    guard fatal == nil, let reply = decidingReply else { return .fatal }
    return reply.code >= 500 ? .reject : reply.code >= 400 ? .defer : .permit
  }
}
