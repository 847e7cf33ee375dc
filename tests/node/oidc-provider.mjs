// A provider of identities on a free port of this machine, for whoever types a name: its groups are the parts of that name between dots. It knows two
// clients: one with a secret, and one whose assertion it writes into the file that is named, as a platform does. It ends with its standard input.
import { generateKeyPair, exportJWK, SignJWT } from 'jose';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [secret, assertionFile] = process.argv.slice(2);
const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const common = { redirect_uris: ['http://127.0.0.1/provider/callback'], post_logout_redirect_uris: ['http://127.0.0.1/provider/signed-out'] };

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    { ...common, client_id: 'surveys', client_secret: secret },
    { ...common, client_id: 'surveys-federated', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...await exportJWK(publicKey), alg: 'RS256' }] } },
  ],
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: `${sub} (of tests)`, groups: sub.split('.') }) }),
  pkce: { required: () => true },
});
// The port of the app is known to nobody before it listens.
const isOurs = (path) => (uri) => new URL(uri).hostname === '127.0.0.1' && new URL(uri).pathname === path;
provider.Client.prototype.redirectUriAllowed = isOurs('/provider/callback');
provider.Client.prototype.postLogoutRedirectUriAllowed = isOurs('/provider/signed-out');

const assertion = await new SignJWT({ jti: 'one' }).setProtectedHeader({ alg: 'RS256' })
  .setIssuer('surveys-federated').setSubject('surveys-federated').setAudience(issuer).setIssuedAt().setExpirationTime('5m').sign(privateKey);
await writeFile(assertionFile, assertion);
server.on('request', provider.callback());
console.log(`Issuer ${issuer}`);
process.stdin.resume().on('end', () => process.exit());
