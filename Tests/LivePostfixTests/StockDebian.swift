// The configuration of a fresh Debian mail server, made from the files and with the commands of the real package.
//
// The steps are those of the package's postinst for an "Internet Site": the Debian main.cf with the TLS lines, the
// distributed master.cf, and postconf -e for what debconf asked.

import SystemAccess
import TestSupport

struct StockDebian {
  let directory: PrivateDirectory
  var path: String { directory.path }

  init() throws {
    directory = try PrivateDirectory()
    let shared = "/usr/share/postfix"
    guard FileReading.exists("\(shared)/main.cf.debian") else {
      throw TestFailure("\(shared)/main.cf.debian is missing; the postfix package of Debian is needed")
    }
    let main = try FileReading.contents(of: "\(shared)/main.cf.debian")
    let transportSecurity = try FileReading.contents(of: "\(shared)/main.cf.tls")
    try directory.write(main + transportSecurity, to: "main.cf")
    try directory.write(try FileReading.contents(of: "\(shared)/master.cf.dist"), to: "master.cf")
    let answers = [
      "smtpd_relay_restrictions=permit_mynetworks permit_sasl_authenticated defer_unauth_destination",
      "myhostname=mail.example.com", "alias_maps=hash:/etc/aliases", "alias_database=hash:/etc/aliases",
      "myorigin=/etc/mailname",
      "mydestination=$myhostname, mail.example.com, localhost.example.com, localhost", "relayhost=",
      "mynetworks=127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128", "mailbox_size_limit=0", "recipient_delimiter=+",
      "inet_interfaces=all", "inet_protocols=all",
    ]
    let result = try Subprocess.run("postconf", ["-c", directory.path, "-e"] + answers)
    guard result.status == 0 else {
      throw TestFailure("postconf -e: \(String(decoding: result.errors, as: UTF8.self))")
    }
  }
}
