/// The tempo of a piece: quarter notes a minute, constant between changes.
public struct TempoMap: Hashable, Codable, Sendable {
  /// A tempo and the time from which it holds.
  public struct Change: Hashable, Codable, Sendable {
    /// The time of the change.
    public var beat: Beat
    /// Quarter notes a minute, more than 0.
    public var beatsPerMinute: Double

    /// Makes a change.
    public init(beat: Beat, beatsPerMinute: Double) {
      self.beat = beat
      self.beatsPerMinute = beatsPerMinute
    }
  }

  /// The changes by ascending time; the first stands at the origin.
  public private(set) var changes: [Change]

  /// One tempo throughout, in quarter notes a minute (more than 0).
  public init(beatsPerMinute: Double) {
    precondition(beatsPerMinute > 0, "a tempo is positive")
    changes = [Change(beat: .zero, beatsPerMinute: beatsPerMinute)]
  }

  /// Several tempos; sorted, later ones at the same time win, and 120 fills a missing start.
  public init(changes: [Change]) {
    self.init(beatsPerMinute: 120)
    for change in changes where change.beat >= .zero && change.beatsPerMinute > 0 {
      set(change.beatsPerMinute, from: change.beat)
    }
  }

  /// Puts a tempo from a time on up to the next change.
  public mutating func set(_ beatsPerMinute: Double, from beat: Beat) {
    changes.removeAll { $0.beat == beat }
    changes.append(Change(beat: beat, beatsPerMinute: beatsPerMinute))
    changes.sort { $0.beat < $1.beat }
  }

  /// The tempo at a time, in quarter notes a minute.
  public func beatsPerMinute(at beat: Beat) -> Double {
    changes.last { $0.beat <= beat }?.beatsPerMinute ?? changes[0].beatsPerMinute
  }

  /// Seconds from the origin to a time.
  public func seconds(at beat: Beat) -> Double { seconds(at: beat.value) }

  /// Seconds from the origin to a time in quarter notes; times before the origin count backwards.
  public func seconds(at beat: Double) -> Double {
    var elapsed = 0.0
    for (index, change) in changes.enumerated() {
      let start = change.beat.value
      guard index + 1 < changes.count, beat >= changes[index + 1].beat.value else {
        return elapsed + (beat - start) * 60 / change.beatsPerMinute
      }
      elapsed += (changes[index + 1].beat.value - start) * 60 / change.beatsPerMinute
    }
    return elapsed
  }

  /// The time in quarter notes at a number of seconds from the origin.
  public func beat(at seconds: Double) -> Double {
    var elapsed = 0.0
    for (index, change) in changes.enumerated() {
      let start = change.beat.value
      if index + 1 < changes.count {
        let length = (changes[index + 1].beat.value - start) * 60 / change.beatsPerMinute
        if seconds >= elapsed + length {
          elapsed += length
          continue
        }
      }
      return start + (seconds - elapsed) * change.beatsPerMinute / 60
    }
    return 0
  }
}
