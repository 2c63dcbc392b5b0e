import type { Template } from './templates.ts'

/** Sentences about a value in a response that differs from the expected one, in Korean. As in `findings.ts`. */
export const mismatches: readonly Template[] = [
  [
    '{}: A {} link points to another resource than the one it belongs to.',
    '{1}: {2} 링크가 자신이 속한 리소스가 아닌 다른 리소스를 가리킴.',
  ],
  ['{}: {} is missing.', '{1}: {2}이(가) 없음.'],
  ['{}: {} is not an array.', '{1}: {2}이(가) 배열이 아님.'],
  ['{}: {} is {}; expected {}.', '{1}: {2} 값이 {3}임. 기대값: {4}.'],
  ['{}: {} is {}, and must be absent.', '{1}: 없어야 할 {2} 값이 {3}임.'],
  ['{}: {} is {}, not {}.', '{1}: {2} 값이 {4}이(가) 아니라 {3}임.'],
  ['{}: {} differs from the expected text at character {}.', '{1}: {2} 값이 {3}번째 글자부터 기대한 문자열과 다름.'],
  ['{}: {} differs in {}.', '{1}: {2}의 값이 다름: {3}.'],
  ['{}: {} has its {} in another order.', '{1}: {2}의 {3} 순서가 다름.'],
  ['{}: {} has {} in addition.', '{1}: {2}에 {3}이(가) 더 있음.'],
  ['{}: {} lacks {}.', '{1}: {2}에 {3}이(가) 없음.'],
  ['{}: {} of {} {} have no {}.', '{1}: {4} {3}개 중 {2}개에 {5}이(가) 없음.'],
  ['{}: {} of {} {} has no {}.', '{1}: {4} {3}개 중 {2}개에 {5}이(가) 없음.'],
]
