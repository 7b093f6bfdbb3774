// Passwords in main.cf and master.cf: only their own text is replaced.

import TestSupport
import Testing

@Suite("Secrets in main.cf and master.cf")
struct InlineSecretTests {
  @Test(
    "In main.cf",
    arguments: [
      ("import_environment = MAIL_CONFIG LDAP_PASS=hunter2 TZ", "import_environment = MAIL_CONFIG LDAP_PASS=… TZ"),
      ("import_environment = LDAP_PASS=hunter2, TZ", "import_environment = LDAP_PASS=…, TZ"),
      ("export_environment = { LDAP_PASS = hunter2 } TZ", "export_environment = { LDAP_PASS = … } TZ"),
      ("export_environment = TZ, API_KEY = hunter2", "export_environment = TZ, API_KEY = …"),
      ("export_environment = {LDAP_PASS=hunter2} TZ", "export_environment = {LDAP_PASS=…} TZ"),
      ("export_environment = TZ\n  API_TOKEN=hunter2\n  HOME", "export_environment = TZ\n  API_TOKEN=…\n  HOME"),
      ("mailbox_command = /bin/cmd --token hunter2 -a", "mailbox_command = /bin/cmd --token … -a"),
      ("mailbox_command = /bin/cmd --api-key=hunter2", "mailbox_command = /bin/cmd --api-key=…"),
      ("mailbox_command = /bin/cmd --pass \"x hunter2\" -a", "mailbox_command = /bin/cmd --pass … -a"),
      ("mailbox_command = cmd --password=a\\ hunter2 -x", "mailbox_command = cmd --password=… -x"),
      ("mailbox_command = cmd --password=\"a\"hunter2 -x", "mailbox_command = cmd --password=… -x"),
      ("mailbox_command = cmd --password=a\"b hunter2\" -x", "mailbox_command = cmd --password=… -x"),
      ("export_environment = { LDAP_PASS = two hunter2 } TZ", "export_environment = { LDAP_PASS = … } TZ"),
      ("ldap_pass = two hunter2", "ldap_pass = …"), ("foo_password = two hunter2", "foo_password = … …"),
      ("mailbox_command = curl -u joe:hunter2 x", "mailbox_command = curl -u … x"),
      ("virtual_alias_maps = proxy:mysql:foo\nfoo_password = hunter2", "foo_password = …"),
      ("users_bind_pw = $ldap_word\nldap_word = hunter2", "ldap_word = …"),
      ("foo_uri = mongodb://joe:$word@db/mail\nword = hunter2", "word = …"),
      ("mailbox_command = cmd --password ${word}\nword = $other\nother = hunter2", "other = …"),
      ("import_environment = LDAP_PASS=$word\nword = hunter2", "word = …"),
      ("ldap_pass = $word\nword = hunter2", "word = …"),
      ("foo_pass = hunter2", "foo_pass = …"), ("bindpw = hunter2", "bindpw = …"),
      ("api_token = hunter2", "api_token = …"),
      ("connect = host=a user=b password=hunter2", "connect = host=a user=b password=…"),
      ("smtpd_milters = inet:joe:hunter2@localhost:9", nil),
      ("foo_uri = mongodb://joe:hunter2@db/mail", "foo_uri = mongodb://…@db/mail"),
      (
        "foo_url = https://glpat-hunter2-hunter2-hunter2@git.example.com/",
        "foo_url = https://…@git.example.com/"
      ),
      ("foo_uri = redis://:hunter2@db/0", "foo_uri = redis://…@db/0"),
      ("smtp_sasl_password_maps = inline:{ { a = joe:hunter2 } }", "smtp_sasl_password_maps = inline:{…}"),
      ("smtp_sasl_password_maps = static:joe:hunter2\r", nil),
      ("smtp_sasl_password_maps = hash:/x,\n  static:joe:hunter2", "smtp_sasl_password_maps = hash:/x static:…"),
      ("# bindpw hunter2", "# bindpw …"), ("# foo_pass = hunter2", "# foo_pass = …"),
      ("#password hunter2", "#password …"), ("# cmd --token hunter2", "# cmd --token …"),
      ("# machine a login b password hunter2", "# machine a login b password …"),
      ("#relay_password:hunter2", nil), ("# [smtp.example.net]:587 joe:hunter2", "# [smtp.example.net]:587 …"),
      ("import_environment = TZ\n# API_KEY=hunter2\n  HOME", "# API_KEY=…"),
      ("mydestination = a\n  # password: hunter2\n  b", "  # password: …"),
      ("# was: bindpw hunter2", "# was: bindpw …"), ("#   static:joe:hunter2", "#   …"),
      ("# smtp.example.net joe:hunter2", "# smtp.example.net …"),
      ("# her password was \"hunter2\"", "# her password was …"),
      (
        "reject_class = reject_rbl_client hunter2AbCdEfGhIjKlMnOpQrS.zen.dq.spamhaus.net",
        "reject_class = reject_rbl_client ….zen.dq.spamhaus.net"
      ),
      ("body_checks = pcre:{ {/x/ PREPEND X-Token: hunter2} }", "body_checks = pcre:{ {/x/ PREPEND X-Token: …} }"),
      ("bindpw hunter2", "bindpw …"), ("password=hunter2\r", nil),
      ("foo = bar\u{0} hunter2", nil),
    ])
  func main(_ line: String, _ expected: String?) throws {
    let server = try SmallServer(main: line + "\n")
    #expect(server.leaks == [], "\(line)")
    #expect(server.leftOut("main.cf").count == 1, "\(line)")
    if let expected { #expect(server.stored("main.cf")?.contains(expected + "\n") == true, "\(line)") }
  }

  @Test(
    "In master.cf",
    arguments: [
      ("argv=/bin/cmd --token hunter2 ${recipient}", "argv=/bin/cmd --token … ${recipient}"),
      ("argv=/bin/cmd --password=hunter2 -x", "argv=/bin/cmd --password=… -x"),
      ("argv=env FOO_TOKEN=hunter2 cmd", "argv=env FOO_TOKEN=… cmd"),
      ("argv=/bin/sh -c { cmd --password hunter2 -x }", "argv=/bin/sh -c { cmd --password … -x }"),
      ("argv=/bin/sh -c { cmd --password=hunter2 -x }", "argv=/bin/sh -c { cmd --password=… -x }"),
      ("argv=/bin/sh -c { API_KEY=hunter2 cmd }", "argv=/bin/sh -c { API_KEY=… cmd }"),
      ("argv=curl -u joe:hunter2 https://x/", "argv=curl -u … https://x/"),
      ("argv=curl https://joe:hunter2@x/", "argv=curl https://…@x/"),
      ("argv=cmd { --password } { hunter2 } -x", "argv=cmd { --password } { … } -x"),
      ("argv=ldapsearch -D cn=x -w hunter2", "argv=ldapsearch -D cn=x -w …"),
      ("argv=cmd -H { X-Api-Key: hunter2 } -x", "argv=cmd -H { X-Api-Key: … } -x"),
      ("argv=mysql -phunter2 mail", "argv=mysql -p… mail"),
      ("argv=cmd\n  --password\n  # a note\n  hunter2\n  -x", "  …\n  -x"),
      ("argv=cmd\n  --password\n  hunter2", "  --password\n  …"),
      // pipe(8) knows no quotes.
      ("argv=cmd --password 'tis2hunter2", "argv=cmd --password …"),
      ("argv=cmd --password \"x hunter2 ${recipient}", "argv=cmd --password …"),
      ("argv=curl --proxy-user joe:hunter2 x", "argv=curl --proxy-user … x"),
      ("-o import_environment=LDAP_PASS=hunter2", "-o import_environment=LDAP_PASS=…"),
      ("-o { import_environment = TZ LDAP_PASS=hunter2 }", "-o { import_environment = TZ LDAP_PASS=… }"),
      ("-o foo_pass=hunter2", "-o foo_pass=…"),
    ])
  func master(_ arguments: String, _ expected: String) throws {
    let server = try SmallServer(master: "archive unix - n n - - pipe\n  flags=R user=mail \(arguments)\n")
    // The pipe daemon's own words end the options: settings stand before them.
    let options = try SmallServer(master: "other unix - n n - - smtp\n  \(arguments)\n")
    for server in arguments.hasPrefix("-o") ? [options] : [server, options] {
      #expect(server.leaks == [], "\(arguments)")
      #expect(server.stored("master.cf")?.contains(expected + "\n") == true, "\(arguments)")
      #expect(server.leftOut("master.cf").count == 1, "\(arguments)")
    }
  }

  @Test(
    "In comments and broken lines of master.cf",
    arguments: [
      "#  -o import_environment=LDAP_PASS=hunter2", "#  flags=R user=mail argv=cmd --password hunter2",
      "# argv=curl -u joe:hunter2 x", "broken line --token hunter2", "#pass hunter2",
      "#  -o smtp_sasl_password_maps=static:joe:hunter2",
    ])
  func masterComments(_ line: String) throws {
    let server = try SmallServer(master: line + "\n")
    #expect(server.leaks == [], "\(line)")
    #expect(server.leftOut("master.cf").count == 1, "\(line)")
  }

  @Test(
    "What only sounds like a secret stays, byte by byte",
    arguments: [
      "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd", "smtp_sasl_password_result_delimiter = :",
      "smtpd_restriction_classes = strict, spf_pass\nspf_pass = strict, reject\nstrict = reject",
      "smtpd_restriction_classes = spf_pass\nspf_pass = $checks\nchecks = permit_mynetworks, reject",
      "smtpd_restriction_classes = spf_pass\nspf_pass = permit_mynetworks, reject", "smtpd_sasl_path = private/auth",
      "mailbox_command = /bin/cmd --password-file /etc/secret --token-file=/run/token", "bypass_filter = yes",
      "mynetworks = [::1]/128 2001:db8::/32, 127.0.0.0/8", "# mynetworks = [::1]/128 [2001:db8::]/32",
      "header_address_token_limit = 10240", "# example.com smtp:[192.0.2.1]",
      "virtual_alias_maps = static:joe@example.com",
      "smtp_tls_fingerprint_digest = ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}",
      "empty_address_relayhost_maps_lookup_key = <>", "export_environment = TZ MAIL_CONFIG PATH=/usr/bin LANG=C",
      "smtp_tls_security_level = encrypt\n# the password is in sasl_passwd, see SASL_README",
      "import_environment = MAIL_CONFIG TZ=UTC", "smtpd_banner = $myhostname ESMTP: forgot your password? Call us",
      "smtpd_reject_footer = Please mail password@example.com, or see https://example.com:443/a@b",
      "smtp_sasl_password_maps = $other_maps\nother_maps = hash:/etc/postfix/x",
      "smtpd_client_restrictions = check_client_access hash:/etc/postfix/token, permit",
      "# smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd", "#  postmap hash:/etc/postfix/sasl_passwd",
      "smtpd_tls_key_file = /etc/ssl/private/mail.key", "# Passwords and tokens: none of them are here",
    ])
  func harmless(_ lines: String) throws {
    let server = try SmallServer(main: lines + "\n")
    #expect(server.stored("main.cf") == "myhostname = mail.example.com\n\(lines)\n")
    #expect(server.leftOut("main.cf") == [])
  }
}
