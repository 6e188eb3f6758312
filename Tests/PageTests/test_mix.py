"""The mixer: what is turned is heard at once, meters, reasons, masking, equal loudness."""
import music
import pytest
from waiting import shows, until

# Both channels of what goes out, as plain numbers, thinned for the wire.
RECORD = """async seconds => {
    const { channels } = await etudeTest.record(seconds);
    return channels.map(channel => Array.from(channel));
}"""


def open_mix(page, song):
    """Waits until the song's stems can be played and its plan is there."""
    shows(page, "id => etudeTest.playerState().project === id && !!etudeTest.player.stems", song)
    page.locator(".channel").first.wait_for()
    shows(page, "document.querySelectorAll('.channel .fader[aria-disabled=false]').length > 0")
    return page


@pytest.fixture
def tone_mix(open_page, studio, tone):
    """The mixer of the song of one pitch, playing in a loop."""
    song, _ = tone
    page = open_mix(open_page(studio, f"#/project/{song}/mix", "mix"), song)
    page.evaluate("etudeTest.player.setLoop([4, 16])")
    page.evaluate("etudeTest.player.play(4)")
    shows(page, "etudeTest.playerState().playing && etudeTest.playerCounters().firstSound > 0")
    page.wait_for_timeout(400)
    plan = studio.get(f"/api/projects/{song}/mix")["plan"]
    yield page
    page.close()
    studio.ask("PUT", f"/api/projects/{song}/mix", {"plan": plan})


@pytest.fixture
def mix(go, studio, song):
    """The mixer of a copy of the song with sound; the page and the song's id."""
    one = song("lofi")
    return open_mix(go(one, "mix"), one), one


def level(page, seconds=2.0):
    """The level of both channels over a bar of the steady song, which begins anew with each."""
    left, right = page.evaluate(RECORD, seconds)
    return music.loudness(left), music.loudness(right)


def test_a_fader_is_heard_at_once(tone_mix):
    page = tone_mix
    fader = page.locator(".channel .fader").first
    before = level(page)
    fader.focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
    page.wait_for_timeout(150)
    after = level(page)
    assert -13.5 < after[0] - before[0] < -10.5, (before, after)
    for _ in range(4):
        page.keyboard.press("PageUp")
    page.wait_for_timeout(150)
    assert abs(level(page)[0] - before[0]) < 1


def test_place_mute_and_equalizer_are_heard_at_once(tone_mix):
    page = tone_mix
    pan = page.locator(".channel-pan").first
    before = level(page)
    pan.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(150)
    left, right = level(page)
    assert left - right > before[0] - before[1] + 9, (before, left, right)
    pan.dblclick()
    page.locator(".channel-mute").first.click()
    page.wait_for_timeout(200)
    # What the part sends to the rooms comes back as stems of its own.
    assert level(page)[0] < before[0] - 12
    page.locator(".channel-mute").first.click()
    page.locator(".channel-name").first.click()
    band = page.locator(".band input[data-band=mid]")
    band.wait_for()
    page.wait_for_timeout(200)
    flat = level(page)
    band.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(200)
    # The tone lies an octave below the band's middle: it gets some of the 12 dB.
    assert level(page)[0] - flat[0] > 3
    band.dblclick()


def test_meters_and_loudness_move_with_the_sound(tone_mix):
    page = tone_mix
    picture = "document.querySelector('.channel-meter').toDataURL()"
    numbers = page.locator(".loudness-value")
    shows(page, "/^-?[0-9]/.test(document.querySelector('.loudness-value').textContent)")
    sounding = page.evaluate(picture)
    bus = page.evaluate("""() => { const meter = document.querySelector('.channel-meter-bus');
        const data = meter.getContext('2d').getImageData(0, 0, meter.width, meter.height).data;
        return new Set(Array.from({ length: data.length / 4 }, (_, i) =>
            [data[i * 4], data[i * 4 + 1], data[i * 4 + 2]].join())).size; }""")
    assert bus >= 2
    page.get_by_role("button", name="Start measuring anew").click()
    heard = page.evaluate(music.LOUDNESS, 6)
    assert -60 < heard < 0
    # Momentary, short-term, integrated.
    assert abs(float(numbers.nth(2).inner_text()) - heard) < 1
    page.locator(".channel-mute").first.click()
    page.wait_for_timeout(2500)
    assert page.evaluate(picture) != sounding
    page.locator(".channel-mute").first.click()


