// Checks our tokens with the npm package "jose", and makes tokens for us to check.
// Input (file named): {"keys":[public JWK…],"tokens":[{"token","payload","typ"}…],"broken":[token…]}.
// Output: the same form, of keys made here. Any disagreement ends with an exception.
import { webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import assert from 'node:assert/strict'
import * as jose from 'jose'

globalThis.crypto ??= webcrypto // Debian 12's node has it, but not by this name
const given = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const ours = jose.createLocalJWKSet({ keys: given.keys })
for (const jwk of given.keys) assert.equal(await jose.calculateJwkThumbprint(jwk), jwk.kid)
for (const { token, payload, typ } of given.tokens) {
  const seen = await jose.compactVerify(token, ours)
  assert.equal(new TextDecoder().decode(seen.payload), payload)
  assert.equal(seen.protectedHeader.typ, typ)
}
for (const token of given.broken) await assert.rejects(jose.compactVerify(token, ours))

const made = { keys: [], tokens: [], broken: [] }
for (const alg of ['RS256', 'ES256', 'EdDSA']) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await jose.exportJWK(publicKey)), alg, use: 'sig' }
  jwk.kid = await jose.calculateJwkThumbprint(jwk)
  for (const payload of ['{"sub":"zoë"}', 'x'.repeat(3000)]) {
    const token = await new jose.CompactSign(new TextEncoder().encode(payload))
      .setProtectedHeader({ alg, kid: jwk.kid, typ: 'at+jwt' }).sign(privateKey)
    made.tokens.push({ token, payload, typ: 'at+jwt' })
  }
  made.keys.push(jwk)
}
console.log(JSON.stringify(made))
