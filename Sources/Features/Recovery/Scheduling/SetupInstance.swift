// Which instance of Postfix the files of a setup are for.

import ConfigurationDirectory
import SystemAccess

public struct SetupInstance: Sendable {
  /// An absolute path; nil for the host's own configuration.
  let configuration: String?
  /// An absolute path; nil for the queue that the configuration names.
  let queue: String?

  /// - Parameters:
  ///   - configuration: as a person wrote it; nil for the host's own.
  ///   - queue: nil for that of the configuration.
  public init(configuration: String? = nil, queue: String? = nil) {
    self.configuration = configuration.map(FilePath.absolute)
    self.queue = queue.map(FilePath.absolute)
  }

  /// That of the options of a command. Neither cron nor systemd knows MAIL_CONFIG, so what it names is written down.
  public static func here(configuration: String?, queue: String?) -> SetupInstance {
    let own = HostPostfix.configurationDirectory
    return SetupInstance(
      configuration: configuration ?? (own == HostPostfix.usualDirectory ? nil : own), queue: queue)
  }
}

extension Schedule {
  var instance: SetupInstance { SetupInstance(configuration: configuration, queue: isQueueNamed ? queue : nil) }

  /// Every job that there is, to compare files of a setup with: only the instance in its commands means anything.
  static func everything(of instance: SetupInstance) throws(RecoveryFailure) -> Schedule {
    try Schedule(
      program: "/postkeep", store: "/store", queue: instance.queue ?? "/queue", isQueueNamed: instance.queue != nil,
      configuration: instance.configuration, policies: "/policies", drills: true)
  }
}
