// One session, said to an smtpd that has others before and after it.

import Bytes

enum Conversation {
  static func hold(_ session: LiveSession, with smtpd: SMTPDProcess) -> LiveAnswer {
    var answer = LiveAnswer()
    guard let greeting = smtpd.greeting else {
      answer.fatal = smtpd.fatal
      return answer
    }
    guard greeting.code == 220 else {
      answer.obstacle =
        "smtpd refuses the connection of localhost[127.0.0.1], which must come first: "
        + greeting.text
      return answer
    }
    _ = smtpd.takePermits()
    speak(session, with: smtpd, &answer)
    answer.permittedBy = smtpd.takePermits()
    answer.fatal = smtpd.fatal
    // An open transaction would not let the next client in.
    if smtpd.isUsable, answer.mail != nil, smtpd.say("RSET")?.code != 250 { smtpd.abandon() }
    return answer
  }

  private static func speak(_ session: LiveSession, with smtpd: SMTPDProcess, _ answer: inout LiveAnswer) {
    guard let connect = smtpd.say(xclient(session)) else { return }
    // soft_bounce makes a 4 of the first digit.
    if [400, 401, 500, 501].contains(connect.code), connect.text.hasPrefix("Bad ") || connect.status == "5.5.4" {
      answer.obstacle = ByteString("XCLIENT: ") + connect.text
      return
    }
    answer.connect = connect
    // Nobody else can use a connection that was refused.
    guard connect.code == 220 else { return smtpd.abandon() }
    if let helo = session.helo {
      smtpd.hasHeardHELO = true
      answer.helo = smtpd.say("EHLO " + helo)
      guard smtpd.isUsable else { return }
    }
    if session.saslMethod == "ANONYMOUS" { _ = smtpd.say("AUTH ANONYMOUS c3R1") }
    answer.mail = smtpd.say("MAIL FROM:<" + session.sender + ">")
    guard let mail = answer.mail, mail.code < 400, smtpd.isUsable else { return }
    for recipient in session.recipients {
      guard let reply = smtpd.say("RCPT TO:<" + recipient + ">") else { return }
      answer.recipients.append(reply)
    }
    guard session.usesData, answer.recipients.contains(where: { $0.code < 400 }) else { return }
    answer.data = smtpd.say("DATA")
    if answer.data?.code == 354 { answer.end = smtpd.say(".") }
  }

  private static func xclient(_ session: LiveSession) -> ByteString {
    let address = session.clientAddress
    let name = session.clientName.map(xtext) ?? "[UNAVAILABLE]"
    var command: ByteString = "XCLIENT NAME=" + name + " REVERSE_NAME=" + name
    command += " ADDR=" + (address.bytes.contains(UInt8(ascii: ":")) ? "IPV6:" + address : xtext(address))
    command += " PORT=40000"
    if let login = session.saslUsername, session.saslMethod != "ANONYMOUS" { command += " LOGIN=" + xtext(login) }
    return command
  }

  /// RFC 1891 xtext.
  private static func xtext(_ text: ByteString) -> ByteString {
    let digits = Array("0123456789ABCDEF".utf8)
    return ByteString(
      text.bytes.flatMap { byte -> [UInt8] in
        let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "=")
        return isPlain ? [byte] : [UInt8(ascii: "+"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      })
  }
}
