/**
 * The declarations of the library, reduced to what its entry points name, directly or not. The compiler writes all exports of a module;
 * most of them serve only other modules.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** Returns the nodes directly below a node of the syntax tree. */
const children = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string')

const nameOf = (node) => node.name ?? node.value

/** Finds `import('…')` as a type, anywhere in a node. */
const importTypes = (node) => [...(node.type === 'TSImportType' ? [node] : []), ...children(node).flatMap(importTypes)]

/** Returns all names in a node. Too many are harmless: they only keep more than is needed. */
const namesIn = (node) => [...(node.type === 'Identifier' ? [node.name] : []), ...children(node).flatMap(namesIn)]

/** Returns the names that a statement declares. */
const declaredBy = (node) => node.declarations?.map(({ id }) => id.name) ?? (node.id ? [nameOf(node.id)] : [])

/** Returns the documentation comment directly before a position, or nothing. */
const commentBefore = (text, start) => text.slice(0, start).match(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/)?.[0] ?? ''

/** Returns the leftmost name of `A.B.C`. */
const firstName = (qualifier) => (qualifier.left ? firstName(qualifier.left) : qualifier.name)

const renamed = (name, as) => (name === as ? name : `${name} as ${as}`)

/** Joins pairs of a statement with empty braces and a name, as one statement for all names that have the same. */
function statementsWith(pairs) {
  const byStatement = new Map()
  for (const [statement, name] of pairs) byStatement.set(statement, [...(byStatement.get(statement) ?? []), name])
  return [...byStatement].map(([statement, names]) => statement.replace('{}', `{ ${names.join(', ')} }`))
}

/**
 * Reads one file: what it declares, by name; what its local names stand for elsewhere (`imports`); and what others get
 * from it under which name (`exports`), from another file or, without `source`, from itself.
 */
function read(path) {
  const text = readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '')
  const { program, errors } = parseSync(path, text, { lang: 'dts' })
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const file = { path, text, declarations: new Map(), imports: new Map(), exports: new Map(), stars: [] }
  for (const node of program.body) {
    const source = node.source?.value
    if (node.type === 'ImportDeclaration')
      for (const { local, imported, type } of node.specifiers) {
        const kinds = { ImportNamespaceSpecifier: '*', ImportDefaultSpecifier: 'default' }
        file.imports.set(local.name, { source, name: kinds[type] ?? nameOf(imported) })
      }
    else if (node.type === 'ExportAllDeclaration') file.stars.push(source)
    else if (node.specifiers?.length > 0)
      for (const { local, exported, exportKind } of node.specifiers) {
        const isType = node.exportKind === 'type' || exportKind === 'type'
        file.exports.set(nameOf(exported), { source, name: nameOf(local), isType })
      }
    else if (node.type !== 'TSModuleDeclaration')
      for (const name of declaredBy(node.declaration ?? node)) {
        file.declarations.set(name, [...(file.declarations.get(name) ?? []), node])
        if (node.declaration) file.exports.set(name, { name })
      }
  }
  return file
}

/** Declarations of `root/dist` from `entries` on. `imports` are the internal modules by their names in the manifest. */
export class Declarations {
  #root
  #imports
  #files = new Map()
  /** The files of the result, each with the names that it keeps and what it imports for them. */
  #kept = new Map()
  packages = new Set()

  constructor(root, imports) {
    this.#root = root
    this.#imports = imports
  }

