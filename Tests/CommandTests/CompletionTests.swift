// A shell completes paths and names in the arguments of postkeep, as it did before it knew postkeep.

import JSONText
import SystemAccess
import TestSupport
import Testing

@Suite("Completion")
struct CompletionTests {
  /// Values that are paths, or may be one; "run", "id" and the like are not.
  private static let paths: Set = [
    "archive", "dir", "directories", "directory", "directory-or-name", "file", "path", "receipt", "recipient",
    "snapshot",
  ]

  @Test("Every value that is a path is completed as one")
  func everyPath() throws {
    let dump = try JSONReader().read(Array(try BuiltProgram.run(["--experimental-dump-help"]).output.utf8))
    var count = 0
    func check(_ command: JSONValue, _ name: String) {
      for argument in command["arguments"]?.elements ?? [] where argument["kind"]?.text != "flag" {
        let value = argument["valueName"]?.text ?? ""
        guard Self.paths.contains(value) || value.hasSuffix("-dir") else { continue }
        count += 1
        let kind = argument["completionKind"]
        #expect(kind?["file"] != nil || kind?["directory"] != nil, "\(name): \(value)")
      }
      for subcommand in command["subcommands"]?.elements ?? [] {
        check(subcommand, "\(name) \(subcommand["commandName"]?.text ?? "")")
      }
    }
    check(try #require(dump["command"]), "postkeep")
    #expect(count > 100)
  }

  @Test(
    "bash completes paths and names",
    arguments: [
      ("audit ./con", "./config"), ("audit ./config --output ./rep", "./report.json"),
      ("diff ./config ./con", "./config"),
      ("snapshot list --to ./con", "./config"), ("queue purge --policy ./rep", "./report.json"),
      ("snapshot verify ./rep", "./report.json"), ("restore plan sa", "same-host"), ("queue shape def", "deferred"),
    ])
  func bash(typed: String, completed: String) throws {
    let directory = try PrivateDirectory()
    try directory.write("", to: "report.json")
    try directory.write(
      try BuiltProgram.run(["--generate-completion-script", "bash"]).output, to: "script")
    let run = try Subprocess.run(
      "bash",
      [
        "-c",
        """
        cd "$1" && mkdir config && PATH="$2:$PATH" && source ./script && read -ra COMP_WORDS <<<"postkeep $3"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE="postkeep $3" COMP_POINT=$((${#3} + 9))
        _postkeep postkeep "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        echo "${COMPREPLY[*]}"
        """, "bash", directory.path, "\(Repository.root)/.build/debug", typed,
      ])
    #expect(String(decoding: run.output, as: UTF8.self) == "\(completed)\n")
  }
}
