// Asks a real smtpd what it would answer under a configuration directory, thousands of sessions a minute.
//
// The installed programs read the directory as it is; -o settings keep queue, log and neighbours inside a directory
// below /tmp that is gone afterwards. No port is opened, no message is kept, nothing is delivered. With a private network
// nothing can leave the machine either: name servers, policy services and databases elsewhere are then out of reach, as
// if they were down. Milters, content filters before the queue and TLS are left out. Only root can do this.
//
//     let instance = try LiveInstance(configuration: "/etc/postfix", network: try PrivateNetwork())
//     let answers = try instance.ask([LiveSession(recipients: ["victim@victim.example"])], of: LiveService("smtp"))

import Bytes
public import SystemAccess

public final class LiveInstance {
  private let master: PrivateMaster

  /// - Parameters:
  ///   - configuration: an absolute path of a directory with main.cf.
  ///   - rewriteOverrides: the -o settings of the trivial-rewrite service in master.cf.
  ///   - programs: Postfix's daemon directory.
  public init(
    configuration: String, rewriteOverrides: [LiveOverride] = [], programs: String? = nil,
    network: PrivateNetwork? = nil
  ) throws(LiveError) {
    guard Host.isRoot else { throw LiveError("only root can run smtpd as Postfix does") }
    guard configuration.hasPrefix("/") else { throw LiveError("\(configuration) is no absolute path") }
    let programs = programs ?? Self.installedPrograms
    guard FileReading.exists("\(programs)/smtpd") else { throw LiveError("there is no smtpd in \(programs)") }
    do throws(SystemError) {
      master = try PrivateMaster(
        configuration: configuration, programs: programs, rewriteOverrides: rewriteOverrides, network: network)
    } catch {
      throw LiveError("\(error)")
    }
  }

  /// Everything that the instance writes is below it.
  public var queueDirectory: String { master.queue.path }

  /// Where the installed Postfix keeps its daemons.
  public static var installedPrograms: String {
    ["/usr/lib/postfix/sbin", "/usr/libexec/postfix", "/usr/lib/postfix", "/usr/local/libexec/postfix"]
      .first { FileReading.exists("\($0)/smtpd") } ?? "/usr/lib/postfix/sbin"
  }

  /// Asks for sessions one after the other, in one smtpd as far as it goes.
  /// - Parameter isolated: a new smtpd for each session. smtpd remembers over XCLIENT what reject_unlisted_sender said in a
  ///   client or HELO list, and what a HELO list would defer; a session without HELO always gets a new one.
  public func ask(
    _ sessions: [LiveSession], of service: LiveService = LiveService(), isolated: Bool = false
  ) throws(LiveError) -> [LiveAnswer] {
    var answers: [LiveAnswer] = []
    var current: SMTPDProcess?
    for session in sessions {
      if let problem = session.problem {
        var answer = LiveAnswer()
        answer.obstacle = problem
        answers.append(answer)
        continue
      }
      let isStale = isolated || session.helo == nil && current?.hasHeardHELO == true
      if isStale || current?.isUsable != true { current = nil }
      let process: SMTPDProcess
      if let current { process = current } else { process = try start(service) }
      let answer = Conversation.hold(session, with: process)
      answers.append(answer)
      current = process
      // What dies before its greeting, or refuses us, does it again.
      if process.greeting?.code != 220 {
        answers += sessions.dropFirst(answers.count).map { _ in answer }
        break
      }
    }
    return answers
  }

  private func start(_ service: LiveService) throws(LiveError) -> SMTPDProcess {
    do throws(SystemError) {
      let process = try SMTPDProcess(service, below: master)
      process.start()
      guard let greeting = process.greeting, greeting.code != 220 else { return process }
      let sideway = try SMTPDProcess(service, below: master, sideDoor: try clientRestrictions(of: service))
      sideway.start()
      return sideway
    } catch {
      throw LiveError("\(error)")
    }
  }
}

extension LiveInstance {
  /// As they are written.
  private func clientRestrictions(of service: LiveService) throws(SystemError) -> ByteString {
    let name: ByteString = "smtpd_client_restrictions"
    if let override = service.overrides.last(where: { $0.name == name }) { return override.value }
    let output = try Subprocess.run("postconf", ["-c", master.configuration, "-h", name.description]).output
    return ByteString(output.prefix { $0 != 0x0A })
  }
}

extension LiveSession {
  /// What SMTP has no way to say.
  fileprivate var problem: ByteString? {
    let texts = [clientAddress, clientName, helo, saslMethod, saslUsername, sender].compactMap(\.self) + recipients
    let isSayable = texts.allSatisfy { $0.bytes.allSatisfy { $0 != 0x0A && $0 != 0x0D && $0 != 0 } && $0.count < 1000 }
    return isSayable ? nil : "a line end or NUL cannot be said in SMTP"
  }
}
