"""Playback: when the first sound comes, what is heard, loops, and sound that takes over."""
import music
import pytest
from waiting import shows

# Frames of the recording, as plain numbers: both channels made one.
RECORD = """async seconds => {
    const { channels, rate } = await etudeTest.record(seconds);
    const sum = Array.from(channels[0], (one, index) => (one + channels[1][index]) / 2);
    return { samples: sum, rate };
}"""


@pytest.fixture
def player(open_page, studio, tone):
    """The song of one pitch, open and with its sound at hand."""
    made, _ = tone
    page = open_page(studio, f"#/project/{made}/arrange", "arrange")
    shows(page, "id => etudeTest.playerState().project === id && !!etudeTest.player.stems", made)
    return page


def position(page):
    return page.evaluate("etudeTest.playerState().position")


def record(page, seconds=0.7):
    taken = page.evaluate(RECORD, seconds)
    return taken["samples"], taken["rate"]


def test_the_first_sound_comes_within_300_ms_of_play(player):
    times = []
    for _ in range(3):
        before = player.evaluate("etudeTest.playerCounters().starts")
        player.keyboard.press("Space")
        shows(player, "n => etudeTest.playerCounters().starts > n", before)
        times.append(player.evaluate("etudeTest.playerCounters().firstSound"))
        player.keyboard.press("Space")
        shows(player, "!etudeTest.playerState().playing")
        player.keyboard.press("Home")
    print("first sound after", ", ".join(f"{time:.0f}" for time in times), "ms")
    # A machine at work elsewhere may delay one of them.
    assert 0 < min(times) <= 300


def test_the_first_sound_is_in_the_output_by_then(player):
    """The same by the samples that go out, not by the player's own counter."""
    delays = []
    for _ in range(3):
        delays.append(player.evaluate("""async () => {
            const { player } = etudeTest;
            await player.play(0);
            player.pause();
            await new Promise(resolve => setTimeout(resolve, 300));
            const context = player.console.context;
            await context.resume();
            const recording = etudeTest.record(1);
            await new Promise(resolve => setTimeout(resolve, 50));
            const pressed = context.currentTime;
            player.play(0);
            const { channels, frame, rate } = await recording;
            player.pause();
            const from = Math.max(0, Math.round(pressed * rate) - frame);
            for (let i = from; i < channels[0].length; i += 1)
                if (Math.abs(channels[0][i]) > 1e-4) return (frame + i) / rate - pressed;
            return Infinity;
        }""") * 1000)
    print("first sample after", ", ".join(f"{delay:.0f}" for delay in delays), "ms")
    assert min(delays) <= 300


def test_what_is_heard_is_loud_enough_and_has_the_pitch_of_the_notes(player, tone):
    _, key = tone
    player.keyboard.press("Space")
    shows(player, "etudeTest.playerState().position > 0.5")
    samples, rate = record(player)
    player.keyboard.press("Space")
    level = music.loudness(samples)
    assert level > -50, f"{level:.1f} dB"
    assert max(map(abs, samples)) <= 1
    assert music.strongest_key(samples, rate, range(key - 11, key + 12)) == key
    assert player.evaluate("etudeTest.playerCounters().late") == 0


def test_silence_is_silent(player):
    player.keyboard.press("Space")
    shows(player, "etudeTest.playerState().position > 0.2")
    player.keyboard.press("Space")
    shows(player, "!etudeTest.playerState().playing")
    player.wait_for_timeout(200)
    samples, _ = record(player, 0.3)
    assert music.loudness(samples) < -80


def test_a_seek_and_a_jump_land_where_they_should(player):
    player.keyboard.press("Space")
    player.evaluate("etudeTest.player.seek(16)")
    shows(player, "etudeTest.playerState().position >= 16 && etudeTest.playerState().position < 18")
    player.keyboard.press(".")
    shows(player, "etudeTest.playerState().position >= 20 && etudeTest.playerState().position < 22")
    player.keyboard.press("Home")
    shows(player, "etudeTest.playerState().position < 2")


