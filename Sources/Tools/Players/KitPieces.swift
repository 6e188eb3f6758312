import Music
import Production

/// Carries out the switches of a kit's pieces on the strokes of a section.
struct KitPieces {
  private let cue: Cue
  private let groove: DrumGroove

  init(_ groove: DrumGroove) {
    cue = groove.cue
    self.groove = groove
  }

  /// The strokes with pieces that are off taken away, their time kept by pieces that are on.
  func switched(_ hits: [Kit.Hit]) -> [Kit.Hit] {
    guard let pieces = cue.part.controls.pieces else { return hits }
    let off = Set(DrumKey.allCases.filter { pieces.isOn($0) == false })
    var played = hits
    moveTime(&played, pieces: pieces, off: off)
    for index in played.indices where off.contains(played[index].drum) && played[index].drum.isTom {
      // Without toms a fill stays on the snare.
      if !off.contains(.snare) { played[index].drum = .snare }
    }
    played.removeAll { off.contains($0.drum) }
    add(pieces, to: &played)
    return played
  }

  /// Time that is kept on the hats goes to the ride and back.
  private func moveTime(_ hits: inout [Kit.Hit], pieces: DrumPieces, off: Set<DrumKey>) {
    let hasRide = hits.contains { DrumPieces.Group.ride.contains($0.drum) }
    let hasHats = hits.contains { $0.drum == .closedHat || $0.drum == .openHat }
    let wantsRide = pieces.isOn(group: .ride) == true || pieces.isOn(.rideBell) == true
    if !hasRide, hasHats, wantsRide {
      for index in hits.indices where hits[index].drum == .closedHat || hits[index].drum == .openHat
      {
        hits[index].drum = off.contains(.ride) ? .rideBell : .ride
      }
    } else if hasRide, off.contains(.ride), off.contains(.rideBell), !off.contains(.closedHat) {
      for index in hits.indices where DrumPieces.Group.ride.contains(hits[index].drum) {
        hits[index].drum = .closedHat
      }
    }
  }

  /// Pieces that are on and that the pattern lacks mark what they usually mark: claps the backbeat,
  /// cymbals the first bar of a phrase, other percussion the felt beats.
  private func add(_ pieces: DrumPieces, to hits: inout [Kit.Hit]) {
    let present = Set(hits.map(\.drum))
    if pieces.isOn(group: .clap) == true, !present.contains(.clap) {
      for hit in hits where hit.drum == .snare && hit.velocity >= 70 {
        var clap = hit
        clap.drum = .clap
        hits.append(clap)
      }
    }
    if pieces.isOn(group: .cymbals) == true || pieces.isOn(.crash) == true {
      for bar in groove.frame.bars where bar.indexInPhrase == 0 && cue.intensity >= 0.3 {
        guard !hits.contains(where: { $0.drum == .crash && $0.onset == bar.start }) else {
          continue
        }
        hits.append(groove.hit(.crash, at: bar.start, for: Beat(2), base: 104))
      }
    }
    var wanted = DrumKey.allCases.filter {
      DrumPieces.Group.percussion.contains($0) && pieces.switches[$0.name] == true
    }
    let hasPercussion = present.contains(where: DrumPieces.Group.percussion.contains)
    if wanted.isEmpty, pieces.isOn(group: .percussion) == true, !hasPercussion {
      wanted = [.tambourine]
    }
    for drum in wanted where !present.contains(drum) {
      for bar in groove.frame.bars {
        for pulse in bar.meter.pulses where bar.start + pulse < bar.end {
          hits.append(groove.hit(drum, at: bar.start + pulse, for: Beat(1, 2), base: 74))
        }
      }
    }
  }
}
