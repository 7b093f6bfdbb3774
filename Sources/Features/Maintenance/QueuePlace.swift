// Finds the queue that a configuration has.

import Bytes
import ConfigurationDirectory
import PostfixConfig
public import QueueStore
import SystemAccess

public enum QueuePlace {
  /// - Parameters:
  ///   - configuration: the configuration directory.
  ///   - queue: where the queue lies; nil for queue_directory.
  public static func open(
    configuration: String, queue: String?
  ) throws(MaintenanceFailure) -> QueueStore {
    do {
      let placed = try PlacedConfiguration(configuration)
      guard let settings = QueueSettings(placed.configuration) else {
        throw MaintenanceFailure(
          .unreadable, "cannot tell where the queue is: queue_directory has no value\n  Name it with --queue-dir.")
      }
      return try QueueStore(queue.map { settings.at(FilePath.absolute($0)) } ?? settings)
    } catch let error as MaintenanceFailure {
      throw error
    } catch let error as DirectoryError {
      throw MaintenanceFailure(error.cause.isPermission ? .permission : .unreadable, error.description)
    } catch let error as QueueStoreError {
      throw MaintenanceFailure(error.isPermission ? .permission : .unreadable, error.description)
    } catch {
      throw MaintenanceFailure(.unreadable, "\(error)")
    }
  }
}
