// A swaks(1) command that tries a session on a real server, up to the answer to RCPT TO.
//
// The address and the name of the client cannot be chosen there: they are those of the host that runs the command.

import AccessPolicy
import Bytes

struct TrialCommand {
  let text: String

  init(_ session: AccessSession) {
    var words = ["swaks", "--server", "SERVER"]
    if let port = session.service?.split(separator: "/").first?.split(separator: ":").last, port != "smtp" {
      words += ["--port", ShellWord.quoted(String(port))]
    }
    func add(_ option: String, _ value: ByteString) { words += [option, ShellWord.quoted(value.description)] }
    if let helo = session.helo { add("--helo", helo) }
    if session.usesTLS { words.append("--tls") }
    if let user = session.saslUsername { add("--auth-user", user) }
    add("--from", session.sender.isEmpty ? "<>" : session.sender)
    add("--to", session.recipient)
    text = PrintableText.of((words + ["--quit-after", "RCPT"]).joined(separator: " "))
  }
}
