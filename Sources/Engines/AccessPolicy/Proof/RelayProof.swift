// Who can relay through the smtpd services of a configuration.

import Bytes
import PostfixConfig

extension AccessPolicy {
  /// One answer for each smtpd service, and for qmqpd, in the order of master.cf.
  public func relayAnswers() -> [RelayAnswer] {
    services.map { RelayAnswer(service: $0.name, verdict: .undecided, decidedBy: nil) }
  }

  /// Sessions that a service's own tables, lists and networks suggest: each key and network once, and fresh ones. For
  /// comparing configurations.
  public func suggestedSessions(for service: String) -> [AccessSession] { [] }
}
