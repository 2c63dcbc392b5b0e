/**
 * The programs of the published package, bundled: what a command needs is a few files in place of hundreds, and what nothing imports is
 * left out. Where a file is found by its path while the program runs (the suites, the program of a worker process), it keeps that path.
 */
import { deepStrictEqual } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { minify } from '@swc/core'
import { rolldown } from 'rolldown'
import { withRepeatedTextsOnce } from './repeated-texts.mjs'

const isSuite = (id) => /[\\/]dist[\\/]suites[\\/]/.test(id)

/** Returns the files that are imported from outside of the package, or found by their path, relative to `dist/`. */
function entries(dist) {
  const suites = ['operations', 'lifecycle'].flatMap((folder) =>
    readdirSync(join(dist, 'suites', folder))
      .filter((name) => name.endsWith('.suite.js'))
      .map((name) => `suites/${folder}/${name}`),
  )
  const programs = ['cli/main.js', 'api/index.js', 'emulator/index.js', 'engine/mutation/worker-main.js']
  return [...programs, 'suites/all.suite.js', ...suites].map((file) => file.replace(/\.js$/, ''))
}

/** Modules that hold long texts and nothing else: the page of the HTML report, the sentences of reports in Korean, the ids of requirements. */
const isText =
  /^virtual:report-texts$|[\\/](?:page\.generated|requirement-ids\.generated|ko-sentences[\\/](?!templates\.|counted-elements\.)[\w-]+)\.js$/

const reportTextsModule = 'virtual:report-texts'

/**
 * Takes the texts out of the programs: they are read from files of the package where they are needed. All texts of reports are in one file,
 * since the page has the sentences in Korean, too, and compression keeps one copy of them.
 */
class TextFiles {
  #reports = {}
  #ids
  #dist

  constructor(dist) {
    this.#dist = dist
  }

