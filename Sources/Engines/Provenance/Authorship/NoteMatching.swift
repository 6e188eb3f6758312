import Music

/// Which notes of before are which notes of after.
struct NoteMatching {
  /// By what two notes are taken for the same.
  enum Key: Hashable {
    /// They sound and are written the same; another spelling makes no other note.
    case identical
    /// They begin together on the same key.
    case samePlace
    /// They begin together, some octaves apart.
    case samePitchClass
    /// They begin together; the nearest in pitch belong together.
    case sameOnset
    /// They are all that is left on both sides.
    case onlyOne
  }

  private struct Sound: Hashable {
    var onset: Beat
    var pitch = 0
    var duration = Beat.zero
    var velocity = 0
    var articulation = Articulation.normal
    var pan: Double?
  }

  private let old: [Note], new: [Note]
  private var freeOld: [Int]
  private var freeNew: [Int]
  /// For every note of after the index of the one of before that it was; nil for a new note.
  private(set) var sources: [Int?]
  /// The notes of before that are gone.
  var gone: [Int] { freeOld }

  /// Matches by each of some keys in order; each note is matched once.
  init(_ old: [Note], _ new: [Note], by keys: [Key]) {
    (self.old, self.new) = (old, new)
    freeOld = Array(old.indices)
    freeNew = Array(new.indices)
    sources = Array(repeating: nil, count: new.count)
    for key in keys { match(by: key) }
  }

  private mutating func match(by key: Key) {
    guard !freeOld.isEmpty, !freeNew.isEmpty else { return }
    if key == .onlyOne {
      if freeOld.count == 1, freeNew.count == 1 { pair(freeOld[0], freeNew[0]) }
    } else {
      var waiting = Dictionary(grouping: freeOld.reversed()) { Self.sound(old[$0], key) }
      for index in freeNew {
        let sound = Self.sound(new[index], key)
        guard var group = waiting[sound], !group.isEmpty else { continue }
        let place = key == .sameOnset ? nearest(to: new[index], in: group) : group.count - 1
        pair(group.remove(at: place), index)
        waiting[sound] = group
      }
    }
    let taken = Set(sources.compactMap { $0 })
    freeOld.removeAll(where: taken.contains)
    freeNew.removeAll { sources[$0] != nil }
  }

  private mutating func pair(_ source: Int, _ target: Int) { sources[target] = source }

  private func nearest(to note: Note, in group: [Int]) -> Int {
    let distances = group.map { abs(old[$0].pitch.number - note.pitch.number) }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }

  private static func sound(_ note: Note, _ key: Key) -> Sound {
    switch key {
    case .identical:
      Sound(
        onset: note.onset, pitch: note.pitch.number, duration: note.duration,
        velocity: note.velocity, articulation: note.articulation, pan: note.pan)
    case .samePlace: Sound(onset: note.onset, pitch: note.pitch.number)
    case .samePitchClass: Sound(onset: note.onset, pitch: (note.pitch.number % 12 + 12) % 12)
    case .sameOnset, .onlyOne: Sound(onset: note.onset)
    }
  }
}
