// What `make install` installs is complete in itself, and `make uninstall` removes it.

import SystemAccess
import TestSupport
import Testing

@Suite("Installation")
struct InstallationTests {
  /// Runs make with the program that was built with these tests.
  private static func make(_ goal: String, to destination: String, program: String = ".build/debug/postkeep") throws {
    let run = try Subprocess.run(
      "make",
      ["-s", "-C", Repository.root, goal, "PREFIX=/usr", "DESTDIR=\(destination)", "PROGRAM=\(program)"])
    guard run.status == 0 else { throw TestFailure(String(decoding: run.errors, as: UTF8.self)) }
  }

  /// Paths of all files below a directory, relative to it.
  private static func files(below directory: String, _ prefix: String = "") throws -> [String] {
    try FileReading.names(inDirectory: directory).sorted().flatMap { name -> [String] in
      let path = "\(directory)/\(name)"
      return FileReading.isDirectory(path) ? try files(below: path, "\(prefix)\(name)/") : ["\(prefix)\(name)"]
    }
  }

  @Test("Everything that a text refers to is installed with it, and uninstalled")
  func references() throws {
    let directory = try PrivateDirectory()
    try Self.make("install", to: directory.path)
    let installed = try Self.files(below: directory.path)
    let pages = try Repository.files(below: "man").filter { $0.hasPrefix("postkeep") }
    for page in pages { #expect(installed.contains("usr/share/man/man\(page.suffix(1))/\(page)")) }
    for schema in try Repository.files(below: "docs/schemas") {
      #expect(installed.contains("usr/share/doc/postkeep/docs/schemas/\(schema)"))
    }
    for file in installed where file.hasSuffix(".md") {
      let text = String(decoding: try FileReading.contents(of: "\(directory.path)/\(file)"), as: UTF8.self)
      let home = "\(directory.path)/usr/share/doc/postkeep"
      for match in text.matches(of: #/docs\/[A-Za-z0-9._\/-]*[A-Za-z0-9\/]/#) {
        #expect(FileReading.exists("\(home)/\(match.output)"), "\(file) names \(match.output)")
      }
      let folder = "\(directory.path)/\(file.split(separator: "/").dropLast().joined(separator: "/"))"
      for match in text.matches(of: #/\]\((?!http)([^)#]+)[^)]*\)/#) {
        #expect(FileReading.exists("\(folder)/\(match.output.1)"), "\(file) has a link to \(match.output.1)")
      }
    }
    try Self.make("uninstall", to: directory.path)
    #expect(try Self.files(below: directory.path) == [])
  }

  @Test("Without a built program, make install says what to do, and builds nothing")
  func unbuilt() throws {
    let directory = try PrivateDirectory()
    #expect {
      try Self.make("install", to: directory.path, program: "\(directory.path)/none")
    } throws: { error in
      "\(error)".contains("make release")
    }
    #expect(try Self.files(below: directory.path) == [])
  }
}
