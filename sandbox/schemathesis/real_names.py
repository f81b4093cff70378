"""Half of the codes, ids and numbers that schemathesis makes up, replaced by such as are there: what
is behind "there is none of this name" is tried, too."""

import base64
import itertools
import json

import requests
import schemathesis

INFO = {"model": "TV", "version": "1", "osName": "Linux", "osVersion": "1", "connectionType": "LAN"}
INFO = {"X-Device-Info": base64.b64encode(json.dumps(INFO).encode()).decode()}
DEVICE = {"AP-Device-Identifier": "fingerprint " + base64.b64encode(b"schemathesis").decode(), **INFO}
FORM = {"domainName": "adobe.com", "redirectUrl": "https://adobe.com/"}

COUNT = itertools.count()


def device_headers(base):
    token = requests.post(f"{base}/sandbox/access-token", timeout=20).json()["accessToken"]
    return {"Authorization": f"Bearer {token}", **DEVICE}


def code(base):
    answer = requests.post(f"{base}/api/v2/REF30/sessions", headers=device_headers(base), data={**FORM, "mvpd": "Cablevision"}, timeout=20)
    return answer.json()["code"]


def client_id(base):
    statement = requests.get(f"{base}/sandbox/hello", timeout=20).json()["softwareStatement"]
    body = {"software_statement": statement}
    answer = requests.post(f"{base}/o/client/register", headers=INFO, json=body, timeout=20)
    return answer.json()["client_id"]


def number(base):
    requests.get(f"{base}/api/v2/REF30/profiles", headers=device_headers(base), timeout=20)
    return requests.get(f"{base}/sandbox/log", timeout=20).json()[-1]["number"]


def apple_request(base):
    status = {"accessStatus": "granted", "providerId": "apple.spectrum"}
    status = requests.post(f"{base}/sandbox/apple/status", json=status, timeout=20).json()["frameworkStatus"]
    headers = {**device_headers(base), "AP-Partner-Framework-Status": status}
    answer = requests.post(f"{base}/api/v2/REF30/sessions/sso/Apple", headers=headers, data=FORM, timeout=20)
    return answer.json()["authenticationRequest"]["request"]


# Of an operation: where the name stands, what it is called there, and what makes one.
NAMES = {
    "/sandbox/authentication-sessions/{code}": ("path_parameters", "code", code),
    "/sandbox/clients/{id}": ("path_parameters", "id", client_id),
    "/sandbox/clients/{id}/block": ("path_parameters", "id", client_id),
    "/sandbox/log/{number}/secrets": ("path_parameters", "number", number),
    "/sandbox/apple/response": ("body", "request", apple_request),
}


@schemathesis.hook
def before_call(context, case, kwargs):
    is_positive = case.meta is None or case.meta.generation.mode.is_positive
    if not is_positive or next(COUNT) % 2:
        return
    made = NAMES.get(case.operation.path)
    if made is None:
        return
    place, name, make = made
    base = case.operation.base_url.rstrip("/")
    # What was tried before may stand in the way: a fault, an integration that is switched off.
    requests.post(f"{base}/sandbox/reset", timeout=20)
    getattr(case, place)[name] = make(base)
