// Everyday files that speak of passwords, or look a little like one, and that a restore needs: they are stored.

import SystemAccess
import TestSupport
import Testing

@Suite("Harmless files")
struct HarmlessFileTests {
  static let tables: [(parameter: String, content: String)] = [
    (
      "transport_maps = hash:/etc/postfix/list",
      "password.example.com smtp:[192.0.2.1]:25\nexample.net\trelay:[mx.example.net]\n#example.org oldroute:mx\n"
        + "password@example.com local:\n* smtp:\n# Ask the owner of example.org for the password: he knows it\n"
    ),
    (
      "virtual_alias_maps = hash:/etc/postfix/list",
      "password-reset@example.com joe\npassword root\nsecret@example.com joe,ann@example.org\n"
        + "login@example.com password@example.com\n@example.net @example.com\n"
    ),
    (
      "alias_maps = hash:/etc/postfix/list",
      "postmaster: root\npassword: root\ntoken: joe\nlist: \"|/usr/lib/mailman/mail/mailman post list\"\n"
        + "vacation: \"|/usr/bin/vacation joe\", joe\nerr: \"|/usr/bin/cmd --password-file /etc/secret -p 25\"\n"
        + "out: \"|exec /bin/sh -c 'cat > /dev/null || exit 75'\"\n# the passwords of lists are in mailman\n"
        + "no: \"|/usr/bin/cmd --no-password joe\"\nmm: \"|/usr/lib/mailman/mail/mailman post password-list\"\n"
        + "var: \"|cmd --password $PASSWORD\"\nall: :include:/etc/postfix/all\n"
    ),
    (
      "header_checks = pcre:/etc/postfix/list",
      "/^Subject: .*password=/ REJECT Never send us your password: we do not ask for it\n"
        + "/^Subject:.*(your|the) password: x/i WARN password=secret found\n/user name and password: /  DISCARD\n"
        + "if /token: abc/\n!/^X-Token: / PREPEND X-Seen: yes\nendif\n/^(.*)-(.*)$/ REPLACE $1$2$3@example.com\n"
        + "~https?://[^/]*:[^@]*@~ REJECT password: no\n/(bar| --password=x)/ REJECT\n"
    ),
    (
      "smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/list",
      "password@example.com REJECT Your password: call us\nsecret@ OK\ntoken.example.com 554 5.7.1 bad token: x\n"
        + "login@example.com DEFER_IF_PERMIT user joe password x\n192.0.2 OK\n2001:db8:1:2:3:4:5:6 OK\n"
    ),
    (
      "relay_clientcerts = hash:/etc/postfix/list",
      "0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0 mx.example.com\n"
        + "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08 sha256.example.com\n"
    ),
    ("smtpd_client_restrictions = check_client_access cidr:/etc/postfix/list", "2001:db8::/32 OK\n192.0.2.0/24 OK\n"),
    ("smtp_tls_policy_maps = hash:/etc/postfix/list", "example.net secure match=mx.example.net ciphers=high\n"),
    ("sender_dependent_relayhost_maps = hash:/etc/postfix/list", "joe@example.com [smtp.example.net]:587\n"),
    ("mydestination = /etc/postfix/list", "example.com\npassword.example.com\nlocalhost\n"),
  ]

  @Test("Tables that are in use", arguments: 0..<tables.count)
  func inUse(_ index: Int) throws {
    let (parameter, content) = Self.tables[index]
    let server = try SmallServer(main: parameter + "\n", files: ["list": content])
    #expect(server.stored("list") == content, "\(server.leftOut("list"))")
  }