def test_a_loop_repeats_to_the_sample(player):
    rate = player.evaluate("etudeTest.player.rate")
    player.evaluate("etudeTest.player.setLoop([4, 5])")
    player.evaluate("etudeTest.player.seek(4)")
    player.keyboard.press("Space")
    shows(player, "etudeTest.playerState().playing && etudeTest.playerCounters().firstSound > 0")
    player.wait_for_timeout(300)
    result = player.evaluate("""async period => {
        const { channels } = await etudeTest.record(3.2 * period / etudeTest.player.rate);
        return etudeTest.loopError(channels[0], period);
    }""", round(rate * 0.5))
    assert abs(result["shift"]) <= 1, result
    for _ in range(5):
        assert 4 <= position(player) < 5.05
        player.wait_for_timeout(150)


def test_a_muted_part_is_silent_and_a_soloed_one_alone(open_page, studio):
    page = open_page(studio, "#/project/lofi/arrange", "arrange")
    shows(page, "etudeTest.playerState().project === 'lofi' && !!etudeTest.player.stems")
    parts = page.evaluate("etudeTest.player.document.parts.map(part => part.id)")
    page.keyboard.press("Space")
    shows(page, "etudeTest.playerState().position > 0.5")
    for part in parts:
        page.evaluate("id => etudeTest.player.setPart(id, { mute: true })", part)
    page.wait_for_timeout(400)
    page.evaluate("etudeTest.player.seek(2)")
    silent, _ = record(page, 0.5)
    page.evaluate("etudeTest.player.setPart('bass', { mute: false, solo: true })")
    page.wait_for_timeout(300)
    page.evaluate("etudeTest.player.seek(0)")
    page.wait_for_timeout(200)
    alone, _ = record(page, 0.5)
    # What parts send to the rooms comes back as stems of its own.
    assert music.loudness(alone) > music.loudness(silent) + 6


def test_notes_that_have_no_sound_yet_are_sketched_and_then_rendered(studio, song, open_page):
    one = song("jazz")
    page = open_page(studio, f"#/project/{one}/arrange", "arrange")
    shows(page, "id => etudeTest.playerState().project === id", one)
    page.keyboard.press("Space")
    shows(page, "etudeTest.playerState().playing && etudeTest.playerState().voices > 0")
    assert page.evaluate("etudeTest.playerCounters().firstSound") <= 300
    samples, _ = record(page, 0.5)
    assert music.loudness(samples) > -60
    shows(page, "etudeTest.playerState().sound === 'ready' && etudeTest.playerState().voices === 0",
          seconds=60)
    page.evaluate("etudeTest.player.pause()")


def test_a_change_while_it_plays_swaps_in_at_a_bar(studio, song, open_page):
    one = song("lofi")
    page = open_page(studio, f"#/project/{one}/arrange", "arrange")
    shows(page, "id => etudeTest.playerState().project === id && !!etudeTest.player.stems", one)
    page.evaluate("etudeTest.player.setLoop([0, 16])")
    page.keyboard.press("Space")
    shows(page, "etudeTest.playerState().position > 0.3")
    origin = page.evaluate("etudeTest.playerCounters().swaps.length")
    job = studio.job("regenerate", {"bars": [0, 4], "parts": ["lead"], "composer": "players"}, one)
    assert job["state"] == "done"
    shows(page, "n => etudeTest.playerCounters().swaps.length > n", origin, seconds=20)
    assert page.evaluate("etudeTest.playerState().playing")
    assert page.evaluate("etudeTest.playerState().error") is None
    page.evaluate("etudeTest.player.pause()")


def test_the_metronome_clicks(player):
    player.evaluate("etudeTest.player.setParts(Object.fromEntries("
                    "etudeTest.player.document.parts.map(part => [part.id, { mute: true }])))")
    player.keyboard.press("k")
    player.keyboard.press("Space")
    shows(player, "etudeTest.playerState().position > 0.2")
    samples, _ = record(player, 1.1)
    assert max(map(abs, samples)) > 0.01
    player.keyboard.press("k")
    player.keyboard.press("Space")


def test_a_stem_that_is_gone_is_said_and_the_rest_plays(studio, song, open_page):
    one = song("lofi")
    (studio.folder / one / "stems/bass.wav").write_bytes(b"RIFF nonsense")
    page = open_page(studio, f"#/project/{one}/arrange", "arrange")
    shows(page, "id => etudeTest.playerState().project === id", one)
    page.keyboard.press("Space")
    shows(page, "etudeTest.playerState().playing && etudeTest.playerState().position > 0.3")
    samples, _ = record(page, 0.4)
    assert music.loudness(samples) > -60
