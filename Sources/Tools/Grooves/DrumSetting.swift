import Music

/// What the drum model is told of the music.
public struct DrumSetting: Hashable, Sendable {
  /// The number of the genre; 0 where it is not known.
  var genre: Int
  /// Pulses a minute.
  public var tempo: Double
  /// The slots of a bar.
  public var grid: SlotGrid

  /// Makes a setting of a genre's number, quarter notes a minute and a metre.
  init(genre: Int, beatsPerMinute: Double, meter: Meter) {
    self.genre = genre
    grid = SlotGrid(meter)
    tempo = beatsPerMinute / grid.pulse.value
  }
}
