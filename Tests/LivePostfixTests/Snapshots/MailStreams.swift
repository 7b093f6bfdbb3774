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

  init(_ postfix: PrivatePostfix) throws {
    directory = "\(postfix.directory.path)/streams"
    mkdir(directory, 0o700)
    let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    for (number, domain) in ["kept.invalid", Self.delivered, Self.delivered].enumerated() {
      children.append(
        try ChildProcess(
          "/bin/sh",
          [
            "-c", "exec smtp-source \"$@\" </dev/null >/dev/null 2>&1", "stream", "-d", "-s", "2", "-m", "10000000",
            "-l", "1500", "-f", "source@stream\(number).invalid", "-t", "someone@\(domain)",
            "127.0.0.1:\(postfix.port)",
          ], environment: environment, channels: []))
    }
    for lane in 1...2 {
      // It ends by itself when its file is gone.
      try Self.write("", to: "\(directory)/lane\(lane)")
      let script = """
        exec </dev/null >/dev/null 2>&1
        number=0
        while [ -e "$1/lane$2" ]; do
          number=$((number + 1))
          domain=kept.invalid; [ $((number % 3)) = 0 ] && domain=\(Self.delivered)
          printf 'Subject: submitted\\n\\ntoken-%s-%s-\\n' $2 $number |
            sendmail -C "$3" someone@$domain && echo "token-$2-$number-" >> "$1/accepted$2"
        done
        echo > "$1/ended$2"
        """
      children.append(
        try ChildProcess(
          "/bin/sh", ["-c", script, "stream", directory, "\(lane)", postfix.configurationDirectory],
          environment: environment, channels: []))
    }
  }

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
    for lane in 1...2 { unlink("\(directory)/lane\(lane)") }
    try postfix.waitUntil(seconds: 20, "the submissions end") {
      (1...2).allSatisfy { FileReading.exists("\(directory)/ended\($0)") }
    }
    for child in children { child.end() }
  }

  private static func write(_ text: String, to path: String) throws {
    try FileWriting.write(Array(text.utf8), to: path)
  }
}
