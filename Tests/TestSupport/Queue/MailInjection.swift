// Mail by SMTP, many messages in one session.

extension PrivatePostfix {
  /// Returns the queue ids, which smtpd tells when it has accepted a message.
  ///
  /// - Parameters:
  ///   - sender: as in MAIL FROM, quoted if need be; "" for the null sender.
  ///   - content: header, empty line and body, lines ending with "\n".
  @discardableResult
  public func inject(
    _ count: Int, from sender: String, to recipients: [String],
    content: String = "Subject: test\n\nLine one\n.line two\n"
  ) throws -> [String] {
    let socket = try LoopbackSocket(port: port)
    _ = try reply(socket, 220)
    try socket.send(Array("EHLO client.test.invalid\r\n".utf8))
    _ = try reply(socket, 250)
    let envelope = (["MAIL FROM:<\(sender)>"] + recipients.map { "RCPT TO:<\($0)>" } + ["DATA"]).map { "\($0)\r\n" }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let message = lines.map { "\($0.hasPrefix(".") ? "." : "")\($0)\r\n" }.joined() + ".\r\n"
    let ids = try (0..<count).map { _ in
      try socket.send(Array(envelope.joined().utf8))
      for _ in 0...recipients.count { _ = try reply(socket, 250) }
      _ = try reply(socket, 354)
      try socket.send(Array(message.utf8))
      // "250 2.0.0 Ok: queued as ID"
      return try reply(socket, 250).split(separator: " ").last.map(String.init) ?? ""
    }
    try socket.send(Array("QUIT\r\n".utf8))
    return ids
  }

  /// The last line of a reply.
  private func reply(_ socket: LoopbackSocket, _ code: Int) throws -> String {
    while true {
      let line = try socket.line()
      guard line.hasPrefix("\(code)") else { throw TestFailure("smtpd says: \(line)") }
      if !line.dropFirst(3).hasPrefix("-") { return line }
    }
  }
}
