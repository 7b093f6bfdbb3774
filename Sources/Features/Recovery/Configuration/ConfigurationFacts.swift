// What a restore wants to know beside the files: how Postfix reads them, who owned them, what was left out.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import SystemAccess

struct ConfigurationFacts {
  let all: [CapturedFact]

  init(
    _ instances: [Instance], files: [CapturedFile], leftOut: [LeftOut], placed: PlacedConfiguration, withSecrets: Bool
  ) {
    var facts: [CapturedFact] = []
    for instance in instances {
      let folder = String(instance.path.dropFirst())
      let main = Self.listing(of: instance, files, placed) { postconf throws(PostconfFailure) in
        try postconf.mainListing(Self.explicit)
      }
      let master = Self.listing(of: instance, files, placed) { postconf throws(PostconfFailure) in
        try postconf.masterListing(ListingOptions())
      }
      facts.append(CapturedFact("\(folder)/postconf-n.txt", main))
      facts.append(CapturedFact("\(folder)/postconf-M.txt", master))
    }
    facts.append(CapturedFact("versions.txt", Self.versions(placed)))
    if placed.host != nil { facts.append(CapturedFact("security.txt", MandatoryAccess.text)) }
    facts.append(CapturedFact("listing.txt", files.map(Self.line).joined()))
    let introduction =
      withSecrets ? "" : "# Without secrets: keys, password files and what may be one are not in this snapshot.\n"
    facts.append(CapturedFact("left-out.txt", introduction + leftOut.map { "\($0)\n" }.joined()))
    all = facts
  }

  private static var explicit: ListingOptions {
    var options = ListingOptions()
    options.explicitOnly = true
    return options
  }

  /// Of the files as they were captured, so that no listing shows what was taken out of them.
  private static func listing(
    of instance: Instance, _ files: [CapturedFile], _ placed: PlacedConfiguration,
    _ list: (Postconf) throws(PostconfFailure) -> [UInt8]
  ) -> [UInt8] {
    func captured(_ name: String) -> [UInt8]? { files.first { $0.path == "\(instance.path)/\(name)" }?.content }
    let input = PostconfInput(
      directory: ByteString(instance.path), main: MainFile(captured("main.cf") ?? []),
      master: captured("master.cf").map { MasterFile($0) }, build: placed.build,
      host: placed.host ?? HostFacts(hostname: "localhost.localdomain", interfaces: [], processID: 1))
    do throws(PostconfFailure) {
      return try list(Postconf(input))
    } catch {
      return Array("# Postfix refuses this configuration: \(error.diagnostic.message)\n".utf8)
    }
  }

  private static func versions(_ placed: PlacedConfiguration) -> String {
    // Whoever takes a snapshot tells the version of this host, also for a configuration in an unusual place.
    let source = placed.versionSource == .option ? .host : placed.versionSource
    var text = "mail_version = \(placed.build.version)  (\(source.rawValue))\n"
    let requests = [
      (
        "dpkg-query",
        ["-W", "-f", "${db:Status-Abbrev} ${Package} ${Version} ${Architecture}\\n", "postfix", "postfix-*"]
      ),
      ("rpm", ["-qa", "postfix*"]),
    ]
    for (program, arguments) in requests {
      guard let answer = try? Subprocess.run(program, arguments), !answer.output.isEmpty else { continue }
      let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
      // dpkg also tells of packages that it only knows by name.
      text += lines.filter { program == "rpm" || $0.hasPrefix("ii") || $0.hasPrefix("hi") }
        .map { "\(program): \($0)\n" }.joined()
    }
    return text
  }

  /// As `ls -l` shows it, with the time in UTC.
  private static func line(_ file: CapturedFile) -> String {
    let letters = Array("rwxrwxrwx")
    var mode = "-"
    for (index, letter) in letters.enumerated() {
      mode += file.status.mode & (0o400 >> UInt32(index)) != 0 ? String(letter) : "-"
    }
    let owner = UserNames.name(ofUser: file.status.owner) ?? "\(file.status.owner)"
    let group = UserNames.name(ofGroup: file.status.group) ?? "\(file.status.group)"
    // A line is of one file, whatever its name.
    func oneLine(_ path: String) -> String { path.replacing("\n", with: "\\n") }
    return
      "\(mode) \(owner) \(group) \(file.status.size) \(LocalTime.compactUTC(file.status.modified.seconds)) \(oneLine(file.path))"
      + (file.target.map { " -> \(oneLine($0))" } ?? "") + (file.isMasked ? " (without its secrets)" : "") + "\n"
  }
}

/// SELinux and AppArmor: what may keep a restored Postfix from its files.
enum MandatoryAccess {
  static var text: String {
    var lines: [String] = []
    if let answer = try? Subprocess.run("getenforce", []), answer.status == 0 {
      lines.append("SELinux: " + String(decoding: answer.output.prefix { $0 != 0x0A }, as: UTF8.self))
    } else {
      lines.append("SELinux: no getenforce here")
    }
    func content(_ path: String) -> [Substring]? {
      (try? FileReading.contents(of: path, limit: 1 << 20)).map {
        String(decoding: $0, as: UTF8.self).split(separator: "\n")
      }
    }
    switch content("/sys/module/apparmor/parameters/enabled")?.first {
    case "Y"?: lines.append("AppArmor: enabled")
    case nil: lines.append("AppArmor: not in this kernel")
    default: lines.append("AppArmor: disabled")
    }
    lines += (content("/sys/kernel/security/apparmor/profiles") ?? []).filter { $0.contains("postfix") }.map {
      "AppArmor profile: \($0)"
    }
    return lines.map { "\($0)\n" }.joined()
  }
}
