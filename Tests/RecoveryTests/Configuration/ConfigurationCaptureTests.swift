// What a snapshot holds of a configuration, with secrets and without.

import Bytes
import ConfigurationDirectory
import Recovery
import SystemAccess
import TestSupport
import Testing

@Suite("Captured configuration")
struct ConfigurationCaptureTests {
  static let publicFiles = """
    /etc/aliases /etc/mail/all /etc/mail/more /etc/mailname /etc/postfix-out/main.cf /etc/postfix-out/master.cf
    /etc/postfix-out/virtual /etc/postfix/README /etc/postfix/access /etc/postfix/access-link /etc/postfix/body_checks
    /etc/postfix/bounce.cf /etc/postfix/dynamicmaps.cf /etc/postfix/dynamicmaps.cf.d/pcre /etc/postfix/generic
    /etc/postfix/gone.dir /etc/postfix/gone.pag /etc/postfix/header_checks /etc/postfix/local-host-names
    /etc/postfix/main.cf /etc/postfix/makedefs.out /etc/postfix/master.cf /etc/postfix/more-host-names
    /etc/postfix/networks /etc/postfix/not-networks /etc/postfix/postfix-files /etc/postfix/relay_domains
    /etc/postfix/smtp_header_checks /etc/postfix/sni /etc/postfix/submission.cidr /etc/postfix/submission/clients.cidr
    /etc/postfix/tables/clients.cidr /etc/postfix/tables/union-one /etc/postfix/tables/union-two
    /etc/postfix/tables/virtual /etc/postfix/tls_policy /etc/postfix/transport /etc/ssl/anchor.pem /etc/ssl/ca.pem
    /etc/ssl/chain.pem /etc/ssl/db-ca.pem /etc/ssl/dh.pem /etc/ssl/mail.pem /etc/ssl/submission.pem /etc/ssl/www.pem
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  static let secretFiles = """
    /etc/mysql/postfix.cnf /etc/postfix-out/provider /etc/postfix-out/provider-two /etc/postfix/harmless
    /etc/postfix/ldap-users.cf /etc/postfix/main.cf.bak /etc/postfix/mysql-virtual.cf /etc/postfix/old-provider
    /etc/postfix/orphan.db /etc/postfix/private-notes /etc/postfix/relayhosts.sqlite.cf /etc/postfix/sasl/smtpd.conf
    /etc/postfix/sasl_passwd /etc/postfix/sasl_passwd~ /etc/postfix/tables/users /etc/postfix/unused.key
    /etc/ssl/mail.key /etc/ssl/www.key
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  @Test("Without secrets: every file of both instances that is public, and no other")
  func publicFiles() throws {
    let captured = try SampleServer().capture(withSecrets: false)
    #expect(captured.files.map(\.path) == Self.publicFiles)
    #expect(
      captured.files.filter(\.isMasked).map(\.path)
        == [
          "/etc/postfix-out/main.cf", "/etc/postfix-out/master.cf", "/etc/ssl/chain.pem", "/etc/ssl/submission.pem",
        ])
    #expect(captured.files.first?.archivePath == "config/files/etc/aliases")
    #expect(captured.files.first { $0.path == "/etc/postfix/access-link" }?.target == "/etc/postfix/access")
  }

  @Test("Without secrets: no secret anywhere, not in files, facts or what is said about them")
  func noSecret() throws {
    let server = try SampleServer()
    let captured = try server.capture(withSecrets: false)
    var texts = captured.files.map { ($0.path, $0.content) } + captured.facts.map { ($0.name, $0.content) }
    texts.append(("left out", Array(captured.leftOut.map(\.description).joined().utf8)))
    texts.append(("paths", Array(captured.files.map(\.path).joined().utf8)))
    for (name, content) in texts {
      for secret in ["SECRET"] + server.keyLines {
        #expect(content.firstOccurrence(of: Array(secret.utf8)) == nil, "\(name) shows \(secret)")
      }
    }
  }

  @Test("What is not masked is what the file has, byte by byte", arguments: [false, true])
  func bytes(withSecrets: Bool) throws {
    let server = try SampleServer()
    for file in try server.capture(withSecrets: withSecrets).files where !file.isMasked {
      #expect(try FileReading.contents(of: server.root + file.path) == file.content, "\(file.path)")
    }
  }

  @Test("With secrets: the same files and the secret ones, none masked")
  func withSecrets() throws {
    let captured = try SampleServer().capture(withSecrets: true)
    #expect(captured.files.map(\.path) == (Self.publicFiles + Self.secretFiles).sorted())
    #expect(captured.files.filter(\.isMasked).isEmpty)
    #expect(captured.leftOut.filter(\.isSecret).isEmpty)
  }

  @Test("Secrets in main.cf and master.cf are replaced, and nothing else")
  func masked() throws {
    let captured = try SampleServer().capture(withSecrets: false)
    func text(_ path: String) -> String? {
      captured.files.first { $0.path == path }.map { String(decoding: $0.content, as: UTF8.self) }
    }
    try Golden.expect(text("/etc/postfix-out/main.cf"), "masked-main.cf")
    try Golden.expect(text("/etc/postfix-out/master.cf"), "masked-master.cf")
  }

  @Test("What was left out is told with the reason")
  func leftOut() throws {
    let captured = try SampleServer().capture(withSecrets: false)
    let expected = captured.leftOut.map { "\($0)\n" }.joined()
    try Golden.expect(expected, "left-out.txt")
    let fact = try #require(captured.facts.first { $0.archivePath == "config/facts/left-out.txt" })
    #expect(String(decoding: fact.content, as: UTF8.self).hasSuffix(expected))
  }

  @Test("A file that is too large and one that is no file are listed, and the rest is taken")
  func tooLarge() throws {
    let server = try SampleServer()
    _ = try Subprocess.run("truncate", ["-s", "65M", "\(server.root)/etc/postfix/access"])
    _ = try Subprocess.run("rm", ["\(server.root)/etc/postfix/transport"])
    _ = try Subprocess.run("mkfifo", ["\(server.root)/etc/postfix/transport"])
    let captured = try server.capture(withSecrets: true)
    let lines = captured.leftOut.map(\.description)
    #expect(lines.contains { $0.hasPrefix("/etc/postfix/access\ttoo large") })
    #expect(lines.contains("/etc/postfix/transport\tnot a regular file: a FIFO"))
    #expect(captured.files.contains { $0.path == "/etc/postfix/header_checks" })
  }

  @Test("A link that leads out of the server's files is not followed")
  func outside() throws {
    let server = try SampleServer()
    _ = try Subprocess.run("ln", ["-sf", "/etc/passwd", "\(server.root)/etc/postfix/README"])
    let captured = try server.capture(withSecrets: true)
    #expect(!captured.files.contains { $0.path == "/etc/postfix/README" })
    #expect(captured.leftOut.contains { $0.path == "/etc/postfix/README" })
  }

  @Test("This host's configuration: whole, with versions and modes")
  func host() throws {
    let captured = try ConfigurationCapture(of: PlacedConfiguration("/etc/postfix"), withSecrets: false)
    let main = try #require(captured.files.first { $0.path == "/etc/postfix/main.cf" })
    let real = try FileReading.contents(of: "/etc/postfix/main.cf")
    #expect(main.content == real)
    func fact(_ name: String) -> String {
      captured.facts.first { $0.name == name }.map { String(decoding: $0.content, as: UTF8.self) } ?? ""
    }
    #expect(fact("versions.txt").contains("mail_version = "))
    #expect(fact("versions.txt").contains("dpkg-query: ii  postfix "))
    #expect(fact("listing.txt").contains("-rw-r--r-- root root"))
    #expect(fact("security.txt").contains("AppArmor"))
    let listing = try Subprocess.run("postconf", ["-c", "/etc/postfix", "-M"])
    #expect(fact("etc/postfix/postconf-M.txt") == String(decoding: listing.output, as: UTF8.self))
  }
}
