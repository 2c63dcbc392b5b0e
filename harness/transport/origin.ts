/**
 * Returns the scheme, host and port of a URL, not normalized. This is enough to distinguish services, and much faster than parsing the URL.
 */
export const originOf = (url: string): string => /^[^/?#]*\/\/[^/?#]*/.exec(url)?.[0] ?? url
