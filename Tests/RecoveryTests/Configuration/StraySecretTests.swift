// Files of the configuration directory that nobody names, and that hold a password in one of the ways programs know.

import TestSupport
import Testing

@Suite("Files with secrets in the configuration directory")
struct StraySecretTests {
  @Test(
    "A connection string of a database",
    arguments: [
      "driver = pgsql\nconnect = host=localhost dbname=mail user=mail password=hunter2\n",
      "connect = host=db dbname=mail user=mail password = 'hunter2'\n",
      "connect=\"host=db pwd=hunter2\"\n",
      "# connect = host=localhost password=hunter2 user=mail\n",
      "connect = \\\n  host=localhost \\\n  password=hunter2\n",
      "query = postgresql://mail:hunter2@localhost/mail\n",
      "dsn postgresql://mail:hunter2@localhost/mail\n",
      "ldap://ldap.example.com/dc=example????bindname=cn=mail,X-BINDPW=hunter2\n",
      "@lookup_sql_dsn = ( ['DBI:mysql:database=amavis;host=localhost', 'amavis', 'hunter2'] );\n",
      "redis://:hunter2@localhost/0\n", "GRANT ALL ON mail.* TO mail IDENTIFIED BY 'hunter2';\n",
      "\u{1}\u{2} packed hunter2\n", "CREATE USER mail WITH PASSWORD 'hunter2';\n",
      "see https://hunter2AbCdEfGhIjKlMnOp@github.com/example\n",
      "curl https://hooks.slack.com/services/T0/B0/hunter2\n", "UID=mail;PWD=hunter2;\n",
      "hunter2AbCdEfGhIjKlMnOpQrS.zen.dq.spamhaus.net=127.0.0.2\n",
    ])
  func connection(_ content: String) throws { try expectLeftOut(content, as: "dovecot-sql.conf.ext") }

  @Test(
    "A word, a blank and the password",
    arguments: [
      "uri ldap://ldap.example.com\nbinddn cn=mail\nbindpw hunter2\n", "rootbindpw\thunter2\n", "bindpasswd hunter2\n",
      "rootpwmoddn cn=x\nrootpwmodpw hunter2\n", "  bindpw hunter2  \r\n", "#bindpw hunter2\n", "# bindpw   hunter2\n",
      "password hunter2\n", "requirepass hunter2\n", "LDAPBindPassword hunter2\n", "bindpw hunter2 again\n",
      "key \"mail\" { algorithm hmac-sha256; secret \"hunter2\"; };\n", "dnpass hunter2\n", "auth_token hunter2\n",
      "bayes_sql_password hunter2\n", "\u{FEFF}bindpw hunter2\n", "# was: bindpw hunter2\n",
    ])
  func blank(_ content: String) throws { try expectLeftOut(content, as: "nslcd.conf") }

  @Test(
    "Logins of a netrc, and of programs that fetch mail",
    arguments: [
      "machine smtp.example.net login relay password hunter2\n",
      "machine smtp.example.net\n  login relay\n  password hunter2\n",
      "machine smtp.example.net\nlogin relay password\nhunter2\n",
      "machine a login b password hunter2 machine c login d password hunter2\n",
      "default login relay password hunter2\n", "machine x password hunter2 login y\n",
      "# machine smtp.example.net login relay password hunter2\n",
      "poll mail.example.net user joe with password hunter2 is joe here\n",
      "poll mail.example.net user \"joe\" pass \"hunter2\"\n",
    ])
  func netrc(_ content: String) throws { try expectLeftOut(content, as: "provider") }

  @Test(
    "Variables of scripts and environment files",
    arguments: [
      "API_KEY=hunter2\n", "TOKEN=hunter2\n", "SECRET=hunter2\n", "PASSWORD=hunter2\n", "PASS='hunter2'\n",
      "#!/bin/sh\nexport PGPASSWORD=hunter2\n", "#!/bin/sh\nPGPASSWORD=hunter2 psql -c 'SELECT 1'\n",
      "#!/bin/sh\nexec env LDAP_PASS=hunter2 /usr/bin/filter\n", "db_pass = hunter2\n", "AuthPass=hunter2\r\n",
      "#!/bin/sh\ncurl -u relay:hunter2 https://api.example.com/\n", "SMTP_PWD=\"hunter2\"\n",
      "#!/bin/sh\nmysql -u mail -phunter2 mail\n", "#!/bin/sh\nsshpass -p hunter2 ssh mx\n",
      "#!/bin/sh\nnotify --password hunter2\n", "#!/bin/sh\nnotify --password=hunter2\n",
      "#!/bin/sh\nnotify --api-key hunter2\n", "#!/bin/sh\nnotify --token 'hunter2'\n",
      "#!/bin/sh\ncurl -H \"Authorization: Bearer hunter2\" https://api.example.com/\n",
      "#!/bin/sh\ncurl 'https://api.example.com/send?to=x&api_key=hunter2'\n",
      "#!/bin/sh\nopenssl rsa -passin pass:hunter2 -in key\n", "setenv API_TOKEN hunter2\n",
      "#!/bin/sh\nldapsearch -x -D cn=mail -w hunter2\n", "#!/bin/sh\nswaks -au joe -ap hunter2\n",
      "#!/bin/sh\necho hunter2 | saslpasswd2 -p -c joe\n", "#!/bin/sh\ncmd --password \\\n  hunter2\n",
      "#!/bin/sh\nPASS=${PASS:-hunter2}\n", "s.login(\"joe\", \"hunter2\")\n",
      "my $db = DBI->connect($source, 'joe', 'hunter2');\n", "KEY=hunter2AbCdEfGhIjKlMnOp\n",
      "DKIM_KEY=\"hunter2AbCdEfGhIjKlMnOp\"\n", "PASSWORD=hunter2\rTZ=UTC\r",
      "declare -x GITHUB_TOKEN=\"hunter2\"\n", "password = abc:/hunter2\n", "TOKEN=/hunter2/abc\n",
    ])
  func variables(_ content: String) throws { try expectLeftOut(content, as: "notify") }

