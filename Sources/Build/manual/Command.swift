// A command as `postkeep --experimental-dump-help` describes it.

import JSONText

struct Command {
  struct Argument {
    enum Kind: String {
      case positional, option, flag
    }

    let kind: Kind
    /// As they are typed: "-c", "--config-dir". Empty for a positional argument.
    let names: [String]
    let preferredName: String
    let valueName: String
    let abstract: String
    let discussion: String
    let isOptional: Bool
    let isRepeating: Bool
    let defaultValue: String?
    /// What it can be, when that is a closed set.
    let values: [String]
  }

  /// The words that call it: ["postkeep", "rules", "test"].
  let words: [String]
  let abstract: String
  let discussion: String
  let arguments: [Argument]
  let subcommands: [Command]

  var pageName: String { words.joined(separator: "-") }

  /// This command, and all below it.
  var family: [Command] { [self] + subcommands.flatMap(\.family) }
}

/// Why a dump could not be read.
struct DumpError: Error, CustomStringConvertible {
  let description: String
}

extension Command {
  /// Reads the whole dump. Throws when it has another form than the one this was written for.
  init(dump: JSONValue) throws(DumpError) {
    guard dump["serializationVersion"]?.integer == 0, let command = dump["command"] else {
      throw DumpError(description: "the help dump is not of serialization version 0")
    }
    try self.init(command, below: [])
  }

  private init(_ json: JSONValue, below parents: [String]) throws(DumpError) {
    guard let name = json["commandName"]?.text else { throw DumpError(description: "a command has no name") }
    words = parents + [name]
    abstract = json["abstract"]?.text ?? ""
    discussion = json["discussion"]?.text ?? ""
    var arguments: [Argument] = []
    for argument in json["arguments"]?.elements ?? [] where argument["shouldDisplay"]?.bool != false {
      arguments.append(try Argument(argument))
    }
    self.arguments = arguments
    var subcommands: [Command] = []
    for command in json["subcommands"]?.elements ?? [] where command["shouldDisplay"]?.bool != false {
      // Every page is its own help; "postkeep help audit" is the same as "postkeep audit --help".
      guard command["commandName"]?.text != "help" else { continue }
      subcommands.append(try Command(command, below: words))
    }
    self.subcommands = subcommands
  }
}

extension Command.Argument {
  fileprivate init(_ json: JSONValue) throws(DumpError) {
    guard let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:)) else {
      throw DumpError(description: "an argument is of a kind that the manual does not know")
    }
    func typed(_ name: JSONValue) -> String {
      (name["kind"]?.text == "long" ? "--" : "-") + (name["name"]?.text ?? "")
    }
    self.kind = kind
    names = (json["names"]?.elements ?? []).map(typed).sorted { $0.count < $1.count }
    preferredName = json["preferredName"].map(typed) ?? names.last ?? ""
    valueName = json["valueName"]?.text ?? "value"
    abstract = json["abstract"]?.text ?? ""
    discussion = json["discussion"]?.text ?? ""
    isOptional = json["isOptional"]?.bool ?? true
    isRepeating = json["isRepeating"]?.bool ?? false
    defaultValue = json["defaultValue"]?.text
    values = (json["allValues"]?.elements ?? []).compactMap(\.text)
  }
}
