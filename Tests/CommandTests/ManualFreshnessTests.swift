// Man pages and completions are those of this program. When they are not: make man.

import SystemAccess
import TestSupport
import Testing

@Suite("Manual")
struct ManualFreshnessTests {
  private static let advice: Comment = "run: make man"

  @Test("The stored help is what the commands say")
  func help() throws {
    let help = try BuiltProgram.run("--experimental-dump-help").output
    let stored = try Repository.text("man/commands.json")
    #expect(help == stored, Self.advice)
  }

  @Test("The man pages are what the commands and docs/ give")
  func pages() throws {
    let directory = try PrivateDirectory()
    let version = try BuiltProgram.run("--version").output.split(separator: "\n").first.map(String.init) ?? ""
    let result = try Subprocess.run(
      "\(Repository.root)/.build/debug/manual",
      ["\(Repository.root)/docs", "\(Repository.root)/man/commands.json", version, directory.path])
    #expect(result.status == 0, "\(String(decoding: result.errors, as: UTF8.self))")
    let made = try FileReading.names(inDirectory: directory.path)
    let stored = try FileReading.names(inDirectory: "\(Repository.root)/man").filter { $0.hasPrefix("postkeep") }
    #expect(made == stored, Self.advice)
    for page in made {
      let text = String(decoding: try FileReading.contents(of: "\(directory.path)/\(page)"), as: UTF8.self)
      let stored = try Repository.text("man/\(page)")
      #expect(text == stored, Self.advice)
    }
  }

  @Test(
    "The completions are those of the commands",
    arguments: [
      ("bash", "postkeep.bash"), ("zsh", "_postkeep"), ("fish", "postkeep.fish"),
    ])
  func completions(shell: String, file: String) throws {
    let script = try BuiltProgram.run("--generate-completion-script", shell).output
    let stored = try Repository.text("man/completions/\(file)")
    #expect(script == stored, Self.advice)
  }
}
