// postkeep queue hold, release, requeue, expire: changes by postsuper.

import ArgumentParser
import Maintenance

struct QueueHoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Put messages on hold: they stay until they are released.",
    usage: "postkeep queue hold [<options>] [<id> ...]",
    discussion: """
      By 'postsuper -h', and looked at afterwards: a message that was moved meanwhile is held where it went.

      EXAMPLES
        postkeep queue hold --where 'sasl_username == "alice"' --apply
        postkeep queue hold --apply BAC54F7C0A6

      \(CareOptions.exitStatus)
      """)

  @OptionGroup var options: CareOptions

  func run() throws { try options.run(.hold) }
}

struct QueueReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Release messages from hold.",
    usage: "postkeep queue release [<options>] [<id> ...]",
    discussion: """
      By 'postsuper -H'. The time on hold counts for the lifetime: mail that is older than maximal_queue_lifetime is \
      returned to its sender at the first attempt. 'queue requeue' gives it a new lifetime.

      EXAMPLES
        postkeep queue release --where 'is_held and expires_in > 1h' --apply

      \(CareOptions.exitStatus)
      """)

  @OptionGroup var options: CareOptions

  func run() throws { try options.run(.release) }
}

struct QueueRequeueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requeue",
    abstract: "Send messages through cleanup again, under new ids.",
    usage: "postkeep queue requeue [<options>] [<id> ...]",
    discussion: """
      By 'postsuper -r': rewriting, header checks and content filters happen again with the present configuration. \
      Milters are not asked again, and the lifetime begins anew.

      EXAMPLES
        postkeep queue requeue \\
          --where 'reason contains "User unknown in virtual alias table"' --apply

      \(CareOptions.exitStatus)
      """)

  @OptionGroup var options: CareOptions

  func run() throws { try options.run(.requeue) }
}

struct QueueExpireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire",
    abstract: "Return messages to their senders at the next attempt.",
    usage: "postkeep queue expire [<options>] [<id> ...]",
    discussion: """
      By 'postsuper -e' (Postfix 3.5 and later). The senders get a notice, unlike with 'queue purge'.

      EXAMPLES
        postkeep queue expire --where 'recipient.domain == "gmial.com"' --apply

      \(CareOptions.exitStatus)
      """)

  @OptionGroup var options: CareOptions

  func run() throws { try options.run(.expire) }
}
