"""Checks our tokens with Python's jwcrypto, and makes tokens for us to check: see jose_node.mjs for both forms."""
import json
import sys

from jwcrypto import jwk, jws

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
ours = {key["kid"]: jwk.JWK(**key) for key in given["keys"]}
for key in ours.values():
    assert key.thumbprint() == key.get("kid"), key.get("kid")


def opened(token):
    """The payload and header of a token that one of our keys signed; an exception otherwise."""
    seen = jws.JWS()
    seen.deserialize(token)
    seen.verify(ours[seen.jose_header["kid"]])
    return seen.payload.decode(), seen.jose_header


for case in given["tokens"]:
    payload, header = opened(case["token"])
    assert payload == case["payload"] and header["typ"] == case["typ"], case["token"]
for token in given["broken"]:
    try:
        opened(token)
    except (jws.InvalidJWSSignature, jws.InvalidJWSObject, KeyError):
        continue
    raise AssertionError(token)

made = {"keys": [], "tokens": [], "broken": []}
for alg, kind in (("RS256", {"kty": "RSA", "size": 2048}), ("ES256", {"kty": "EC", "crv": "P-256"}),
                  ("EdDSA", {"kty": "OKP", "crv": "Ed25519"})):
    key = jwk.JWK.generate(**kind)
    public = dict(json.loads(key.export_public()), alg=alg, use="sig", kid=key.thumbprint())
    for payload in ('{"sub":"zoë"}', "x" * 3000):
        signed = jws.JWS(payload.encode())
        signed.add_signature(key, alg, json.dumps({"alg": alg, "kid": public["kid"], "typ": "at+jwt"}))
        made["tokens"].append({"token": signed.serialize(compact=True), "payload": payload, "typ": "at+jwt"})
    made["keys"].append(public)
print(json.dumps(made))
