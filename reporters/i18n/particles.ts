/** Particles whose form depends on the sound before them, each after a consonant and after a vowel. */
const forms: Readonly<Record<string, readonly [afterConsonant: string, afterVowel: string]>> = {
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '은(는)': ['은', '는'],
  '와(과)': ['과', '와'],
  '(으)로': ['으로', '로'],
}

/** The final sound of each digit as it is read; the last one of a number with zeros at its end is a consonant, too. */
const digits = ['other', 'l', 'none', 'other', 'none', 'none', 'other', 'l', 'l', 'none'] as const

const firstSyllable = 0xac00
const finals = 28
/** The place of ㄹ among the final consonants. */
const finalL = 8

/** Returns the final sound of a character; undefined where its reading is unknown, as of a Latin letter. */
function finalSound(character: string): 'none' | 'l' | 'other' | undefined {
  if (/\d/.test(character)) return digits[Number(character)]
  if (!/[가-힣]/.test(character)) return undefined
  const final = ((character.codePointAt(0) ?? firstSyllable) - firstSyllable) % finals
  if (final === 0) return 'none'
  return final === finalL ? 'l' : 'other'
}

/**
 * Returns a Korean sentence in which every particle with two forms, such as `이(가)`, has the fitting one, where it is
 * known.
 */
export const withParticles = (text: string): string =>
  text.replaceAll(
    /(.)(["'”’]?)(이\(가\)|을\(를\)|은\(는\)|와\(과\)|\(으\)로)/gu,
    (whole, last: string, quote, particle) => {
      const sound = finalSound(last)
      const [afterConsonant, afterVowel] = forms[particle] ?? []
      if (sound === undefined || afterConsonant === undefined || afterVowel === undefined) return whole
      const isVowel = sound === 'none' || (sound === 'l' && particle === '(으)로')
      return `${last}${quote}${isVowel ? afterVowel : afterConsonant}`
    },
  )
