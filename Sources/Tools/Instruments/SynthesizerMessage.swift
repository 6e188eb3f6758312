/// What a synthesizer is told.
public enum SynthesizerMessage: Hashable, Sendable {
  /// A key (0...127) is struck with a velocity (1...127).
  case noteOn(key: Int, velocity: Int)
  /// A key (0...127) is released.
  case noteOff(key: Int)
  /// A controller (0...127) moves to a value (0...127).
  case controller(number: Int, value: Int)
  /// The pitch wheel moves, -8192...8191, over two semitones.
  case pitchBend(Int)

  /// The order of messages at the same time: releases, then controllers, then new notes.
  var rank: Int {
    switch self {
    case .noteOff: 0
    case .controller, .pitchBend: 1
    case .noteOn: 2
    }
  }

  /// The message as four bytes, for a digest of everything that a sound depends on.
  public var bytes: [UInt8] {
    switch self {
    case .noteOn(let key, let velocity): [0x90, UInt8(key), UInt8(velocity), 0]
    case .noteOff(let key): [0x80, UInt8(key), 0, 0]
    case .controller(let number, let value): [0xB0, UInt8(number), UInt8(value), 0]
    case .pitchBend(let value):
      [0xE0, UInt8((value + 8192) & 0x7F), UInt8((value + 8192) >> 7), 0]
    }
  }
}