def test_a_reason_is_ignored_and_applied(mix, studio):
    page, song = mix
    reason = page.locator(".move").first
    reason.wait_for()
    move = reason.get_attribute("data-move")

    def applied():
        plan = studio.get(f"/api/projects/{song}/mix")["plan"]
        return next(one for one in plan["moves"] if one["id"] == move).get("applied", True)

    assert applied()
    reason.get_by_role("button", name="Ignore").click()
    until(lambda: not applied())
    assert "heard as a preview" in page.locator(".mix-status").inner_text()
    filters = page.evaluate("""etudeTest.player.settings.get(
        document.querySelector('.channel-selected').dataset.id).filters.length""")
    assert filters > 0
    page.locator(f'.move[data-move="{move}"]').get_by_role("button", name="Apply").click()
    until(applied)
    shows(page, "document.querySelector('.mix-status').textContent.includes('rendered mix')")


def test_reasons_speak_of_parts_and_sections_by_their_titles(mix, studio):
    page, song = mix
    document = studio.get(f"/api/projects/{song}")
    ids = [one["id"] for one in document["sections"] + document["parts"]]
    for channel in page.locator(".channel:not(.channel-return):not(.channel-bus)").all():
        channel.locator(".channel-name").click()
        text = page.locator(".reasons").inner_text()
        assert not [one for one in ids if f" {one} " in text or f" the {one}" in text], text


def test_masking_is_told_while_it_plays(mix):
    page, _ = mix
    assert "Play to see" in page.locator(".spectrum-text").inner_text()
    page.evaluate("etudeTest.player.play(0)")
    shows(page, "/covers|stands clear/.test(document.querySelector('.spectrum-text').textContent)")
    # The same part cannot be covered less by a part that is 30 dB louder.
    parts = page.locator(".spectrum-select").first.locator("option").evaluate_all(
        "all => all.map(one => one.value)")
    masker, maskee = page.locator(".spectrum-select").all()
    maskee.select_option("texture" if "texture" in parts else parts[-1])
    masker.select_option("drums")
    page.evaluate("etudeTest.player.setPart('drums', { gain: 24 })")
    shows(page, """/covers [0-9]+ %/.test(document.querySelector('.spectrum-text').textContent)""")
    label = page.locator(".spectrum-canvas").get_attribute("aria-label")
    assert "covers" in label
    page.evaluate("etudeTest.player.pause()")


def test_the_real_chain_is_rendered_with_what_was_turned(mix, studio):
    page, song = mix
    fader = page.locator('.channel[data-id="keys"] .fader')
    fader.focus()
    page.keyboard.press("PageUp")
    wanted = float(fader.get_attribute("aria-valuenow"))
    page.get_by_role("button", name="Render the real chain").click()
    until(lambda: [job for job in studio.get("/api/jobs")["jobs"]
                   if job["project"] == song and job["state"] == "done"], 90)
    shows(page, "document.querySelector('.mix-status').textContent.includes('rendered mix')")
    plan = studio.get(f"/api/projects/{song}/mix")["plan"]
    keys = next(one for one in plan["channels"] if one["id"] == "keys")
    gains = sum(one["gain"] for one in plan["moves"]
                if one["channel"] == "keys" and one["kind"] == "gain" and one.get("applied", True))
    assert abs(keys["gain"] + gains - wanted) < 0.06
