// What somebody asked for: a procedure, a snapshot, a target, and how to deal with doubt.

import JSONText
import SnapshotArchive
import SystemAccess

public struct RestoreRequest: Sendable, Hashable {
  public var procedure: String
  /// Where the site keeps its procedures; nil for none.
  public var procedures: String?
  /// The archive's path; nil for a procedure that needs none.
  public var archive: String?
  /// The store with the snapshots on which it builds.
  public var store: String
  /// A file with the secret key.
  public var identity: String?
  public var configuration: String
  /// Nil for queue_directory.
  public var queue: String?
  /// As written; nil for all messages.
  public var selection: String?
  public var options: RestoreOptions

  public init(
    procedure: String, procedures: String? = nil, archive: String?, store: String, identity: String?,
    configuration: String, queue: String?,
    selection: String?, options: RestoreOptions
  ) {
    self.procedure = procedure
    self.procedures = procedures
    self.archive = archive
    self.store = store
    self.identity = identity
    self.configuration = configuration
    self.queue = queue
    self.selection = selection
    self.options = options
  }

  /// The same for whoever goes on with it from another directory.
  var absolute: RestoreRequest {
    var request = self
    request.procedures = procedures.map { FilePath.absolute($0) }
    request.archive = archive.map { FilePath.absolute($0) }
    request.store = FilePath.absolute(store)
    request.identity = identity.map { FilePath.absolute($0) }
    request.configuration = FilePath.absolute(configuration)
    request.queue = queue.map { FilePath.absolute($0) }
    return request
  }

  func write(to json: inout JSONWriter) {
    json.member("procedure", procedure)
    json.member("procedures", procedures)
    json.member("archive", archive)
    json.member("store", store)
    json.member("identity", identity)
    json.member("configuration_directory", configuration)
    json.member("queue_directory", queue)
    json.member("selection", selection)
    json.member("into", options.into.rawValue)
    json.member("unknown", options.unknown?.rawValue)
    json.member("expired", options.expired.rawValue)
  }

  init?(_ json: JSONValue) {
    guard let procedure = json["procedure"]?.text, let configuration = json["configuration_directory"]?.text,
      let into = json["into"]?.text.flatMap(RestoreOptions.Place.init(rawValue:)),
      let expired = json["expired"]?.text.flatMap(RestoreOptions.Expired.init(rawValue:))
    else { return nil }
    self.procedure = procedure
    procedures = json["procedures"]?.text
    archive = json["archive"]?.text
    store = json["store"]?.text ?? SnapshotStore.usual
    identity = json["identity"]?.text
    self.configuration = configuration
    queue = json["queue_directory"]?.text
    selection = json["selection"]?.text
    options = RestoreOptions()
    options.into = into
    options.unknown = json["unknown"]?.text.flatMap(RestoreOptions.Unknown.init(rawValue:))
    options.expired = expired
  }
}
