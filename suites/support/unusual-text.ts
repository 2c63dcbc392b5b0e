/**
 * A text that a target must show unchanged if it accepts it: the document does not say which characters a name or a value may have. It has
 * every punctuation mark of ASCII, a mark-up element, two blanks in a row, and letters beyond ASCII. The accent is a separate combining
 * character, which must not be merged with its letter. The percent sign does not begin an encoded character: a body is not a URL.
 */
export const unusualText = `"홀로"  & <e\u0301> 'a'\\b%41+!#$()*,./:;=?@[]^_\`{|}~`
