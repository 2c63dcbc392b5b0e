/** The figures of a run as Markdown. */
import { availableParallelism, cpus, loadavg } from 'node:os'

const number = (value) => (value === undefined ? '–' : Math.round(value).toLocaleString('en'))
const short = (value) => (value === undefined ? '–' : value.toFixed(2))

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function ratesOf(names, rows) {
  const others = names.filter((name) => name !== 'emulator')
  return table(
    ['requests/s', ...names, ...others.map((name) => `emulator : ${name}`)],
    rows.map(({ name, figures }) => [
      name,
      ...names.map((who) => number(figures[who]?.rate)),
      ...others.map((who) => short(figures[who] && figures.emulator.rate / figures[who].rate)),
    ]),
  )
}

function processorOf(names, rows) {
  return table(
    ['µs of processor per request', ...names],
    rows.map(({ name, figures }) => [name, ...names.map((who) => number(figures[who]?.micros))]),
  )
}

const machine = () =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${process.platform}`

/** The whole page. */
export function render({ names, rows, started, lasting, crowded, connections, seconds, rounds }) {
  const { servers, empty, full, pages } = crowded
  const pageRows = Object.entries(pages).map(([path, { first, middle, last }]) => [
    `${path}?limit=100`,
    ...[first, middle, last].map((time) => `${short(time)} ms`),
    short(last / first),
  ])
  return [
    '# How fast the emulator is',
    '',
    `Written by \`npm run bench\`: ${machine()}. ${connections} connections, medians of ${rounds} interleaved rounds of ${seconds} s;`,
    'the load and every target is a process of its own. Where others use the cores as well, processor time says more than rates, and the',
    'rate of the fastest target may be that of the load. The bare server writes the bytes of the emulator without any work. Prism answers with',
    'the examples of `openapi/`: its list has one server in it, and it knows nothing of what was created.',
    `Load of the machine when this was written: ${loadavg()[0]?.toFixed(1)}.`,
    '',
    ratesOf(names, rows),
    '',
    processorOf(names, rows),
    '',
    table(
      ['', ''],
      [
        ['from spawning the process to its first answer', `${number(started.taken)} ms`],
        ['processor time of it until then', `${number(started.used)} ms`],
        ['first answer with --state', `${number(lasting.taken)} ms, of processor ${number(lasting.used)} ms`],
        ['memory of the process without servers', `${number(empty)} MB`],
        [`memory with ${number(servers)} servers`, `${number(full)} MB`],
      ],
    ),
    '',
    table([`a page of ${number(servers)} servers`, 'first', 'middle', 'last', 'last : first'], pageRows),
    '',
  ].join('\n')
}
