// A large server to ask about access: many services, long tables, many networks, many sessions.

import Glibc

struct AccessLoad {
  static let tableCount = 5
  static let sessionCount = 100_000

  let folder: String
  var sessions: String { "\(folder)/sessions" }

  /// Nil when nothing can be written.
  init?() {
    var template = Array("/tmp/postkeep-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let actions = ["REJECT not here", "DUNNO", "550 no", "DEFER", "OK"]
    for table in 0..<Self.tableCount {
      // The last one permits as well.
      let text = (0..<10_000).map { line in
        let action = actions[(line * 7 + table) % (table == Self.tableCount - 1 ? 5 : 4)]
        return "domain\(table * 3000 + line).example\t\(action)\n"
      }
      write(text.joined(), "table\(table)")
    }
    write((0..<2000).map { "10.\($0 / 250).\($0 % 250).0/24\n" }.joined(), "networks")
    write(
      """
      compatibility_level = 3.6
      myhostname = mail.example.com
      mynetworks = 127.0.0.0/8, \(folder)/networks
      mydestination = example.com
      local_recipient_maps =
      smtpd_sender_restrictions = check_sender_access hash:\(folder)/table0
      smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
      smtpd_recipient_restrictions = check_sender_access hash:\(folder)/table4

      """, "main.cf")
    let services = (0..<50).map { number in
      """
      \(10_000 + number) inet n - n - - smtpd
        -o { smtpd_client_restrictions = check_client_access hash:\(folder)/table\(number % 5) }
        -o { smtpd_helo_restrictions = check_helo_access hash:\(folder)/table\((number + 1) % 5) }

      """
    }
    write(services.joined(), "master.cf")
    let lines = (0..<Self.sessionCount).map { number in
      let recipient = number.isMultiple(of: 2) ? "user@example.com" : "victim@victim.example"
      return
        "{\"client_address\":\"203.0.\(number % 250).\(number % 200)\",\"sender\":\"u\(number % 500)@domain\(number % 20_000)"
        + ".example\",\"recipient\":\"\(recipient)\"}\n"
    }
    write(lines.joined(), "sessions")
  }

  private func write(_ text: String, _ name: String) {
    guard let file = fopen("\(folder)/\(name)", "w") else { return }
    fputs(text, file)
    fclose(file)
  }
}
