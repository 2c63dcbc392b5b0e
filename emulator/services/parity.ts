import { actionTable } from './compute/actions/actions.ts'
import type { Parity } from './operation.ts'
import { type ServiceApi, serviceApis } from './services.ts'

/** Differences that do not belong to single operations, and their reasons. */
const general: readonly (readonly [difference: string, reason: string])[] = [
  [
    'Every response comes from memory; nothing boots, routes packets or stores data.',
    'The emulator emulates the interface, not a data centre.',
  ],
  [
    'There are two tenants with one user each, and no administrator.',
    'Operations that Nova reserves for administrators are rejected as for any other user.',
  ],
  [
    'Below `/v2.1` only microversion 2.1 is served; others are rejected with 406. Nova 26 supports up to 2.93.',
    'The document describes `/v2`, which has no microversions and ignores their headers; 2.1 is the same.',
  ],
  [
    'Below `/v2.1`, as below `/v2`, names may have blanks around them and requests may have unknown keys. Nova rejects both with 400.',
    'There is one set of rules, that of the document.',
  ],
  [
    'The texts of error messages differ from Nova’s. The code, the key and the structure of errors are the same.',
    'Messages are for people; clients use the code.',
  ],
  [
    'Paths are not normalized. Nova treats `//servers` and `/servers%2Fdetail` as other forms of a path, and responds to a keypair named `a%2Fb` with an HTML page.',
    'No client uses such paths.',
  ],
  [
    'Keypair names are case-sensitive. In a Nova with MySQL they are not.',
    'The document does not say that they are case-insensitive.',
  ],
  [
    'Operations for administrators are rejected with 403, whatever the request. Nova validates some of the requests first (400).',
    'There is no administrator.',
  ],
  [
    'The responses to a name filter that is not a regular expression, to user data that is not ASCII, and to metadata outside the Basic Multilingual Plane are 400, 400 and 200. Those of Nova are 500.',
    'No request should cause a server error.',
  ],
  [
    'A body nested deeper than 200 levels is rejected with 400. The response of Nova is 500.',
    'A malformed request is an error of the client.',
  ],
  [
    'A server in BUILD already shows its `security_groups` and `volumes_attached`. Nova shows them later.',
    'The document has them in every response.',
  ],
  [
    '`OS-EXT-STS:power_state` is 0, 1, 3 or 4. Nova with its fake driver has 1 in every status but SHUTOFF.',
    'A real hypervisor has these values.',
  ],
  ['Only the last thousand deleted servers are kept for `changes-since`.', 'Memory is bounded.'],
]

interface Row extends Parity {
  readonly name: string
  readonly method: string
  readonly path: string
}

/** Returns one row for each operation, with the first of its paths. */
function rowsOf({ roots: [prefix = ''], operations, publicOperations }: ServiceApi): readonly Row[] {
  const mounted = operations.map((operation) => ({ ...operation, path: `${prefix}${operation.path}` }))
  const rows = new Map<string, Row>()
  for (const row of [...publicOperations, ...mounted]) if (!rows.has(row.name)) rows.set(row.name, row)
  return [...rows.values()]
}

/** Returns a path with its parameters in braces, as in `/servers/{server}`. */
function pathTemplate(path: string): string {
  return path.replace(/:([a-z]+)/g, '{$1}')
}

function supportStatus({ isUnimplemented, isAdminOnly, differs }: Parity): string {
  if (isUnimplemented) return '501'
  if (isAdminOnly) return '403'
  return differs === undefined ? 'yes' : 'differs'
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    (row) =>
      `| \`${row.name}\` | ${row.method} \`${cell(pathTemplate(row.path))}\` | ${supportStatus(row)} | ${cell(row.differs ?? '')} |`,
  )
  return ['| operation | request | | differences and reasons |', '|---|---|---|---|', ...lines].join('\n')
}

function summary(areaRows: readonly (readonly Row[])[]): string {
  const all = areaRows.flat()
  const count = (status: string) => all.filter((row) => supportStatus(row) === status).length
  return `${all.length} operations: ${count('yes')} like the real services, ${count('differs')} with differences, ${count('403')} only for administrators (403), ${count('501')} not implemented (501).`
}

/** Returns the parity page, docs/parity.md, from the tables that the router uses. */
export function renderParity(): string {
  const actions = actionTable.map((action) => ({
    ...action,
    name: `servers.action.${action.name}`,
    method: 'POST',
    path: `/v2/{tenant}/servers/{server}/action {"${action.name}": …}`,
  }))
  const [compute, ...others] = serviceApis.map((area) => ({ title: area.title, rows: rowsOf(area) }))
  const computeRows = (compute?.rows ?? []).filter(({ name }) => name !== 'servers.action')
  const sections = [{ title: 'Compute', rows: computeRows }, { title: 'Server actions', rows: actions }, ...others]
  return [
    '# How the emulator compares with the real services',
    '',
    'Generated by `npm run parity` from the tables that the router uses; do not edit. The comparison is with Nova 26 (below `/v2`) and',
    'with those parts of Keystone, Glance, Neutron and Cinder that clients of Compute use. The names of operations are those of the',
    'request log and of generic faults ([emulator.md](emulator.md)).',
    '',
    summary(sections.map(({ rows }) => rows)),
    '',
    '`yes`: for clients, the same as in the real service. `differs`: the last column has the differences. `403`: the real service reserves',
    'the operation for administrators. `501`: not implemented; the response is an error that names the operation. As in Nova, the response',
    'to an unknown path is 404 with an HTML page, or 300 with the available versions.',
    '',
    '## General differences',
    '',
    '| difference | reason |',
    '|---|---|',
    ...general.map(([difference, reason]) => `| ${cell(difference)} | ${cell(reason)} |`),
    '',
    'Every Compute operation is available below `/v2/{tenant}` and `/v2.1/{tenant}`, and below `/v2` and `/v2.1` without the tenant.',
    '',
    ...sections.flatMap(({ title, rows }) => [`## ${title}`, '', table(rows), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
