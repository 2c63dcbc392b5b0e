/** Tells whether a whole id matches a pattern in which `*` stands for any characters, dots included. Nothing else is special. */
export function matchesGlob(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(id)
}
