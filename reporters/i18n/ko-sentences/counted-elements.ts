/** The plural nouns for the elements of lists. */
const nouns: Readonly<Record<string, string>> = {
  addresses: '주소',
  elements: '항목',
  flavors: '인스턴스 타입',
  images: '이미지',
  keypairs: '키페어',
  links: '링크',
  'security groups': '보안 그룹',
  'server groups': '서버 그룹',
  servers: '서버',
  versions: '버전',
  'volume attachments': '볼륨 연결',
  volumes: '볼륨',
  zones: '가용성 영역',
}

const nounOf = (text: string): string | undefined => nouns[text] ?? nouns[`${text}s`]

/** Translates `no servers`, `2 servers`, `1 flavor: u2.c1m1` or only `servers`, in Korean; undefined for any other text. */
export function translateCounted(text: string): string | undefined {
  const [, count, noun = '', names = ''] = /^(?:(no|\d+) )?([a-z]+(?: [a-z]+)?)(: .+)?$/s.exec(text) ?? []
  const translation = nounOf(noun)
  if (translation === undefined || (count === undefined && names !== '')) return undefined
  if (count === undefined) return translation
  return count === 'no'
    ? `${translation} 없음`
    : `${translation} ${count}개${names.replace(/ and (\d+) more$/, ' 외 $1개')}`
}
