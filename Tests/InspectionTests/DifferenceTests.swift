// Differences are told once, where they take effect.

import Bytes
import Inspection
import PostfixConfig
import Testing

@Suite("Differences between configurations")
struct DifferenceTests {
  private func configuration(_ main: String, _ master: String) -> Configuration {
    Configuration(
      main: MainFile(Array("compatibility_level = 3.6\n\(main)".utf8)), master: MasterFile(Array(master.utf8)),
      build: PostfixBuild(PostfixVersion(3, 11)))
  }

  private let services = "smtp inet n - n - - smtpd\nsubmission inet n - n - - smtpd -o smtpd_tls_auth_only=yes\n"

  @Test("A configuration does not differ from itself, comments and order aside")
  func same() {
    let difference = ConfigurationDifference(
      from: configuration("biff = no\nmail_name = x\n", services),
      to: configuration("# note\nmail_name =\n  x\nbiff = no\n", services))
    #expect(difference.isEmpty)
    #expect(difference.text == "")
  }

  @Test("A change in main.cf is told once, and not again for services that inherit it")
  func general() {
    let difference = ConfigurationDifference(
      from: configuration("smtpd_tls_auth_only = no\n", services),
      to: configuration("smtpd_tls_auth_only = yes\n", services))
    #expect(difference.general.map(\.name) == ["smtpd_tls_auth_only"])
    #expect(difference.services.isEmpty)
  }

