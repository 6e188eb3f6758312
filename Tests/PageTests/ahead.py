"""What a studio may not serve yet, answered in its place: features by name, and few lines each."""
import json
import re
import time
import urllib.parse


class Ahead:
    """Answers of one page's requests, and what was asked."""

    def __init__(self, page, *features):
        self.page, self.asked, self.references = page, [], {}
        self.reports = {}
        self.failure = None
        page.route(re.compile(r"/api/studio$"), lambda route: self._studio(route, features))
        page.route(re.compile(r"/references(/[^/]*)?$"), self._reference)
        page.route(re.compile(r"/api/jobs$"), self._job)
        page.route(re.compile(r"/api/imports/.*\.(wav|flac|mp3|etude)$"), self._import)
        page.reload()

    @staticmethod
    def _answer(route, value, status=200):
        kind = "application/json" if status < 400 else "application/problem+json"
        route.fulfill(status=status, body=json.dumps(value), content_type=kind)

    def _studio(self, route, features):
        value = route.fetch().json()
        self._answer(route, value | {"features": sorted({*value.get("features", []), *features})})

    def _reference(self, route):
        name = urllib.parse.unquote(route.request.url.split("/references")[1].lstrip("/"))
        method = route.request.method
        if method == "PUT":
            self.asked.append((method, name, len(route.request.post_data_buffer)))
            self.references[name] = 61.2
            return self._answer(route, {"name": name})
        if method == "DELETE":
            self.references.pop(name, None)
            return self._answer(route, {})
        return self._answer(route, {"references": [
            {"name": one, "seconds": seconds} for one, seconds in self.references.items()]})

    def _job(self, route):
        if route.request.method != "POST":
            return route.continue_()
        order = route.request.post_data_json
        if order["kind"] not in self.reports:
            return route.continue_()
        self.asked.append((order["kind"], order["request"]))
        failed = self.failure is not None
        return self._answer(route, {
            "id": f"ahead-{len(self.asked)}", "kind": order["kind"], "project": order.get("project"),
            "state": "failed" if failed else "done", "progress": 1, "stage": "", "part": None,
            "created": time.time(), "started": time.time(), "ended": time.time(),
            "result": None if failed else self.reports[order["kind"]], "error": self.failure}, 202)

    def _import(self, route):
        self.asked.append(("import", route.request.url.split("/")[-1]))
        self._answer(route, {"job": "ahead-import"}, 202)
