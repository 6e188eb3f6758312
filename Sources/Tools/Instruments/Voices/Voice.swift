import Signal

/// One sounding note of a synthesised instrument.
///
/// A voice is made once and starts note after note; after `init` nothing allocates.
protocol Voice {
  /// The settings as prepared for a sample rate, shared by all voices of an instrument.
  associatedtype Patch: Sendable

  /// Makes a silent voice with all the memory that it will need.
  init(patch: Patch)

  /// Whether it sounds.
  var isActive: Bool { get }

  /// Starts a note.
  mutating func start(_ strike: Strike, patch: Patch)

  /// Goes on with another key without a new attack, as in a tied line.
  mutating func tie(to key: Int, glide: (from: Double, periods: Int)?, patch: Patch)

  /// Begins to end, the key being released.
  mutating func release(patch: Patch)

  /// Ends within some milliseconds, without a click.
  mutating func fadeOut()

  /// Adds the next control period of sound.
  mutating func render(into block: ControlBlock, patch: Patch)

  /// Whether striking a key ends what sounds on another.
  static func chokes(_ struck: Int, _ sounding: Int, patch: Patch) -> Bool
}

extension Voice {
  static func chokes(_ struck: Int, _ sounding: Int, patch: Patch) -> Bool { false }
}

/// A pitch that slides, in keys.
struct GlidingPitch {
  private(set) var key = 0.0
  private var target = 0.0
  private var step = 0.0

  /// Goes to a key, at once or over a number of control periods.
  mutating func move(to key: Int, glide: (from: Double, periods: Int)?) {
    target = Double(key)
    guard let glide, glide.periods > 0 else {
      self.key = target
      step = 0
      return
    }
    self.key = glide.from
    step = (target - glide.from) / Double(glide.periods)
  }

  /// The key at the end of the next period.
  mutating func next() -> Double {
    guard step != 0 else { return key }
    key += step
    if (target - key) * step <= 0 {
      key = target
      step = 0
    }
    return key
  }
}
