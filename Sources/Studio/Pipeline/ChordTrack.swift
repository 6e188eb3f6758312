import Foundation
public import Music
import Production
import Recognition
import StandardMIDI

/// Why a MIDI file is no chord track.
public enum ChordTrackError: Error, Hashable, Sendable {
  /// Several tracks have notes and none is called `chords`.
  case manyTracks(path: String, names: [String])
  /// The notes from a time on, in quarter notes, make no chord that has a name.
  case unknownChord(path: String, at: Beat, notes: [Pitch])
  /// Nothing sounds from one time to the next, in quarter notes.
  case gap(path: String, from: Beat, to: Beat)
  /// Notes of a chord last into the next one, in quarter notes.
  case overlap(path: String, at: Beat, until: Beat)
}

/// Chords with their times, read from a MIDI file of block chords.
struct ChordTrack {
  /// How far notes that belong together may be apart, and a chord from the next: a thirty-second.
  private static let slack = Beat(1, 8)
  /// The grid on which chords begin: that of sixteenths and of triplets.
  private static let grid = Beat(1, 12)

  /// The chords, covering the track without gaps.
  var spans: [ChordSpan]
  /// The metre of the file.
  var meter: Meter

  /// Reads a file; throws `ChordTrackError`, `StudioError`, `ScoreDecodingError`.
  static func read(_ path: String) throws -> ChordTrack {
    let file = try Studio.soundMIDI(path, limit: Studio.largestMIDIFile)
    let score = try ScoreDecoder().score(of: file).score
    let part = try chosen(from: score, path: path)
    let key = score.keys.first?.key ?? Key(PitchName(.c), .major)
    var spans: [ChordSpan] = []
    for group in try groups(of: part.notes, path: path) {
      guard let chord = ChordNaming.chord(of: group.pitches.map(\.number), in: key) else {
        throw ChordTrackError.unknownChord(path: path, at: group.onset, notes: group.pitches)
      }
      if let last = spans.last, last.chord == chord {
        spans[spans.count - 1].duration = group.end - last.onset
      } else {
        spans.append(
          ChordSpan(onset: group.onset, duration: group.end - group.onset, chord: chord))
      }
    }
    return ChordTrack(spans: spans, meter: score.meters.meter(ofBar: 0))
  }

  private static func chosen(from score: Score, path: String) throws -> Part {
    let pitched = score.parts.filter { !$0.instrument.isDrumKit && !$0.notes.isEmpty }
    if pitched.count == 1 { return pitched[0] }
    let named = pitched.filter {
      $0.name.lowercased().contains("chord") || $0.id.hasPrefix("chord")
    }
    guard named.count == 1 else {
      throw ChordTrackError.manyTracks(path: path, names: pitched.map(\.name))
    }
    return named[0]
  }

  private struct Group {
    var onset: Beat
    var end: Beat
    var pitches: [Pitch]
  }

  /// The notes that begin together, each group until the next begins.
  private static func groups(of notes: [Note], path: String) throws -> [Group] {
    var groups: [[Note]] = []
    for note in notes.sorted() {
      if let first = groups.last?.first, note.onset - first.onset <= slack {
        groups[groups.count - 1].append(note)
      } else {
        groups.append([note])
      }
    }
    var found: [Group] = []
    var position = Beat.zero
    for (index, group) in groups.enumerated() {
      let onset = group[0].onset
      let end = group.map(\.end).max() ?? onset
      if onset > position + slack {
        throw ChordTrackError.gap(path: path, from: position, to: onset)
      }
      if index + 1 < groups.count {
        let next = groups[index + 1][0].onset
        if end > next + slack { throw ChordTrackError.overlap(path: path, at: next, until: end) }
        if end + slack < next { throw ChordTrackError.gap(path: path, from: end, to: next) }
      }
      position = end
      let start = found.last?.end ?? .zero
      let stop =
        index + 1 < groups.count ? groups[index + 1][0].onset.quantized(to: grid) : nearestBeat(end)
      found.append(
        Group(onset: start, end: stop, pitches: Set(group.map(\.pitch)).sorted()))
    }
    return found
  }

  /// The last chord ends on a beat where it nearly does: a player lets go a little early.
  private static func nearestBeat(_ end: Beat) -> Beat {
    let whole = end.quantized(to: Beat(1))
    let miss = whole > end ? whole - end : end - whole
    return miss <= slack * 2 ? whole : end.quantized(to: grid)
  }
}