  @Test(
    "Settings of other programs, as JSON, YAML, XML and Perl",
    arguments: [
      "{\"user\":\"joe\",\"password\":\"hunter2\"}\n", "{ \"smtp\": { \"user\": \"joe\", \"apiKey\": \"hunter2\" } }\n",
      "smtp: {user: joe, password: hunter2}\n", "smtp:\n  - password: hunter2\n",
      "<login><user>joe</user><password>hunter2</password></login>\n", "$db_password = 'hunter2';\n",
      "my %login = (user => 'joe', password => 'hunter2');\n",
      "worker \"controller\" { enable_password = \"hunter2\"; }\n",
      "'smtp password' => 'hunter2',\n", "$login{password} = \"hunter2\";\n", "mail.password=hunter2\n",
      "{\n  \"password\":\n    \"hunter2\"\n}\n", "smtp:\n  password: >\n    hunter2\n", "bind_pw =\n  hunter2\n",
      "define('DB_PASS', 'hunter2');\n", "<entry key=\"password\">hunter2</entry>\n", "password = '''hunter2'''\n",
      "userPassword:: hunter2\n", "PresharedKey=hunter2\n", "the password is hunter2\n",
      "smtp_sasl_password_maps = hash:/etc/postfix/x,\n  static:joe:hunter2\n",
      "passdb { driver = static args = password=hunter2 }\n",
    ])
  func settings(_ content: String) throws { try expectLeftOut(content, as: "filter.conf") }

  @Test(
    "Lists of logins",
    arguments: [
      "joe@example.com:hunter2:5000:5000::/var/mail/joe::\n", "joe@example.com:hunter2\n", "joe:hunter2\nann:x\n",
      "# users\n\nsmtp.example.net:joe:hunter2\n", "#[smtp.example.net]:587 joe:hunter2\n",
      "*:joe:hunter2\n", "db.example.com:5432:mail:mail:hunter2\n", "joe@example.com {PLAIN}hunter2\n",
      "joe {plain}hunter2\n", "[smtp.example.net]:587 joe:hunter2 with blanks\n", "# was: [smtp.x]:587 joe:hunter2\n",
      "[smtp.example.net]:587 smtp:hunter2\n", "[smtp.example.net]:587 joe:/hunter2\n",
      "joe@example.com\n  joe:hunter2\n",
      "[smtp.example.net]:587\tjoe:hunter2 \r\n", "smtp.example.net smtp --port=587 --user=joe --pass=hunter2\n",
    ])
  func logins(_ content: String) throws { try expectLeftOut(content, as: "list") }

  @Test(
    "Keys without the lines that PEM has",
    arguments: [
      String(repeating: "MIIEpAIBAAKCAQEAhunter2Zq9", count: 20) + "\n",
      "# the key\n" + String(repeating: String(repeating: "aGVsbG8g", count: 7) + "hunter2A\n", count: 9) + "aGk=\n",
      "hunter2AbCdEfGhIjKlMnOpQrStUvWxYz0123456789=\n",
      "v=DKIM1; k=rsa; s=MIIEpAIBAAKCAQEAhunter2Zq9AbCdEfGhIjKlMnOpQr\n",
      "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAhunter2AAAAA\n",
      "PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\nhunter2\n",
      "AGE-SECRET-KEY-1hunter2\n", "KEY=\"-----BEGIN PRIVATE KEY-----\\nhunter2\"\n",
      "> -----BEGIN RSA PRIVATE KEY-----\n> hunter2\n", "key: hunter2AbCdEfGhIjKlMnOpQrStUvWxYz0123456789\n",
    ])
  func keys(_ content: String) throws { try expectLeftOut(content, as: "default") }

  private func expectLeftOut(
    _ content: String, as name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let server = try SmallServer(files: [name: content])
    #expect(server.leaks == [], "\(content)", sourceLocation: sourceLocation)
    #expect(server.stored(name) == nil, "\(content)", sourceLocation: sourceLocation)
    #expect(server.leftOut(name).count == 1, "\(content)", sourceLocation: sourceLocation)
  }
}
