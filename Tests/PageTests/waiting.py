"""Waiting for what comes to be, in the page and on the server."""
import time


def until(condition, seconds=30):
    """Waits until a function says yes, and gives what it said."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"it did not come to be within {seconds} s"
        time.sleep(0.03)
    return value


def shows(page, expression, arg=None, seconds=30):
    """Waits until an expression of the page is true.

    The page's policy forbids `eval`, which Playwright's own waiting needs; the tests leave the
    policy as it is.
    """
    end = time.monotonic() + seconds
    while not (value := page.evaluate(expression, arg)):
        assert time.monotonic() < end, f"not true within {seconds} s: {expression}"
        time.sleep(0.03)
    return value