  /** The content of each file, by its path. */
  get contents() {
    return [
      ['generated/texts/reports.json', JSON.stringify(this.#reports)],
      ['generated/texts/requirement-ids.json', JSON.stringify(this.#ids)],
    ]
  }

  plugin = {
    name: 'text-files',
    resolveId: { filter: { id: /^virtual:report-texts$/ }, handler: (id) => id },
    load: {
      filter: { id: isText },
      handler: async (id) => {
        if (id === reportTextsModule) return this.#reader('reportTexts', 'generated/texts/reports.json')
        const exported = { ...(await import(id)) }
        const name = basename(id, '.js')
        deepStrictEqual(JSON.parse(JSON.stringify(exported)), exported, `${id} has more than texts`)
        const names = Object.keys(exported).join(', ')
        if (name === 'requirement-ids.generated') {
          this.#ids = exported
          return this.#reader(`{ ${names} }`, 'generated/texts/requirement-ids.json')
        }
        if (name in this.#reports) throw new Error(`${id} is not the only module of its name with texts`)
        this.#reports[name] = exported
        return `import { reportTexts } from '${reportTextsModule}'\nexport const { ${names} } = reportTexts['${name}']`
      },
    },
  }

  #reader(declared, file) {
    const reader = JSON.stringify(join(this.#dist, 'contract', 'package-text.js'))
    return `import { packageText } from ${reader}\nexport const ${declared} = JSON.parse(packageText('${file}'))`
  }
}

/** The beginning of the definition of a fault, and the texts in it: its name, its requirement, and its description. */
const faultTexts = /(\bdefine(?:Stateful)?Fault\()'([\w.-]+)', '([\w.-]+)', ('(?:[^'\\]|\\.)*')/g
const faultTextsModule = 'virtual:fault-texts'

/** Returns the text of a string literal in single quotes. */
const textOf = (literal) =>
  JSON.parse(`"${literal.slice(1, -1).replaceAll(String.raw`\'`, "'").replaceAll('"', String.raw`\"`)}"`)

/** Takes the texts of the emulator's faults out of the programs. Together they are long. */
class FaultTexts {
  file = 'generated/texts/fault-texts.json'
  #texts = []
  #dist

  constructor(dist) {
    this.#dist = dist
  }

  get content() {
    return JSON.stringify(this.#texts)
  }

  plugin = {
    name: 'fault-texts',
    resolveId: { filter: { id: /^virtual:fault-texts$/ }, handler: (id) => id },
    load: {
      filter: { id: /^virtual:fault-texts$|[\\/]dist[\\/]emulator[\\/]faults[\\/].*\.js$/ },
      handler: (id) => (id === faultTextsModule ? this.#reader() : this.#shorten(readFileSync(id, 'utf8'))),
    },
  }

  #reader() {
    const reader = JSON.stringify(join(this.#dist, 'contract', 'package-text.js'))
    return `import { packageText } from ${reader}\nexport const faultTexts = JSON.parse(packageText('${this.file}'))`
  }

  #shorten(code) {
    const take = (_, start, name, requirement, description) =>
      `${start}...faultTexts[${this.#texts.push([name, requirement, textOf(description)]) - 1}]`
    return `import { faultTexts } from '${faultTextsModule}'\n${code.replace(faultTexts, take)}`
  }
}

/**
 * A mutation test evaluates the suites again for each run, and nothing else: a file has either suites or other modules.
 * The other modules are divided by their importers, so that no command loads Vitest because of them.
 */
const groups = [
  { name: 'support', test: (id) => isSuite(id) && !id.endsWith('.suite.js'), includeDependenciesRecursively: false },
  { name: 'harness', test: /[\\/]dist[\\/]harness[\\/]/, entriesAware: true, includeDependenciesRecursively: false },
]

/**
 * Checks that a bundled file behaves as in the checkout.
 * @throws Error for code that would behave differently in the package
 */
function check({ fileName, code, moduleIds }) {
  if (moduleIds.some(isSuite) && !moduleIds.every(isSuite))
    throw new Error(`${fileName} has suites and other modules: ${moduleIds.join(', ')}`)
  // Errors are distinguished by the names of their classes.
  const [renamed] = code.match(/\bclass \w+\$\d+/) ?? []
  if (renamed) throw new Error(`${fileName} renames a class, since two have its name: ${renamed}`)
}

/**
 * Applies a second minifier, which finds what the one of the bundler leaves: it puts values of one use in their place,
 * a fortieth of the size.
 */
async function shrink(code) {
  const options = { toplevel: true, keep_classnames: true }
  const { code: shorter } = await minify(code, {
    module: true,
    ecma: 2022,
    // No function of ours is called with `new`, which arrow functions do not allow.
    compress: { ...options, ecma: 2022, passes: 3, unsafe_arrows: true },
    mangle: options,
    format: { comments: false },
  })
  return shorter
}

/**
 * Returns the programs, made of `dist`, the compiled checkout: their files relative to `dist/`, each with its code and
 * the packages that it imports; and the `texts` that they read by `packageText`, by the path of the file.
 */
export async function bundledPrograms(dist) {
  const input = Object.fromEntries(entries(dist).map((name) => [name, join(dist, `${name}.js`)]))
  const texts = new TextFiles(dist)
  const faults = new FaultTexts(dist)
  const bundle = await rolldown({
    input,
    platform: 'node',
    transform: { target: 'esnext' },
    // The helpers of the compiler become part of the programs.
    external: (id) => !id.startsWith('virtual:') && /^(?:node:|@(?!oxc-project)|\w)/.test(id),
    plugins: [texts.plugin, faults.plugin],
    preserveEntrySignatures: 'allow-extension',
  })
  try {
    const { output } = await bundle.generate({
      format: 'es',
      comments: false,
      entryFileNames: '[name].js',
      // The name of a group goes on with the entries that need it.
      chunkFileNames: ({ name, moduleIds }) =>
        `${moduleIds.some(isSuite) ? 'suites' : 'chunks'}/${name.replace(/~.*/s, '')}.js`,
      codeSplitting: { groups },
      minify: {
        compress: { keepNames: { class: true, function: false } },
        mangle: { toplevel: true, keepNames: { class: true, function: false } },
      },
    })
    output.forEach(check)
    const isPackage = (name) => !output.some(({ fileName }) => fileName === name)
    const programs = await Promise.all(
      output.map(async ({ fileName, code, imports, dynamicImports }) => ({
        file: fileName,
        code: await shrink(withRepeatedTextsOnce(code)),
        packages: [...imports, ...dynamicImports].filter(isPackage),
      })),
    )
    return { programs, texts: new Map([...texts.contents, [faults.file, faults.content]]) }
  } finally {
    await bundle.close()
  }
}
