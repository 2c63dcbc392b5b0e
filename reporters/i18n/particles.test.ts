import { expect, test } from 'vitest'
import { withParticles } from './particles.ts'

test.each([
  ['배열이(가) 아니라', '배열이 아니라'],
  ['객체이(가) 아니라', '객체가 아니라'],
  ['404 또는 405이(가) 아니라', '404 또는 405가 아니라'],
  ['400이(가)', '400이'],
  ['키페어을(를) 볼륨은(는) 그룹와(과)', '키페어를 볼륨은 그룹과'],
  ['202(으)로, 200(으)로, 401(으)로, 볼륨(으)로, 서울(으)로', '202로, 200으로, 401로, 볼륨으로, 서울로'],
  ["'키페어'이(가)", "'키페어'가"],
])('%s becomes %s', (text, expected) => {
  expect(withParticles(text)).toBe(expected)
})

test('keeps both forms where the reading is unknown', () => {
  for (const text of ['ACTIVE이(가) 아님', 'body/server을(를)', '거부(4xx)이(가)', '이(가)'])
    expect(withParticles(text)).toBe(text)
})
