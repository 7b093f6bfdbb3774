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

var swift = """
  // Written by embed; do not edit.

  /// One text file that the program carries.
  struct EmbeddedFile: Sendable {
    /// Relative to the folder that was embedded.
    let path: String
    let content: StaticString
    /// Where the top-level key "examples" begins, in bytes; the length of the content when there is none.
    let examplesOffset: Int
    /// The words of a top-level key "profiles"; empty when there is none.
    let profiles: [String]

    static let all: [EmbeddedFile] = [

  """
for path in paths {
  let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  let examples = text.range(of: "\nexamples:").map { text[..<$0.lowerBound].utf8.count + 1 } ?? text.utf8.count
  let profiles = text.split(separator: "\n").first { $0.hasPrefix("profiles:") }.map { line in
    line.dropFirst("profiles:".count).split { !$0.isLetter }.map { "\"\($0)\"" }.joined(separator: ", ")
  }
  swift +=
    "    EmbeddedFile(path: \"\(literal(path))\", content: \"\(literal(text))\", examplesOffset: \(examples), "
    + "profiles: [\(profiles ?? "")]),\n"
}
swift += "  ]\n}\n"
try swift.write(toFile: arguments[2], atomically: true, encoding: .utf8)
