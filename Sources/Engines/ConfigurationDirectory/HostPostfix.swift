// The Postfix of this host: which one it is, where its configuration lies, what the host decides for it.

import Bytes
public import PostfixConfig
import SystemAccess

public enum HostPostfix {
  /// Where Postfix looks when nobody tells it otherwise.
  public static var configurationDirectory: String { Host.environment("MAIL_CONFIG") ?? "/etc/postfix" }

  /// Whether a directory is the one that this host's Postfix uses, by whatever path.
  public static func isOwnConfiguration(_ path: String) -> Bool {
    path == configurationDirectory || FileReading.isSame(path, configurationDirectory)
  }

  /// Name, addresses and process of this host.
  public static var facts: HostFacts {
    HostFacts(
      hostname: ByteString(Host.name),
      interfaces: Host.interfaceAddresses.map { .init(address: $0.address, prefixLength: $0.prefixLength) },
      processID: Host.processID)
  }

  /// Whose built-in defaults a Postfix of this host most likely has.
  public static var distribution: PostfixBuild.Distribution {
    Host.distributionNames.contains { $0 == "debian" || $0 == "ubuntu" } ? .debian : .upstream
  }

  /// The version that the installed postconf names; nil when there is none or it does not answer.
  public static var version: PostfixVersion? {
    guard let answer = try? Subprocess.run("postconf", ["-d", "-h", "mail_version"]), answer.status == 0 else {
      return nil
    }
    let line = String(decoding: answer.output, as: UTF8.self).split(separator: "\n").first
    return line.flatMap { PostfixVersion(String($0)) }
  }

  /// Today in UTC.
  public static var today: CalendarDate {
    let day = Host.today
    return CalendarDate(year: day.year, month: day.month, day: day.day)
  }
}
