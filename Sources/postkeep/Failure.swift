// How a command fails: a sentence for a person and an exit status.

import Access
import Audit
import ConfigurationDirectory
import Inspection
import Maintenance
import Recovery
import SystemAccess

struct Failure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ failure: AuditFailure) {
    let status: ExitStatus =
      switch failure.kind {
      case .usage: .usage
      case .unreadable: .unreadable
      case .permission: .permission
      }
    self.init(status, failure.description)
  }

  init(_ failure: AccessFailure) {
    let status: ExitStatus =
      switch failure {
      case .unknownService: .usage
      case .live: .permission
      case .session, .noSessions: .unreadable
      case .system(let error): error.isPermission ? .permission : .unreadable
      }
    self.init(status, failure.description)
  }

  init(_ failure: MaintenanceFailure) {
    let status: ExitStatus =
      switch failure.kind {
      case .usage: .usage
      case .unreadable: .unreadable
      case .permission: .permission
      case .locked: .locked
      }
    self.init(status, failure.description)
  }

  init(_ failure: RecoveryFailure) {
    let status: ExitStatus =
      switch failure.kind {
      case .usage: .usage
      case .unreadable: .unreadable
      case .permission: .permission
      case .locked: .locked
      case .damaged: .findings
      }
    self.init(status, failure.description)
  }

  /// A command has to be told more. It says so when it runs: `validate` comes before an option that does not exist is
  /// noticed, which may be the very one that was to tell it.
  static func untold(_ sentence: String, _ command: String) -> Failure {
    Failure(.usage, "\(sentence)\n  See 'postkeep \(command) --help'.")
  }

  /// What could not be written is no input that is missing.
  init(_ error: SystemError) {
    let isWriting = error.operation == "write"
    let advice =
      error.isFull ? "Make room there, or name a file elsewhere." : "Name a file in a directory that you may write to."
    self.init(
      error.isPermission ? .permission : isWriting ? .incomplete : .unreadable, "\(error)\n  \(advice)")
  }

  /// Tells the person on standard error.
  func show() { Output.tell(message) }

  /// Runs work that reads a directory and says what its errors mean for the command.
  static func translating<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as DirectoryError {
      throw Failure(error.cause.isPermission ? .permission : .unreadable, error.description)
    } catch let error as AuditFailure {
      throw Failure(error)
    } catch let error as AccessFailure {
      throw Failure(error)
    } catch let error as MaintenanceFailure {
      throw Failure(error)
    } catch let error as RecoveryFailure {
      throw Failure(error)
    } catch let error as SystemError {
      throw Failure(error)
    } catch let error as RequestError {
      throw Failure(.usage, error.message)
    }
  }
}
