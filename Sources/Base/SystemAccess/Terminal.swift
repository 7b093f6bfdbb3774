// The terminal as a screen that is drawn again and again, and its keys.
//
// While a Terminal lives, keys arrive one by one and are not shown, and the cursor is hidden. When it goes, when a signal
// asks us to end, and while Ctrl-Z has put us aside, everything is as it was.

import CSystemShims
import Glibc

public struct Terminal: ~Copyable {
  public struct Size: Hashable, Sendable {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// What ended a wait.
  public enum Wake: Hashable, Sendable {
    case key(UInt8)
    /// The size has changed, or somebody else had the terminal.
    case redraw
    /// Ctrl-C, a signal, or the terminal is gone.
    case interrupted
    case timeOver
  }

  private let earlier: termios
  private let own: termios
  private let signals: Int32

  /// Throws when input or output is no terminal.
  public init() throws(SystemError) {
    var settings = termios()
    guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else {
      throw SystemError("draw on", "standard output", refused: "it is no terminal")
    }
    let descriptor = postkeep_signals()
    guard descriptor >= 0 else { throw SystemError("watch", "signals", code: errno) }
    let known = settings
    // Ctrl-C comes as a key: no signal can strike between two writes.
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    guard Self.enter(settings) else {
      let failure = errno
      close(descriptor)
      throw SystemError("use", "the terminal", code: failure)
    }
    earlier = known
    own = settings
    signals = descriptor
  }

  deinit {
    Self.leave(earlier)
    close(signals)
  }

  private static func enter(_ settings: termios) -> Bool {
    var settings = settings
    guard tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { return false }
    // The alternate screen leaves what was on the terminal alone.
    FileWriting.write(Array("\u{1B}[?1049h\u{1B}[?25l".utf8), to: .output)
    return true
  }

  private static func leave(_ earlier: termios) {
    FileWriting.write(Array("\u{1B}[?25h\u{1B}[?1049l".utf8), to: .output)
    var earlier = earlier
    tcsetattr(STDIN_FILENO, TCSADRAIN, &earlier)
  }

  /// Stops as Ctrl-Z does elsewhere, until the shell lets us go on.
  private borrowing func suspend() {
    Self.leave(earlier)
    kill(0, SIGTSTP)
    _ = Self.enter(own)
  }

  /// The size of the terminal that standard output is; nil when it is none.
  public static var size: Size? {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard postkeep_terminal_size(STDOUT_FILENO, &columns, &rows) == 0, columns > 0, rows > 0 else { return nil }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// Replaces what is on the screen. Lines that do not fit are left out; they must not be wider than the screen.
  public borrowing func draw(_ lines: [String]) {
    let rows = Self.size?.rows ?? 24
    // Without a moment of emptiness in between, which would flicker.
    let text = lines.prefix(rows).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    FileWriting.write(Array("\u{1B}[H\(text)\u{1B}[J".utf8), to: .output)
  }

  /// Waits for a key or a signal.
  public borrowing func wait(milliseconds: Int32) -> Wake {
    var polls = [STDIN_FILENO, signals].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&polls, nfds_t(polls.count), max(0, milliseconds)) > 0 else { return .timeOver }
    if polls[1].revents != 0 {
      return postkeep_next_signal(signals) == SIGWINCH ? .redraw : .interrupted
    }
    var key: UInt8 = 0
    guard read(STDIN_FILENO, &key, 1) == 1 else { return .interrupted }
    switch key {
    case 3: return .interrupted
    case 26:
      suspend()
      return .redraw
    default: return .key(key)
    }
  }
}
