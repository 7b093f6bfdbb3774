// manual DOCS COMMANDS VERSION OUTPUT: writes the man pages.
//
// DOCS is the folder of the reference pages, COMMANDS a file with what `postkeep --experimental-dump-help` prints, VERSION
// what `postkeep --version` prints, OUTPUT a folder. Not part of the product: `make man` runs it.

import Glibc
import JSONText
import SystemAccess

/// What the foot of every page says.
struct Edition {
  let version: String
  /// The day of the release, changed by hand, so that pages change only when their content does.
  let date = "2026-11-26"
}

@main
enum Manual {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 4 else { fail("usage: manual DOCS COMMANDS VERSION OUTPUT", status: 64) }
    let words = Array(arguments)
    do {
      let edition = Edition(version: words[2])
      for page in try referencePages(words[0]) + commandPages(words[1]) {
        try FileWriting.write(Array(RoffPage(page, edition: edition).text.utf8), to: "\(words[3])/\(page.fileName)")
      }
    } catch {
      fail("manual: \(error)", status: 66)
    }
  }

  private static func referencePages(_ folder: String) throws -> [Page] {
    try ReferencePage.all.map { reference in
      reference.page(
        try reference.sources.map { source in
          let text = String(decoding: try FileReading.contents(of: "\(folder)/\(source)"), as: UTF8.self)
          do throws(MarkdownError) {
            return try MarkdownReader(text)
          } catch {
            throw DumpError(description: "\(folder)/\(source):\(error)")
          }
        })
    }
  }

  private static func commandPages(_ dump: String) throws -> [Page] {
    let root = try Command(dump: JSONReader().read(FileReading.contents(of: dump)))
    return root.family.map { command in
      let parents = root.family.filter { command.words.starts(with: $0.words) && $0.words.count < command.words.count }
      return CommandPage(command: command, parents: parents).page
    }
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    FileWriting.write(Array("\(message)\n".utf8), to: .error)
    exit(status)
  }
}
