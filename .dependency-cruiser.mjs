/**
 * The arrows of ARCHITECTURE.md: which module may import which, dynamic imports and types included.
 * Tests and fixtures may reach further and are left out.
 */
const ours = ['model', 'contract', 'harness', 'suites', 'results', 'reporters', 'engine', 'cli', 'emulator', 'api']
const notTests = '\\.(test|fixture)\\.ts$|^emulator/testing/'

/** Module → modules it may import besides itself, and npm packages. */
const allowed = {
  model: { modules: [], packages: [] },
  contract: { modules: ['model'], packages: ['ajv', 'ajv-formats', 'openapi-types', 'quick-lru'] },
  harness: { modules: ['model', 'contract'], packages: ['vitest', 'undici', 'p-limit', 'quick-lru'] },
  suites: { modules: ['model', 'harness'], packages: ['vitest'] },
  results: { modules: ['model', 'contract'], packages: ['vitest'] },
  reporters: { modules: ['model', 'results'], packages: ['string-width', 'preact'] },
  engine: {
    modules: ['model', 'contract', 'harness', 'results', 'emulator'],
    packages: [
      'vitest',
      'ajv',
      'ajv-formats',
      'yaml',
      'fastest-levenshtein',
      'p-limit',
      'undici',
      '@streamparser/json',
      'libsql',
      'prom-client',
    ],
  },
  cli: {
    modules: ['model', 'contract', 'harness', 'results', 'reporters', 'engine', 'emulator'],
    packages: ['commander'],
  },
  api: { modules: ['results', 'reporters', 'engine', 'emulator'], packages: [] },
  emulator: { modules: [], packages: ['libsql', 'sshpk', 'valibot'] },
}

const moduleRule = ([name, { modules }]) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name}/ may import ${modules.join(', ') || 'no other module'}.`,
  from: { path: `^${name}/`, pathNot: notTests },
  to: {
    path: [
      `^(${ours.filter((other) => other !== name && !modules.includes(other)).join('|')})/`,
      '^(test|scripts|bench)/',
    ],
  },
})

const packageRule = ([name, { packages }]) => ({
  name: `${name}-packages`,
  severity: 'error',
  comment: `${name}/ may use ${packages.join(', ') || 'no npm package'}.`,
  from: { path: `^${name}/`, pathNot: notTests },
  to: {
    path: '(^|/)node_modules/',
    ...(packages.length > 0 ? { pathNot: `(^|/)node_modules/(@types/)?(${packages.join('|')})/` } : {}),
  },
})

/** Modules meet only at their entry points; `#harness/core`, `#reporters/formats` and `#engine/…` are entry points too. */
const entryPoints =
  '^(model|contract|harness|results|reporters|emulator)/index\\.ts$|^harness/core\\.ts$|^reporters/formats\\.ts$|^engine/(errors|tool-version|input/duration|[a-z]+/index)\\.ts$'

export default {
  forbidden: [
    ...Object.entries(allowed).map(moduleRule),
    ...Object.entries(allowed).map(packageRule),
    ...ours.map((name) => ({
      name: `${name}-entry-point`,
      severity: 'error',
      comment: 'Modules are imported by their entry point only.',
      from: { path: `^${name}/`, pathNot: notTests },
      to: { path: `^(${ours.filter((other) => other !== name).join('|')})/`, pathNot: entryPoints },
    })),
    {
      name: 'only-the-reporter-of-results-imports-vitest',
      severity: 'error',
      comment:
        'A report can be read and merged without Vitest. The reporter imports types only, which the parser cannot tell.',
      from: { path: '^results/', pathNot: `^results/result-collector\\.ts$|${notTests}` },
      to: { path: 'node_modules/vitest/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'sarif and har-format are packages of types only (@types/…).',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(sarif|har-format)$' },
    },
  ],
  options: {
    // TypeScript 7 has no parser for it. Without @swc/core no TypeScript file is read and no rule is broken.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The parser knows no JSX. scripts/build-page.mjs checks what the page of the HTML report is bundled from.
    exclude: { path: '^(dist|docs|generated)/|\\.tsx$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
    },
  },
}
