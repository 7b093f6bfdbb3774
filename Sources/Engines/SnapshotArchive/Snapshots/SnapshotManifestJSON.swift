// The manifest as JSON, written for people too.

import Bytes
public import JSONText

extension SnapshotManifest: JSONWritable {
  private static let schema = "postkeep.snapshot/"

  public var json: [UInt8] {
    var json = JSONWriter(style: .indented)
    write(to: &json)
    return json.bytes
  }

  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("schema", "\(Self.schema)\(Self.version)")
      json.member("id", id)
      json.member("host", host)
      json.member("postkeep", program)
      json.member("postfix", postfix)
      json.object("queue") { queue.writeMembers(to: &$0) }
      json.object("window") { json in
        json.member("start_ms", window.start)
        json.member("end_ms", window.end)
      }
      json.member("guarantee", guarantee.rawValue)
      json.member("reason", reason)
      json.member("base", base)
      if let baseDigest { json.member("base_digest", baseDigest) }
      json.member("selection", selection)
      json.member("tags", tags)
      json.member("has_configuration", hasConfiguration)
      json.member("has_secrets", hasSecrets)
      json.member("messages", messages)
      json.member("bytes", bytes)
    }
  }

  /// Throws a reason, as the end of a sentence, when it is no manifest that this version understands.
  public init(json bytes: [UInt8]) throws(SnapshotFlaw) {
    let json: JSONValue
    do throws(JSONError) { json = try JSONReader().read(bytes) } catch {
      throw SnapshotFlaw("its manifest is no JSON (\(error))")
    }
    guard let schema = json["schema"]?.text, schema.hasPrefix(Self.schema),
      let version = Int(schema.dropFirst(Self.schema.count))
    else { throw SnapshotFlaw("its manifest is none of a snapshot") }
    guard version >= 1 else { throw SnapshotFlaw("its manifest is none of a snapshot") }
    guard version <= Self.version else {
      throw SnapshotFlaw(
        "it has format \(version); this version of postkeep reads up to \(Self.version)", isOfNewerFormat: true)
    }
    guard let id = json["id"]?.text, let host = json["host"]?.text, let queue = json["queue"].flatMap(Queue.init),
      let start = json["window"]?["start_ms"]?.integer, let end = json["window"]?["end_ms"]?.integer,
      let guarantee = json["guarantee"]?.text.flatMap(SnapshotGuarantee.init(rawValue:)),
      let messages = json["messages"]?.integer, let bytes = json["bytes"]?.integer
    else { throw SnapshotFlaw("its manifest lacks something") }
    for name in [id, json["base"]?.text].compactMap(\.self) where !Self.isName(name) {
      throw SnapshotFlaw("its manifest has an id that is no name of a file")
    }
    self.init(
      id: id, host: host, program: json["postkeep"]?.text ?? "", postfix: json["postfix"]?.text, queue: queue,
      window: Window(start: start, end: end), guarantee: guarantee, reason: json["reason"]?.text,
      base: json["base"]?.text, selection: json["selection"]?.text,
      tags: (json["tags"]?.elements ?? []).compactMap(\.text),
      hasConfiguration: json["has_configuration"]?.bool ?? false, hasSecrets: json["has_secrets"]?.bool ?? false,
      messages: Int(clamping: messages), bytes: Int(clamping: bytes))
    baseDigest = json["base_digest"]?.text
  }
}

extension SnapshotManifest {
  /// An archive is named after its snapshot.
  private static func isName(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 200 && !id.hasPrefix(".")
      && id.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
  }
}

extension SnapshotManifest.Queue {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("directory", directory)
    json.member("config_directory", configurationDirectory)
    json.member("hash_queue_names", hashedQueues)
    json.member("hash_queue_depth", hashDepth)
    json.member("enable_long_queue_ids", usesLongIDs)
    json.member("mail_owner", owner)
    json.member("maximal_queue_lifetime", maximalLifetime)
    json.member("bounce_queue_lifetime", bounceLifetime)
  }

  fileprivate init?(_ json: JSONValue) {
    guard let directory = json["directory"]?.text else { return nil }
    self.init(
      directory: directory, configurationDirectory: json["config_directory"]?.text ?? "",
      hashedQueues: (json["hash_queue_names"]?.elements ?? []).compactMap(\.text),
      hashDepth: Int(clamping: json["hash_queue_depth"]?.integer ?? 0),
      usesLongIDs: json["enable_long_queue_ids"]?.bool ?? false, owner: json["mail_owner"]?.text ?? "postfix",
      maximalLifetime: json["maximal_queue_lifetime"]?.integer ?? 432_000,
      bounceLifetime: json["bounce_queue_lifetime"]?.integer ?? 432_000)
  }
}

/// What is wrong with a snapshot, as the end of a sentence.
public struct SnapshotFlaw: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// Nothing is wrong with it: a later version of postkeep reads it.
  public let isOfNewerFormat: Bool

  public init(_ description: String, isOfNewerFormat: Bool = false) {
    self.description = description
    self.isOfNewerFormat = isOfNewerFormat
  }

  /// The same, with the archive named.
  public func told(of path: String) -> SnapshotFlaw {
    description.contains(path) ? self : SnapshotFlaw("\(path): \(description)", isOfNewerFormat: isOfNewerFormat)
  }
}
