// Tables that a parameter names, and whose text holds a password all the same.

import TestSupport
import Testing

@Suite("Tables with secrets")
struct TableSecretTests {
  @Test(
    "An alias that gives a password to a command",
    arguments: [
      "foo: \"|/usr/bin/cmd --password hunter2\"", "foo: \"|/usr/bin/cmd --password=hunter2\"",
      "foo: \"|/usr/bin/cmd --token hunter2 --to x\"", "foo: \"|/usr/bin/cmd --api-key hunter2\"",
      "foo: \"|/usr/bin/cmd --secret=hunter2\"", "foo: \"|env FOO_TOKEN=hunter2 /usr/bin/cmd\"",
      "foo: |/usr/bin/cmd --password=hunter2", "foo: joe, \"|curl -u joe:hunter2 https://example.com\"",
      "foo: \"| curl https://joe:hunter2@example.com/\"", "foo: joe,\n  \"|cmd --password hunter2\"",
      "# foo: \"|/usr/bin/cmd --password hunter2\"", "foo: \"|/usr/bin/cmd --password 'hunter2'\"\r",
      "foo: \"|API_KEY=hunter2 /usr/bin/cmd\"",
    ])
  func aliases(_ line: String) throws {
    try expectLeftOut("alias_maps = hash:/etc/postfix/list", "postmaster: root\n\(line)\nabuse: root\n")
  }

  @Test(
    "A command of a user",
    arguments: ["joe /usr/bin/cmd --password hunter2", "joe /usr/bin/env PASS=hunter2 cmd", "joe cmd --token=hunter2"])
  func commands(_ line: String) throws {
    try expectLeftOut("mailbox_command_maps = hash:/etc/postfix/list", line + "\n")
  }

  @Test("A list of addresses that an alias includes, and a .forward")
  func included() throws {
    let server = try SmallServer(
      main: "alias_maps = hash:/etc/postfix/aliases\n",
      files: [
        "aliases": "all: :include:/etc/postfix/members\n", "members": "\"|/usr/bin/cmd --password hunter2\"\n",
        ".forward": "|/usr/bin/cmd --token hunter2\n",
      ])
    #expect(server.leaks == [])
    #expect(server.stored("aliases") != nil)
    #expect(server.stored("members") == nil)
  }

  @Test(
    "A header that is added and shows a password to the next server",
    arguments: [
      "/^From:/ PREPEND X-Relay-Token: hunter2", "/^Subject:/i  REPLACE X-Api-Key: hunter2",
      "if /^From/\n/./ prepend X-Relay-Secret: hunter2\nendif",
    ])
  func headers(_ line: String) throws {
    try expectLeftOut("smtp_header_checks = pcre:/etc/postfix/list", line + "\n")
  }

  @Test(
    "Passwords in comments, in addresses of servers, as hashes, and keys",
    arguments: [
      "# password = hunter2", "# password: hunter2", "# bindpw hunter2", "#[smtp.example.net]:587 joe:hunter2",
      "# machine a login b password hunter2", "example.com http://joe:hunter2@example.com/", "# TOKEN=hunter2",
      "joe@example.com $6$salthunter2salt$abc", "joe@example.com {PLAIN}hunter2", "joe@example.com {plain}hunter2",
      "[smtp.example.net]:587 joe:hunter2",
      "hunter2AbCdEfGhIjKlMnOpQrS.zen.dq.spamhaus.net=127.0.0.2 zen.example",
      "default._domainkey example.com:default:MIIEpAIBAAKCAQEAhunter2Zq9AbCdEfGhIjKlMnOpQr",
    ])
  func others(_ line: String) throws {
    try expectLeftOut("transport_maps = hash:/etc/postfix/list", "example.org smtp:[192.0.2.1]\n\(line)\n")
  }

  @Test("A note of the key's passphrase beside a certificate goes, the certificate stays")
  func certificate() throws {
    let block = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUe\n-----END CERTIFICATE-----\n"
    let server = try SmallServer(
      main: "smtpd_tls_cert_file = /etc/postfix/cert.pem\n",
      files: ["cert.pem": "# passphrase: hunter2\n\(block)", "ca.pem": "password hunter2\n\(block)"])
    #expect(server.leaks == [])
    #expect(server.stored("cert.pem") == block)
  }

  private func expectLeftOut(
    _ main: String, _ content: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let server = try SmallServer(main: main + "\n", files: ["list": content])
    #expect(server.leaks == [], "\(content)", sourceLocation: sourceLocation)
    #expect(server.stored("list") == nil, "\(content)", sourceLocation: sourceLocation)
  }
}