  @Test(
    "Files that nobody names",
    arguments: [
      "password.example.com smtp:[192.0.2.1]:25\nexample.net relay:[mx.example.net]\n",
      "password@example.com OK\nsecret@example.com REJECT Your password: call us\n",
      "password-reset@example.com joe\nlogin@example.com joe\n",
      "/^Subject: .*password: / REJECT\n/^Subject:.*your password=x/ WARN a password: b\n/x/ DISCARD\n",
      "example.com\nexample.net\n", "joe\nann\nadministrator\n", "mail.example.com:25\nmx.example.com:587\n",
      "2001:db8::1\n2001:db8:0:1::5\n", "#!/bin/sh\npostmap /etc/postfix/transport\npostfix reload\n",
      "0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0 mx.example.com\n",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n",
      String(repeating: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", count: 3),
      "Ask the postmaster who may use the password file, and keep the tokens of users in the safe.\n",
      "The user may change the password with passwd(1).\n", "#!/bin/sh\nP=/usr/bin/x\nexec $P --verbose \"$@\"\n",
      "#!/bin/sh\nread PASSWORD\nmysql --password=\"$PASSWORD\" -u \"$user\"\nTOKEN=$(cat /run/token)\nPWD=`pwd`\n",
      "soft_bounce = yes\nmyhostname = mail.example.com\nsmtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n",
      "smtp inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\nsmtpd pass - - y - - smtpd\n",
      "default._domainkey.example.com example.com:default:/etc/dkim/default.private\n",
      "# user+extension@domain transport:nexthop\n# example.com uucp:example\n# FILTER transport:destination\n",
      "# PASS optional text: log a \"pass:\" record with the optional text\n#   tent-Length:, Return-Path:.\n",
      "header_address_token_limit = 10240\nmynetworks = [::1]/128 2001:db8::/32\n",
      "smtp_tls_fingerprint_digest = ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}\n",
      "# Each service is identified by its name and type.\n",
      "pwcheck_method: saslauthd\nmech_list: PLAIN LOGIN\n",
      "/^-----BEGIN RSA PRIVATE KEY-----/ REJECT no keys\n", "key = id\nlookup_key = 0123456789\n",
      "TOKEN_FILE=/run/token\nPASSWORD=\n# PASSWORD=\"\"\n", "smtp_tls_key_file=/etc/ssl/private/mail.key\n",
    ])
  func unused(_ content: String) throws {
    let server = try SmallServer(files: ["list": content])
    #expect(server.stored("list") == content, "\(content) \(server.leftOut("list"))")
  }

  @Test("Diffie-Hellman parameters and certificates, in PEM")
  func parameters() throws {
    let dh =
      "-----BEGIN DH PARAMETERS-----\nMIIBCAKCAQEA7Q8Zq9AbCdEfGhIjKlMnOpQrStUvWxYz01234567AgEC\n"
      + "-----END DH PARAMETERS-----\n"
    let server = try SmallServer(
      main: "smtpd_tls_dh1024_param_file = /etc/postfix/dh.pem\n", files: ["dh.pem": dh, "dh2048.pem": dh])
    #expect(server.stored("dh.pem") == dh)
    #expect(server.stored("dh2048.pem") == dh)
  }

  @Test("What a package puts into the configuration directory")
  func packaged() throws {
    // The directory of this host, which has more than other tests may count on.
    let names = (try? FileReading.names(inDirectory: "/etc/postfix")) ?? []
    let shipped = [
      "dynamicmaps.cf", "main.cf.proto", "master.cf.proto", "post-install", "postfix-files", "postfix-script",
    ]
    var files: [String: String] = [:]
    for name in shipped where names.contains(name) {
      files[name] = String(decoding: try FileReading.contents(of: "/etc/postfix/\(name)"), as: UTF8.self)
    }
    for name in ["main.cf.dist", "master.cf.dist", "makedefs.out"] {
      let path = "/usr/share/postfix/\(name)"
      guard FileReading.exists(path) else { continue }
      files[name] = String(decoding: try FileReading.contents(of: path), as: UTF8.self)
    }
    #expect(!files.isEmpty)
    let server = try SmallServer(files: files)
    for (name, content) in files { #expect(server.stored(name) == content, "\(server.leftOut(name))") }
    let own = try SmallServer(main: files["main.cf.proto"] ?? "", master: files["master.cf.proto"] ?? "")
    #expect(own.leftOut("main.cf") + own.leftOut("master.cf") == [])
  }
}
