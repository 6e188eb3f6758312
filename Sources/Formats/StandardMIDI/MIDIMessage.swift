/// What a track sends: channel messages, system exclusive bytes and meta events.
///
/// Channels count from 0; keys, velocities, controllers, programs and pressures lie in 0...127.
/// A channel message takes no memory of its own, so that a track is one block of 16-byte events.
public enum MIDIMessage: Hashable, Sendable {
  /// A key is released.
  case noteOff(channel: UInt8, key: UInt8, velocity: UInt8)
  /// A key is struck; velocity 0 releases it, and is kept as it was written.
  case noteOn(channel: UInt8, key: UInt8, velocity: UInt8)
  /// The pressure on one held key changes.
  case keyPressure(channel: UInt8, key: UInt8, pressure: UInt8)
  /// A controller is moved.
  case controller(channel: UInt8, number: UInt8, value: UInt8)
  /// A program (instrument) is chosen.
  case program(channel: UInt8, number: UInt8)
  /// The pressure on all keys of the channel changes.
  case channelPressure(channel: UInt8, pressure: UInt8)
  /// The pitch wheel is moved, 0...16383 with 8192 at rest.
  case pitchBend(channel: UInt8, value: UInt16)
  /// A system exclusive message or its first packet: the bytes after `F0` and the length.
  ///
  /// The closing `F7` is among the bytes where the message is complete.
  case systemExclusive([UInt8])
  /// A further packet of a system exclusive message, or any bytes to be sent as they are (`F7`).
  case escape([UInt8])
  /// A meta event: something said to the reader of the file, and not sent.
  indirect case meta(MIDIMeta)

  /// The channel of a channel message, 0...15, or nil for the others.
  @inlinable
  public var channel: UInt8? {
    switch self {
    case .noteOff(let channel, _, _), .noteOn(let channel, _, _), .keyPressure(let channel, _, _),
      .controller(let channel, _, _), .program(let channel, _), .channelPressure(let channel, _),
      .pitchBend(let channel, _):
      return channel
    case .systemExclusive, .escape, .meta:
      return nil
    }
  }
}
