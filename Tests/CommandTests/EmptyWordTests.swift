// An empty word is no path.

import TestSupport
import Testing

@Suite("Command: empty words in the place of paths")
struct EmptyWordTests {
  @Test(
    "An empty path is refused, and the option or the argument is named",
    arguments: [
      ("audit|", "<directories>"), ("audit|-c|", "'-c "), ("audit|--output|", "--output"),
      ("audit|--rules|", "--rules"), ("relay|", "<directory>"), ("trace|-c|", "'-c "),
      ("trace|--batch|", "--batch"), ("config|", "<directory-or-name>"), ("config|-c|", "'-c "),
      ("diff||/etc", "<old>"), ("rules|test|", "<directories>"), ("queue|list|-c|", "'-c "),
      ("queue|list|--queue-dir|", "--queue-dir"), ("queue|list|--log|", "--log"), ("queue|check|--state|", "--state"),
      ("queue|purge|--policy|", "--policy"), ("snapshot|list|--to|", "--to"), ("snapshot|create|-o|", "'-o "),
      ("snapshot|export|--eml|", "--eml"), ("snapshot|show|--identity|", "--identity"),
      ("restore|status|--state|", "--state"), ("restore|list|--procedures|", "--procedures"),
      ("restore|plan|same-host|--store|", "--store"), ("restore|drill|--work|", "--work"),
      ("restore|transfer|accept|", "<archive>"), ("setup|cron|--output|", "--output"),
      ("snapshot|show|", "<snapshot>"), ("snapshot|diff||last", "<old>"), ("snapshot|create|--since|", "--since"),
      ("restore|plan|same-host|--from|", "--from"), ("restore|drill|--from|", "--from"),
    ])
  func refused(line: String, name: String) throws {
    let words = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let answer = try BuiltProgram.run(words)
    #expect(answer.status == 64)
    let complaint = answer.errors.split(separator: "\n").first ?? ""
    #expect(complaint.contains(name) && complaint.contains("it is empty"), "\(complaint)")
  }
}
