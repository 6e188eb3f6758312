import Production
import Signal

/// The voices of one part: who plays which note, who gives way, and what the controllers make of it.
///
/// A note beyond the polyphony takes the voice that was released longest ago, else the oldest, which
/// fades within some milliseconds. With a polyphony of one, held keys tie: the newest sounds, and when it
/// is released the one before it does again.
final class VoicePool<V: Voice>: PartSynthesizer {
  private struct Slot {
    var voice: V
    var key = 0
    var order = 0
    var isHeld = false
    /// Whether the pedal holds it after its key.
    var isSustained = false
    var isFading = false
  }

  private let patch: V.Patch
  private let polyphony: Int
  private let glide: Preset.Glide?
  private let noise: NoiseGenerator
  private let rate: Double
  private var slots: [Slot]
  private var controls: ChannelControls
  private var order = 0
  private var lastKey: Double?
  /// The held keys of a line, oldest first; the first `heldCount` count.
  private var heldKeys = [Int](repeating: 0, count: 128)
  private var heldCount = 0
  private var memory = [Float](repeating: 0, count: 4 * ControlPeriod.frames)

  /// Voices beside the polyphony, for those that fade.
  private static var spare: Int { 8 }

  init(preset: Preset, patch: V.Patch, sampleRate: SampleRate) {
    self.patch = patch
    polyphony = max(1, preset.polyphony)
    glide = preset.glide
    noise = NoiseGenerator(seed: preset.seed)
    rate = sampleRate.hertz
    controls = ChannelControls(level: Float(preset.level.gain))
    slots = (0..<max(1, preset.polyphony) + VoicePool.spare).map { _ in
      Slot(voice: V(patch: patch))
    }
  }

  var activeVoices: Int {
    var count = 0
    for index in slots.indices where slots[index].voice.isActive { count += 1 }
    return count
  }

  func send(_ message: SynthesizerMessage, at frame: Int, lasting: Int?) {
    switch message {
    case .noteOn(let key, let velocity):
      guard velocity > 0 else { return noteOff(key) }
      noteOn(
        Strike(
          key: key, velocity: velocity, lasting: lasting,
          seed: noise.bits(at: frame &* 128 &+ key)))
    case .noteOff(let key): noteOff(key)
    case .controller(let number, _) where number == 120:
      for index in slots.indices { fade(index) }
      heldCount = 0
    case .controller(let number, _) where number == 123:
      for index in slots.indices where slots[index].isHeld { release(index) }
      heldCount = 0
    default:
      let wasDown = controls.pedalIsDown
      controls.take(message, isSilent: activeVoices == 0)
      guard wasDown, !controls.pedalIsDown else { return }
      for index in slots.indices where slots[index].isSustained {
        slots[index].isSustained = false
        slots[index].voice.release(patch: patch)
      }
    }
  }

  func render(into block: AudioBlock) {
    precondition(block.channelCount == 2)
    precondition(block.frameCount.isMultiple(of: EventSchedule.blockFrames))
    block.silence()
    let size = ControlPeriod.frames
    memory.withUnsafeMutableBufferPointer { memory in
      guard let base = memory.baseAddress else { return }
      let (left, right) = (block[0], block[1])
      for start in stride(from: 0, to: block.frameCount, by: size) {
        let period = ControlBlock(
          left: left + start, right: right + start, scratch: base, side: base + size,
          controls: controls.state)
        for index in slots.indices where slots[index].voice.isActive {
          slots[index].voice.render(into: period, patch: patch)
        }
        controls.apply(to: left + start, right + start)
      }
    }
  }

  private func noteOn(_ strike: Strike) {
    var strike = strike
    defer { lastKey = Double(strike.key) }
    for index in slots.indices
    where slots[index].voice.isActive && V.chokes(strike.key, slots[index].key, patch: patch) {
      fade(index)
    }
    let held = heldCount
    if polyphony == 1 { push(strike.key) }
    let tied = polyphony == 1 && held > 0
    let mode = controls.portamento.map { $0 ? Preset.Glide.Mode.always : nil } ?? glide?.mode
    if let mode, let from = lastKey, mode == .always || tied {
      let time = controls.portamentoTime ?? glide?.time ?? 0.1
      strike.glide = (from, max(1, Int(time * rate / Double(ControlPeriod.frames))))
    }
    if tied, let index = slots.indices.first(where: { sounds($0) && slots[$0].isHeld }) {
      slots[index].key = strike.key
      slots[index].voice.tie(to: strike.key, glide: strike.glide, patch: patch)
      return
    }
    let index = freeSlot()
    order += 1
    slots[index].voice.start(strike, patch: patch)
    slots[index].key = strike.key
    slots[index].order = order
    slots[index].isHeld = true
    slots[index].isSustained = false
    slots[index].isFading = false
  }

  private func noteOff(_ key: Int) {
    if polyphony == 1 {
      pop(key)
      if heldCount > 0 {
        guard let index = slots.indices.first(where: { sounds($0) && slots[$0].isHeld }),
          slots[index].key == key
        else { return }
        let back = heldKeys[heldCount - 1]
        let periods = glide.map { Int($0.time * rate / Double(ControlPeriod.frames)) } ?? 0
        slots[index].voice.tie(to: back, glide: (Double(key), periods), patch: patch)
        slots[index].key = back
        lastKey = Double(back)
        return
      }
    }
    for index in slots.indices where slots[index].isHeld && slots[index].key == key {
      if controls.pedalIsDown {
        slots[index].isHeld = false
        slots[index].isSustained = true
      } else {
        release(index)
      }
    }
  }

  private func release(_ index: Int) {
    slots[index].isHeld = false
    slots[index].voice.release(patch: patch)
  }

  private func fade(_ index: Int) {
    slots[index].isHeld = false
    slots[index].isSustained = false
    slots[index].isFading = true
    slots[index].voice.fadeOut()
  }

  private func sounds(_ index: Int) -> Bool {
    slots[index].voice.isActive && !slots[index].isFading
  }

  /// A silent voice, once no more than the polyphony will sound.
  private func freeSlot() -> Int {
    var (sounding, victim) = (0, -1)
    for index in slots.indices where sounds(index) {
      sounding += 1
      if victim < 0 || gives(index, before: victim) { victim = index }
    }
    if sounding >= polyphony, victim >= 0 { fade(victim) }
    if let free = slots.indices.first(where: { !slots[$0].voice.isActive }) { return free }
    // More fade at once than there are spare voices: the oldest is cut.
    var oldest = slots.startIndex
    for index in slots.indices
    where slots[index].isFading
      && (!slots[oldest].isFading || slots[index].order < slots[oldest].order)
    {
      oldest = index
    }
    return oldest
  }

  /// Whether one voice gives way before another: released ones first, then the older.
  private func gives(_ one: Int, before other: Int) -> Bool {
    let (a, b) = (slots[one].isHeld, slots[other].isHeld)
    return a == b ? slots[one].order < slots[other].order : !a
  }

  private func push(_ key: Int) {
    pop(key)
    guard heldCount < heldKeys.count else { return }
    heldKeys[heldCount] = key
    heldCount += 1
  }

  private func pop(_ key: Int) {
    var kept = 0
    for index in 0..<heldCount where heldKeys[index] != key {
      heldKeys[kept] = heldKeys[index]
      kept += 1
    }
    heldCount = kept
  }
}