  @Test("A change of one service is told for that service, with the places")
  func service() {
    let difference = ConfigurationDifference(
      from: configuration("", services),
      to: configuration("", services.replacing("-o smtpd_tls_auth_only=yes", with: "-o smtpd_tls_auth_only=no")))
    #expect(difference.general.isEmpty)
    #expect(
      difference.text == """
        submission/inet:
          smtpd_tls_auth_only
            - yes  (master.cf:2)
            + no  (master.cf:2)

        """)
  }

  @Test("A line that says what the default says already changes nothing")
  func redundant() {
    let difference = ConfigurationDifference(
      from: configuration("", services), to: configuration("soft_bounce = no\n", services))
    #expect(difference.isEmpty)
  }

  @Test("No password is shown, neither in its own setting nor where another value has it in it")
  func secrets() {
    func main(_ secret: String) -> String {
      """
      smtp_sasl_password_maps = static:user:\(secret)1
      my_part = \(secret)2
      foo_password = ${my_part}
      lmtp_sasl_password_maps = inline:{ { a = u:\(secret)3 } }
      proxy_read_maps = $smtp_sasl_password_maps $transport_maps $lmtp_sasl_password_maps

      """
    }
    let difference = ConfigurationDifference(
      from: configuration(main("Geheim"), services + "lmtp unix - - n - - lmtp -o x_passwd=Geheim4\n"),
      to: configuration(main("Wort"), services + "lmtp unix - - n - - lmtp -o x_passwd=Wort4\n"))
    for text in [difference.text, String(decoding: difference.json, as: UTF8.self)] {
      #expect(!text.contains("Geheim") && !text.contains("Wort"), "\(text)")
      #expect(text.contains("smtp_sasl_password_maps") && text.contains("foo_password") && text.contains("x_passwd"))
      #expect(text.contains("(not shown)"))
    }
  }

  @Test("A password that is part of what stands in its place ends nothing")
  func oddSecret() {
    let old = "foo_password = shown\nmyhostname = shown.example.com\n"
    let new = "foo_password = shown\nmyhostname = other.example.com\n"
    let text = ConfigurationDifference(from: configuration(old, services), to: configuration(new, services)).text
    #expect(text.contains("- (not shown).example.com"), "\(text)")
  }

  @Test("The name of a file with passwords is shown")
  func passwordFile() {
    let difference = ConfigurationDifference(
      from: configuration("", services),
      to: configuration("smtp_sasl_password_maps = hash:/etc/passwd-maps\n", services))
    #expect(difference.text.contains("+ hash:/etc/passwd-maps"))
  }

  @Test("Services come, go and change their fields")
  func fields() {
    let difference = ConfigurationDifference(
      from: configuration("", services), to: configuration("", "smtp inet n - y - - smtpd\nlmtp unix - - n - - lmtp\n"))
    #expect(difference.added == ["lmtp/unix"])
    #expect(difference.removed == ["submission/inet"])
    #expect(difference.fields.map(\.service) == ["smtp/inet"])
    #expect(difference.fields.first?.changes == ["chroot n -> y"])
  }

  @Test("Other arguments of a program are told, with the places")
  func arguments() {
    let old = "filt unix - n n - - pipe user=nobody argv=/bin/x a\n"
    let difference = ConfigurationDifference(
      from: configuration("", old), to: configuration("", "filt unix - n n - - pipe user=root argv=/bin/evil\n"))
    #expect(!difference.isEmpty)
    #expect(
      difference.text == """
        filt/unix:
          arguments
            - user=nobody argv=/bin/x a  (master.cf:1)
            + user=root argv=/bin/evil  (master.cf:1)

        """)
    let verbose = ConfigurationDifference(
      from: configuration("", "showq unix n - n - - showq\n"),
      to: configuration("", "showq unix n - n - - showq -vo biff=no\n"))
    #expect(verbose.arguments.map(\.newText) == ["-v"])
    #expect(verbose.services.map(\.changes.count) == [1])
  }

  @Test("Arguments that are written in another way do not differ")
  func sameArguments() {
    let difference = ConfigurationDifference(
      from: configuration("", "filt unix - n n - - pipe -o biff=no -v user=x argv=/bin/x {a b} {c}\n"),
      to: configuration("", "filt unix - n n - - pipe -obiff=no -v\n  user=x argv=/bin/x { a b } c\n"))
    #expect(difference.isEmpty, "\(difference.text)")
  }

  @Test(
    "What a snapshot takes for a secret is not shown either",
    arguments: [
      ("import_environment = MAIL_CONFIG LDAP_PASS=SECRET", "LDAP_PASS="),
      ("export_environment = TZ { LDAP_PASS = SECRET }", "LDAP_PASS"),
      ("virtual_alias_maps = mysql://u:SECRET@host/db", "mysql://"),
      ("smtpd_recipient_restrictions = reject_rbl_client SECRET.zen.dq.spamhaus.net, reject", "zen.dq.spamhaus.net"),
      ("virtual_transport = x\nmailbox_command = /bin/x --password SECRET", "mailbox_command"),
    ])
  func snapshotSecrets(line: String, shown: String) {
    func main(_ secret: String) -> String {
      line.replacing("SECRET", with: secret) + "\nproxy_read_maps = $virtual_alias_maps $smtpd_recipient_restrictions\n"
    }
    let (first, second) = ("geheim7geheim7geheim7", "andres8andres8andres8")
    let difference = ConfigurationDifference(
      from: configuration(main(first), services), to: configuration(main(second), services))
    for text in [difference.text, String(decoding: difference.json, as: UTF8.self)] {
      #expect(!text.contains(first) && !text.contains(second), "\(text)")
      #expect(text.contains(shown) && text.contains("(not shown)"), "\(text)")
    }
    #expect(difference.text.contains("; what is not shown differs)"), "\(difference.text)")
  }

  @Test("No password is shown in arguments, however short")
  func argumentSecrets() {
    let old = "filt unix - n n - - pipe user=x argv=/bin/x --password abc TOKEN=geheim7\n"
    let text = ConfigurationDifference(
      from: configuration("", old), to: configuration("", old.replacing("abc", with: "xyz"))
    ).text
    #expect(!text.contains("abc") && !text.contains("xyz") && !text.contains("geheim7"), "\(text)")
    #expect(text.contains("+ user=x argv=/bin/x --password (not shown)"), "\(text)")
  }

  @Test("A value that only refers to a setting with passwords shows its other words")
  func reference() {
    let main =
      "smtp_sasl_password_maps = static:u:geheim7\n"
      + "proxy_read_maps = $smtp_sasl_password_maps WORD ${x_secret}\n"
    let text = ConfigurationDifference(
      from: configuration(main.replacing("WORD", with: "hash:/etc/one"), services),
      to: configuration(main.replacing("WORD", with: "permit_mynetworks"), services)
    ).text
    #expect(text.contains("+ (not shown) permit_mynetworks") && !text.contains("geheim7"), "\(text)")
  }

  @Test("The table of users of the host is no password")
  func userTable() {
    let text = ConfigurationDifference(
      from: configuration("", services),
      to: configuration("local_recipient_maps = unix:passwd.byname hash:/etc/more\n", services)
    ).text
    #expect(text.contains("+ unix:passwd.byname hash:/etc/more"), "\(text)")
  }

  @Test("A service is listed with what its program reads, and with what its own line sets")
  func readers() {
    let master = "submission inet n - n - - smtpd -o smtpd_tls_security_level=LEVEL -o qmgr_message_active_limit=9\n"
    let difference = ConfigurationDifference(
      from: configuration("", master.replacing("LEVEL", with: "may").replacing("=9", with: "=10")),
      to: configuration("", master.replacing("LEVEL", with: "encrypt")))
    #expect(
      difference.services.first?.changes.map(\.name) == ["qmgr_message_active_limit", "smtpd_tls_security_level"])
  }

  @Test("A complaint of Postfix does not show the password that it quotes")
  func complaint() {
    let configuration = configuration("smtp_sasl_password_maps static:user:geheim7\nldap_bind_pw = geheim8\n", services)
    let secrets = ConfigurationSecrets(configuration)
    let complaints = configuration.main.diagnostics.map { secrets.masked($0).message }
    #expect(complaints == ["missing '=' after attribute name: \"(not shown)"])
    let unused = Diagnostic(.unusedParameter, .warning, at: nil, subject: "x", message: "unused parameter: x=geheim8")
    #expect(secrets.masked(unused).message == "unused parameter: x=(not shown)")
  }
}
