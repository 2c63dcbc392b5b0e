import { actionTable } from './compute/actions/actions.ts'
import type { Parity } from './operation.ts'
import { type ServiceApi, serviceApis } from './services.ts'

/** Differences that belong to no operation in particular, and why they are there. */
const general: readonly (readonly [difference: string, reason: string])[] = [
  [
    'Every answer comes from memory; nothing boots, routes packets or stores bytes.',
    'It emulates the interface, not a data centre.',
  ],
  [
    'There are two tenants with one user each; nobody is an administrator.',
    'What Nova leaves to administrators is refused as to any other user.',
  ],
  [
    'Below `/v2.1` only microversion 2.1 is served; another one is answered 406. Nova 26 goes to 2.93.',
    'The document describes `/v2`, where microversions do not exist and their headers are ignored; 2.1 is the same.',
  ],
  [
    'Below `/v2.1` names may have blanks around them and requests unknown keys, as below `/v2`. Nova answers 400.',
    'There is one set of rules, that of the document.',
  ],
  [
    'The words of a message are not Nova’s. Its code, its key and where they stand are.',
    'Messages are for people; clients go by the code.',
  ],
  [
    'A path is taken as it is written. Nova reads `//servers` and `/servers%2Fdetail` as other ways to write a path, and answers a keypair called `a%2Fb` with a page.',
    'Every client writes it the plain way.',
  ],
  [
    'Capitals count in the name of a keypair. In a Nova on MySQL they do not.',
    'The document does not say that two names are one.',
  ],
  [
    'Who may not do something is told so (403), whatever the request. Nova looks at the form of some requests first (400).',
    'Nobody may do them here.',
  ],
  [
    'A name filter that is no regular expression, a script that is no ASCII, and metadata beyond the first 65,536 characters of Unicode are answered 400, 400 and 200. Nova answers 500.',
    'No request should be an error of the server.',
  ],
  [
    'A body nested deeper than 200 levels is answered 400. Nova answers 500.',
    'A malformed request is the fault of whoever sent it.',
  ],
  [
    'A server that is being built already shows its `security_groups` and `volumes_attached`. Nova shows them later.',
    'The document shows them in every answer.',
  ],
  [
    '`OS-EXT-STS:power_state` is 0, 1, 3 or 4. Nova with its fake driver leaves 1 in every state but SHUTOFF.',
    'So it is with a real hypervisor.',
  ],
  ['Of the servers that are gone, the last thousand are remembered for `changes-since`.', 'Memory is bounded.'],
]

interface Row extends Parity {
  readonly name: string
  readonly method: string
  readonly path: string
}

/** One row for each operation, however many paths lead to it. */
function rowsOf({ roots: [prefix = ''], operations, publicOperations }: ServiceApi): readonly Row[] {
  const mounted = operations.map((operation) => ({ ...operation, path: `${prefix}${operation.path}` }))
  const rows = new Map<string, Row>()
  for (const row of [...publicOperations, ...mounted]) if (!rows.has(row.name)) rows.set(row.name, row)
  return [...rows.values()]
}

/** A path as documents write it: `/servers/{server}`. */
function written(path: string): string {
  return path.replace(/:([a-z]+)/g, '{$1}')
}

function standing({ isUnimplemented, isAdminOnly, differs }: Parity): string {
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
      `| \`${row.name}\` | ${row.method} \`${cell(written(row.path))}\` | ${standing(row)} | ${cell(row.differs ?? '')} |`,
  )
  return ['| operation | request | | where it differs, and why |', '|---|---|---|---|', ...lines].join('\n')
}

function summary(areaRows: readonly (readonly Row[])[]): string {
  const all = areaRows.flat()
  const count = (wanted: string) => all.filter((row) => standing(row) === wanted).length
  return `${all.length} operations: ${count('yes')} as the real services do, ${count('differs')} with a difference, ${count('403')} only for administrators (403), ${count('501')} not there (501).`
}

/** The parity page, docs/parity.md, made of the very tables that the router serves. */
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
    '# What the emulator does of the real services',
    '',
    'Made by `npm run parity` out of the tables that the router itself uses; do not edit. Compared with Nova 26 (below `/v2`), and for',
    'the companion services with what the clients of Compute use of Keystone, Glance, Neutron and Cinder. The names of operations are',
    'those of the request log and of generic faults ([emulator.md](emulator.md)).',
    '',
    summary(sections.map(({ rows }) => rows)),
    '',
    '`yes`: as the real service does, as far as a client sees. `differs`: it says where. `403`: the real service leaves it to',
    'administrators, and nobody is one here. `501`: not there; the answer is an error that names the operation. A path that no',
    'service knows is answered as Nova does, with 404 and a page, or 300 and the versions to choose from.',
    '',
    '## Everywhere',
    '',
    '| difference | reason |',
    '|---|---|',
    ...general.map(([difference, reason]) => `| ${cell(difference)} | ${cell(reason)} |`),
    '',
    'Every Compute operation is served below `/v2/{tenant}` and `/v2.1/{tenant}`, and below `/v2` and `/v2.1` without the tenant.',
    '',
    ...sections.flatMap(({ title, rows }) => [`## ${title}`, '', table(rows), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
