const en = {
  title: 'Comparison of Compute API conformance',
  before: 'before',
  after: 'after',
  run: 'run',
  regressed: 'Regressed',
  fixed: 'Fixed',
  changed: 'Changed',
  new: 'New',
  gone: 'Gone',
  differing: 'Outcomes differ',
  unchanged: (count: number) => `Unchanged: ${count}.`,
  regressions: (count: number) =>
    count === 0 ? 'Nothing regressed.' : `${count} requirement${count === 1 ? '' : 's'} regressed.`,
  reading: 'reading',
  unknown: 'unknown',
}

/** The labels of a comparison; those of outcomes and verdicts are the reports' own. */
export type ComparisonMessages = typeof en

const ko: ComparisonMessages = {
  title: 'Compute API 적합성 비교',
  before: '이전',
  after: '이후',
  run: '실행',
  regressed: '나빠짐',
  fixed: '고쳐짐',
  changed: '달라짐',
  new: '새 요구 사항',
  gone: '없어진 요구 사항',
  differing: '결과가 다른 요구 사항',
  unchanged: (count) => `그대로: ${count}건.`,
  regressions: (count) => (count === 0 ? '나빠진 것이 없습니다.' : `요구 사항 ${count}건이 나빠졌습니다.`),
  reading: '해석',
  unknown: '모름',
}

export const comparisonMessages: Readonly<Record<'en' | 'ko', ComparisonMessages>> = { en, ko }
