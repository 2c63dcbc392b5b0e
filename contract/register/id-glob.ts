/** Whether an id fits a pattern. Ids are compared whole; `*` stands for any run of characters, dots included. */
export function matchesGlob(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(id)
}
