// A copy of Fixtures/recovery/server with what a repository cannot hold: keys, compiled tables, links, modes.

import Bytes
import ConfigurationDirectory
import PostfixConfig
import Recovery
import SystemAccess
import TestSupport

struct SampleServer {
  let directory: PrivateDirectory
  /// The base64 text of the private key, which must not appear anywhere.
  let keyLines: [String]

  var root: String { "\(directory.path)/server" }

  init() throws {
    let directory = try PrivateDirectory()
    self.directory = directory
    let root = "\(directory.path)/server"
    func run(_ program: String, _ arguments: String...) throws {
      let answer = try Subprocess.run(program, arguments)
      guard answer.status == 0 else { throw TestFailure(String(decoding: answer.errors, as: UTF8.self)) }
    }
    try run("cp", "-r", "\(Repository.root)/Fixtures/recovery/server", root)
    // A repository holds no empty directories.
    try run(
      "mkdir", "-p", "\(root)/etc/ssl", "\(root)/etc/postfix/.git", "\(root)/var/lib/postfix", "\(root)/etc/shared")
    try run(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
      "/CN=mail.example.com", "-days", "9",
      "-keyout", "\(directory.path)/key", "-out", "\(directory.path)/certificate")
    func text(_ name: String) throws -> String {
      String(decoding: try FileReading.contents(of: "\(directory.path)/\(name)"), as: UTF8.self)
    }
    let secret = try text("key")
    let certificate = try text("certificate")
    keyLines = secret.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map(String.init)
    let parameters = "-----BEGIN DH PARAMETERS-----\nMAYCAQcCAQU=\n-----END DH PARAMETERS-----\n"
    for (path, content) in [
      ("etc/ssl/mail.pem", certificate), ("etc/ssl/mail.key", secret), ("etc/ssl/ca.pem", "The CA\n" + certificate),
      ("etc/ssl/dh.pem", parameters), ("etc/ssl/chain.pem", secret + certificate + certificate),
      ("etc/ssl/submission.pem", certificate + secret), ("etc/ssl/anchor.pem", certificate),
      ("etc/ssl/db-ca.pem", certificate), ("etc/ssl/www.key", secret), ("etc/ssl/www.pem", certificate),
      ("etc/postfix/unused.key", secret), ("etc/postfix/relay_domains.db", "compiled"),
      ("etc/postfix/sasl_passwd.db", "SECRET-compiled"), ("etc/postfix/tables/virtual.lmdb", "compiled"),
      ("etc/postfix/generic.dir", ""), ("etc/postfix/generic.pag", "compiled"), ("etc/postfix/gone.dir", ""),
      ("etc/postfix/gone.pag", "compiled"), ("etc/postfix/sni.db", "SECRET-sni"),
      ("etc/postfix/orphan.db", "SECRET-orphan\u{0}"), ("etc/postfix/private-notes", "SECRET-notes"),
    ] { try directory.write(content, to: "server/\(path)") }
    try directory.write("SECRET-history", to: "server/etc/postfix/.git/objects")
    try directory.write("SECRET-session", to: "server/var/lib/postfix/smtpd_scache.db")
    try directory.write("a database", to: "server/var/lib/relayhosts.sqlite")
    try directory.write("user@example.com SECRET-by-another-name", to: "server/etc/shared/passwords")
    try run("ln", "-s", "../shared/passwords", "\(root)/etc/postfix/harmless")
    try run("ln", "-s", "../shared/passwords", "\(root)/etc/postfix-out/provider-two")
    try run(
      "sh", "-c",
      "echo 'lmtp_sasl_password_maps = hash:/etc/postfix-out/provider-two' >> '\(root)/etc/postfix-out/main.cf'")
    try run("ln", "-s", "access", "\(root)/etc/postfix/access-link")
    try run("mkfifo", "\(root)/etc/postfix/pipe")
    try run("chmod", "600", "\(root)/etc/postfix/private-notes", "\(root)/etc/postfix/sasl_passwd")
    try run("chmod", "640", "\(root)/etc/postfix/tables/union-one")
  }

  func capture(withSecrets: Bool) throws -> ConfigurationCapture {
    try ConfigurationCapture(
      of: PlacedConfiguration("\(root)/etc/postfix", version: PostfixVersion(3, 7, 11)), root: root,
      withSecrets: withSecrets)
  }
}
