// Mail that keeps coming into a private Postfix as fast as it takes it: by SMTP, and by sendmail(1) through maildrop.
//
// Each submission has a token in its body, and is written down once sendmail says that it was accepted.

import Glibc
import SystemAccess
import TestSupport

final class MailStreams {
  /// Mail for this domain is delivered into the void; all other is deferred.
  static let delivered = "done.invalid"

  private let directory: String
  private var children: [ChildProcess] = []
  private var lanes: [String] = []

  init(_ postfix: PrivatePostfix) throws {
    directory = "\(postfix.directory.path)/streams"
    mkdir(directory, 0o700)
    for (number, domain) in ["kept.invalid", Self.delivered, Self.delivered].enumerated() {
      try start(
        """
        smtp-source -d -s 2 -m 20 -l 1500 -f source@stream\(number).invalid -t someone@\(domain) \
          127.0.0.1:\(postfix.port)
        """, lane: "smtp\(number)")
    }
    for lane in 1...2 {
      try start(
        """
        number=$((number + 1))
        domain=kept.invalid; [ $((number % 3)) = 0 ] && domain=\(Self.delivered)
        printf 'Subject: submitted\\n\\ntoken-\(lane)-%s-\\n' $number |
          sendmail -C \(postfix.configurationDirectory) someone@$domain &&
          echo "token-\(lane)-$number-" >> \(directory)/accepted\(lane)
        """, lane: "maildrop\(lane)")
    }
  }

  /// Runs a step again and again, as long as the file of its lane is there, and not while there is a file `pause`.
  private func start(_ step: String, lane: String) throws {
    try Self.write("", to: "\(directory)/\(lane)")
    lanes.append(lane)
    let script = """
      exec </dev/null >/dev/null 2>&1
      cd \(directory)
      number=0
      while [ -e \(lane) ]; do
        if [ -e pause ]; then sleep 0.05; continue; fi
        \(step)
      done
      echo > \(lane).ended
      """
    children.append(
      try ChildProcess(
        "/bin/sh", ["-c", script], environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], channels: []))
  }

  /// Mail comes only while something runs: otherwise a slow machine drowns in it between two trials.
  func pause() throws { try Self.write("", to: "\(directory)/pause") }

  func resume() { unlink("\(directory)/pause") }

  /// Tokens of submissions that were accepted so far.
  var accepted: Set<String> {
    var tokens: Set<String> = []
    for lane in 1...2 {
      let bytes = (try? FileReading.contents(of: "\(directory)/accepted\(lane)")) ?? []
      tokens.formUnion(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }
    return tokens
  }

  /// Returns when nothing comes any more.
  func stop(_ postfix: PrivatePostfix) throws {
    resume()
    for lane in lanes { unlink("\(directory)/\(lane)") }
    try postfix.waitUntil(seconds: 60, "the streams end") {
      lanes.allSatisfy { FileReading.exists("\(directory)/\($0).ended") }
    }
    for child in children { child.end() }
  }

  private static func write(_ text: String, to path: String) throws {
    try FileWriting.write(Array(text.utf8), to: path)
  }
}
