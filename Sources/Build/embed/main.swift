// embed FOLDER OUTPUT: writes a Swift file that holds every .facts and .yaml file below FOLDER as a static string.

import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: embed FOLDER OUTPUT\n".utf8))
  exit(64)
}
let folder = URL(filePath: arguments[1])
let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
  .filter { $0.hasSuffix(".facts") || $0.hasSuffix(".yaml") }
  .sorted()

/// The text between the quotes of a Swift string literal.
func literal(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\"": result += "\\\""
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}

/// The lines of the keys that an audit reads of every rule. What a rule says is read when it has something to say.
func question(of yaml: String) -> String {
  let keys: Set<Substring> = [
    "id", "name", "title", "severity", "confidence", "profiles", "each", "when", "needs", "applies_to", "at",
    "follows_from", "follows_from", "hides_source", "since",
  ]
  var isKept = false
  var kept = ""
  for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
    if let first = line.first, first.isLetter { isKept = keys.contains(line.prefix { $0 != ":" }) }
    if isKept { kept += line + "\n" }
  }
  return kept
}

var swift = """
  // Written by embed; do not edit.

  /// One text file that the program carries.
  struct EmbeddedFile: Sendable {
    /// Relative to the folder that was embedded.
    let path: String
    let content: StaticString
    /// Of a YAML file only the top-level keys that decide whether a rule has something to say.
    let question: StaticString
    /// The words of a top-level key "profiles"; empty when there is none.
    let profiles: [String]

    static let all: [EmbeddedFile] = [

  """
for path in paths {
  let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  let profiles = text.split(separator: "\n").first { $0.hasPrefix("profiles:") }.map { line in
    line.dropFirst("profiles:".count).split { !$0.isLetter }.map { "\"\($0)\"" }.joined(separator: ", ")
  }
  swift +=
    "    EmbeddedFile(path: \"\(literal(path))\", content: \"\(literal(text))\", "
    + "question: \"\(literal(question(of: text)))\", profiles: [\(profiles ?? "")]),\n"
}
swift += "  ]\n}\n"
try swift.write(toFile: arguments[2], atomically: true, encoding: .utf8)
