// A configuration that naive parsers get wrong, with what five real postconf programs print for it.

import Bytes
import JSONText
import PostfixConfig
import SystemAccess
import TestSupport

struct Hazard: Sendable, CustomStringConvertible {
  /// One postconf call and its recorded answer.
  struct Call: Sendable, CustomStringConvertible {
    let hazard: Hazard
    let arguments: [String]
    let version: PostfixVersion
    let status: Int
    let output: [String]
    let errors: [String]

    var description: String { "\(hazard): \(version) postconf \(arguments.joined(separator: " "))" }
  }

  let id: String
  let title: String
  let main: [UInt8]
  /// Nil for a directory without master.cf.
  let master: [UInt8]?
  let files: [String: [UInt8]]

  var description: String { "\(id) \(title)" }

  static let directory = "/recorded"

  static func calls() throws -> [Call] {
    try Repository.files(below: "Fixtures/hazards").filter { $0.hasSuffix(".json") }.flatMap { name in
      let json = try JSONReader().read(FileReading.contents(of: "\(Repository.root)/Fixtures/hazards/\(name)"))
      return try calls(of: json, id: String(name.dropLast(".json".count)))
    }
  }

  private static func calls(of json: JSONValue, id: String) throws -> [Call] {
    func bytes(_ text: String) -> [UInt8] { Array(text.replacing("@DIR@", with: directory).utf8) }
    let master: [UInt8]?
    switch json["master.cf"] {
    case .string(let text)?: master = bytes(text)
    case .null?: master = nil
    default: master = bytes("smtp inet n - y - - smtpd\nsmtp unix - - y - - smtp\n")
    }
    var files: [String: [UInt8]] = [:]
    for member in json["files"]?.members ?? [] { files["\(directory)/\(member.name)"] = bytes(member.value.text ?? "") }
    let hazard = Hazard(
      id: id, title: json["title"]?.text ?? "", main: bytes(json["main.cf"]?.text ?? ""), master: master, files: files)
    return (json["calls"]?.elements ?? []).flatMap { call -> [Call] in
      func texts(_ name: String) -> [String] { call[name]?.elements?.compactMap(\.text) ?? [] }
      return texts("versions").compactMap { PostfixVersion($0) }.map { version in
        Call(
          hazard: hazard, arguments: texts("arguments"), version: version, status: Int(call["exit"]?.integer ?? 0),
          output: texts("output"), errors: texts("errors"))
      }
    }
  }
}
