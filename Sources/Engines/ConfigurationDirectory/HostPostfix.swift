// The Postfix of this host: which one it is, where its configuration lies, what the host decides for it.

import Bytes
public import PostfixConfig
import SystemAccess

public enum HostPostfix {
  /// Where Postfix looks when nobody tells it otherwise.
  public static var configurationDirectory: String { Host.environment("MAIL_CONFIG") ?? usualDirectory }

  /// Where it looks without a word of the environment.
  public static let usualDirectory = "/etc/postfix"

  /// Whether a directory is the one that this host's Postfix uses, by whatever path.
  public static func isOwnConfiguration(_ path: String) -> Bool {
    path == configurationDirectory || FileReading.isSame(path, configurationDirectory)
  }

  /// Whether a directory is that one, or another instance of this host: multi_instance_directories and
  /// alternate_config_directories in the usual main.cf name them.
  static func isOfThisHost(_ path: String, usual: String = usualDirectory) -> Bool {
    if isOwnConfiguration(path) || path == usual { return true }
    guard FileReading.exists(usual), let primary = try? ConfigurationDirectory(usual) else { return false }
    let settings = primary.main.settings.filter {
      ["multi_instance_directories", "alternate_config_directories"].contains($0.name)
    }
    return settings.flatMap { Words.ofList($0.value).map(\.text.description) }.contains {
      path == $0 || FileReading.isSame(path, $0)
    }
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

  /// The version of the installed postconf; nil when there is none.
  ///
  /// Postfix stamps "mail_version=3.7.11" into its programs, which can be read without running one. A postconf without
  /// a stamp is asked.
  public static var version: PostfixVersion? {
    for directory in ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/local/sbin"] {
      guard let program = try? FileReading.contents(of: "\(directory)/postconf") else { continue }
      if let version = stampedVersion(in: program) { return version }
    }
    guard let answer = try? Subprocess.run("postconf", ["-d", "-h", "mail_version"]), answer.status == 0 else {
      return nil
    }
    return PostfixVersion(ByteString(answer.output.prefix { $0 != 0x0A }))
  }

  /// The text between "mail_version=" and the next NUL.
  static func stampedVersion(in program: [UInt8]) -> PostfixVersion? {
    let stamp = Array("mail_version=".utf8)
    guard let start = program.firstOccurrence(of: stamp)?.upperBound else { return nil }
    return PostfixVersion(ByteString(program[start...].prefix { $0 != 0 }.prefix(40)))
  }

  /// Today in UTC.
  public static var today: CalendarDate {
    let day = Host.today
    return CalendarDate(year: day.year, month: day.month, day: day.day)
  }
}