  /** Returns the text of each file that is needed, by its path. */
  from(entries) {
    const texts = new Map(entries.map((entry) => [entry, this.#entry(join(this.#root, entry))]))
    for (const [path, kept] of this.#kept) texts.set(relative(this.#root, path), this.#print(this.#file(path), kept))
    return texts
  }

  #file(path) {
    if (!this.#files.has(path)) this.#files.set(path, read(path))
    return this.#files.get(path)
  }

  /** Returns the file of a module, or undefined for another package. */
  #pathOf(from, source) {
    const internal = this.#imports[source]?.default
    const path = internal ? join(this.#root, internal) : source.startsWith('.') && join(dirname(from), source)
    if (path) return path.replace(/\.[jt]s$/, '.d.ts')
    this.packages.add(source)
    return undefined
  }

  /** Returns where an exported name is declared: `{ path, name }`, or `{ source, name }` for one of another package. */
  #origin(from, source, name) {
    const path = this.#pathOf(from, source)
    if (path === undefined) return { source, name }
    const file = this.#file(path)
    const found = file.exports.get(name)
    if (found?.source !== undefined) return this.#origin(path, found.source, found.name)
    if (found === undefined) {
      const origins = file.stars.map((star) => this.#origin(path, star, name))
      const [origin] = origins.filter(Boolean)
      return origin
    }
    const imported = file.imports.get(found.name)
    return imported ? this.#origin(path, imported.source, imported.name) : { path, name: found.name }
  }

  #resolved(from, source, name) {
    const origin = name === '*' ? { source, name } : this.#origin(from, source, name)
    if (origin === undefined || (name === '*' && this.#pathOf(from, source)))
      throw new Error(`${from}: ${name} of ${source} cannot be followed`)
    if (origin.path) this.#keep(origin.path, origin.name)
    return origin
  }

  /** Keeps a declaration, and what it names. */
  #keep(path, name) {
    const kept = this.#kept.get(path) ?? { names: new Set(), imports: new Map(), importTypes: new Map() }
    this.#kept.set(path, kept)
    if (kept.names.has(name)) return
    kept.names.add(name)
    const file = this.#file(path)
    const nodes = file.declarations.get(name)
    if (!nodes) throw new Error(`${path} does not declare ${name}`)
    for (const node of nodes) {
      for (const used of namesIn(node)) {
        const imported = file.imports.get(used)
        if (imported) kept.imports.set(used, this.#resolved(path, imported.source, imported.name))
        else if (file.declarations.has(used)) this.#keep(path, used)
      }
      for (const type of importTypes(node)) {
        if (!type.qualifier) throw new Error(`${path}: import('${type.source.value}') names nothing`)
        kept.importTypes.set(type, this.#resolved(path, type.source.value, firstName(type.qualifier)))
      }
    }
  }

  #specifier(from, { path, source }) {
    if (path === undefined) return source
    const way = relative(dirname(from), path).replace(/\.d\.ts$/, '.js')
    return way.startsWith('.') ? way : `./${way}`
  }

  /** Returns a statement for each module with all names that come from it. */
  #importLines(from, imports) {
    const named = []
    const others = []
    for (const [local, origin] of imports) {
      const specifier = this.#specifier(from, origin)
      const names = origin.name === '*' ? `* as ${local}` : local
      if (origin.name === '*' || origin.name === 'default') others.push(`import ${names} from '${specifier}';`)
      else named.push([`import {} from '${specifier}';`, renamed(origin.name, local)])
    }
    return [...others, ...statementsWith(named)]
  }

  /** Builds an entry point, which only exports what others declare. */
  #entry(path) {
    const file = this.#file(path)
    const names = [...file.exports].map(([exported, { source, name, isType }]) => {
      const origin = this.#resolved(path, source, name)
      const statement = `export ${isType ? 'type ' : ''}{} from '${this.#specifier(path, origin)}';`
      return [statement, renamed(origin.name, exported)]
    })
    return `${statementsWith(names).join('\n')}\n`
  }

  #print(file, { names, imports, importTypes: types }) {
    const lines = this.#importLines(file.path, imports)
    const nodes = new Set([...names].flatMap((name) => file.declarations.get(name)))
    const statements = [...nodes]
      .sort((a, b) => a.start - b.start)
      .map((node) => {
        let text = file.text.slice(node.start, node.end)
        for (const { source, start, end } of importTypes(node).toReversed())
          if (source) {
            const type = [...types.keys()].find((each) => each.start === start && each.end === end)
            const at = source.start - node.start
            text = `${text.slice(0, at)}'${this.#specifier(file.path, types.get(type))}'${text.slice(source.end - node.start)}`
          }
        return `${commentBefore(file.text, node.start)}${text}`
      })
    return `${[...lines, ...statements].join('\n').replaceAll(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4))}\nexport {};\n`
  }
}
