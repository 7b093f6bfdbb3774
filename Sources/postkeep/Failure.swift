// How a command fails: a sentence for a person and an exit status.

import ConfigurationDirectory
import Inspection
import SystemAccess

struct Failure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  /// Runs work that reads a directory and says what its errors mean for the command.
  static func translating<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as DirectoryError {
      throw Failure(error.cause.isPermission ? .permission : .unreadable, error.description)
    } catch let error as RequestError {
      throw Failure(.usage, error.message)
    }
  }
}
