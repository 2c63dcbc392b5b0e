import { parseAst } from 'rolldown/parseAst'

/** Tells whether a node is a text without placeholders: the minifier writes all strings of expressions as templates. */
const isText = (node, parent) =>
  node.type === 'TemplateLiteral' && node.expressions.length === 0 && parent?.type !== 'TaggedTemplateExpression'

/** Calls `visit` with every node of a syntax tree and its parent. */
function walk(node, visit, parent) {
  if (typeof node !== 'object' || node === null) return
  if (typeof node.type === 'string') visit(node, parent)
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      walk(child, visit, typeof node.type === 'string' ? node : parent)
}

/** Returns the names of a program that is minified, and the texts in it: where each of them stands. */
function namesAndTexts(code) {
  const names = new Set()
  const texts = new Map()
  walk(parseAst(code), (node, parent) => {
    if (node.type === 'Identifier') names.add(node.name)
    if (!isText(node, parent)) return
    const text = code.slice(node.start, node.end)
    texts.set(text, [...(texts.get(text) ?? []), node])
  })
  return { names, texts }
}

/** Generates names that a program does not have. */
function* unusedNames(names) {
  for (let index = 0; ; index++) {
    const name = `$${index.toString(36)}`
    if (!names.has(name)) yield name
  }
}

/** Returns the number of characters that a program becomes shorter by if a text is written once and then named. */
const gainOf = (text, count, name) => count * text.length - (text.length + `${name}=,`.length + count * name.length)

const isWord = (character = '') => /[\w$]/.test(character)

/**
 * Returns a program in which texts that occur several times, such as the ids of requirements, are constants: a
 * published file counts with the size that it has when it is unpacked.
 */
export function withRepeatedTextsOnce(code) {
  const { names, texts } = namesAndTexts(code)
  const unused = unusedNames(names)
  const constants = []
  const replacements = []
  for (const [text, nodes] of [...texts].sort(([, a], [, b]) => b.length - a.length)) {
    const name = unused.next().value
    // A keyword may stand before it, and words after it.
    if (gainOf(text, nodes.length, name) < nodes.length + 1) continue
    constants.push(`${name}=${text}`)
    for (const { start, end } of nodes) replacements.push({ start, end, name })
  }
  if (constants.length === 0) return code
  let shortened = ''
  let position = 0
  for (const { start, end, name } of replacements.sort((a, b) => a.start - b.start)) {
    const [before, after] = [isWord(code[start - 1]) ? ' ' : '', isWord(code[end]) ? ' ' : '']
    shortened += `${code.slice(position, start)}${before}${name}${after}`
    position = end
  }
  return `const ${constants.join(',')};${shortened}${code.slice(position)}`
}
