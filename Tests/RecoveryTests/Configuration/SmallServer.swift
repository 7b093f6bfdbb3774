// A server with main.cf, master.cf and a few other files, for what a snapshot without secrets holds of them.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import Recovery
import SystemAccess
import TestSupport

struct SmallServer {
  /// The word that must not get out.
  static let secret = "hunter2"

  private let directory: PrivateDirectory
  let captured: ConfigurationCapture

  /// - Parameters:
  ///   - main: what main.cf says beside the name of the host.
  ///   - files: by name in the configuration directory.
  init(main: String = "", master: String = "", files: [String: String] = [:]) throws {
    let directory = try PrivateDirectory()
    self.directory = directory
    let root = "\(directory.path)/server"
    for folder in ["etc/postfix/more"] { _ = try Subprocess.run("mkdir", ["-p", "\(root)/\(folder)"]) }
    let smtpd = "smtp inet n - y - - smtpd\n"
    try directory.write("myhostname = mail.example.com\n\(main)", to: "server/etc/postfix/main.cf")
    try directory.write(smtpd + master, to: "server/etc/postfix/master.cf")
    for (name, content) in files { try directory.write(content, to: "server/etc/postfix/\(name)") }
    captured = try ConfigurationCapture(
      of: PlacedConfiguration("\(root)/etc/postfix", version: PostfixVersion(3, 7, 11)), root: root,
      withSecrets: false)
  }

  /// What is stored of a file of the configuration directory; nil for one that is left out.
  func stored(_ name: String) -> String? {
    captured.files.first { $0.path == "/etc/postfix/\(name)" }.map { String(decoding: $0.content, as: UTF8.self) }
  }

  /// Why a file was left out, or what was replaced in it.
  func leftOut(_ name: String) -> [String] {
    captured.leftOut.filter { $0.path == "/etc/postfix/\(name)" }.map(\.description)
  }

  /// Everything of the snapshot that shows the secret.
  var leaks: [String] {
    let texts = captured.files.map { ($0.path, $0.content) } + captured.facts.map { ($0.name, $0.content) }
    return texts.filter { $0.1.firstOccurrence(of: Array(Self.secret.utf8)) != nil }.map(\.0)
  }
}
