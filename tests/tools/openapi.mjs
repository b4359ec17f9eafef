// Is docs/openapi.yaml valid OpenAPI, does it name exactly the paths and methods of the route table, and does it say
// where signing in (401) and rights (403) are asked for?
// Usage: node openapi.mjs OPENAPI ROUTES, where ROUTES is what `doorward --print routes` says.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse } from 'yaml';

const [openapi, routes] = process.argv.slice(2);
const complaints = [];

const checked = await new Validator().validate(openapi);
if (!checked.valid) complaints.push(`not valid OpenAPI: ${JSON.stringify(checked.errors).slice(0, 2000)}`);

const document = parse(readFileSync(openapi, 'utf8'), { merge: true });
const methods = ['get', 'post', 'put', 'patch', 'delete'];
const said = new Map();
for (const [path, written] of Object.entries(document.paths)) {
  const item = written.$ref ? document.paths[written.$ref.split('/').pop().replaceAll('~1', '/')] : written;
  for (const method of methods) if (item?.[method]) said.set(`${method.toUpperCase()} ${path}`, item[method]);
}

const served = new Set();
let row;
for (const line of readFileSync(routes, 'utf8').split('\n')) {
  const [, method, path] = line.match(/^(ANY|GET|POST|PUT|PATCH|DELETE)\s+(\/\S*)/) ?? [];
  if (path) served.add((row = `${method === 'ANY' ? 'GET' : method} ${path}`));
  const answers = said.get(row)?.responses ?? {};
  if (/^    needs: (visitor|acting)$/.test(line) && !answers['401']) complaints.push(`asks for signing in and says no 401: ${row}`);
  if (/^    requires: /.test(line) && !answers['403']) complaints.push(`asks for rights and says no 403: ${row}`);
}
if (served.size === 0) complaints.push('the route table has no line that could be read');
for (const row of served) if (!said.has(row)) complaints.push(`served, and not in the document: ${row}`);
for (const row of said.keys()) if (!served.has(row)) complaints.push(`in the document, and not served: ${row}`);

for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length ? 1 : 0);
