import type { pageEn } from './page-en.ts'

export const pageKo: typeof pageEn = {
  needsScript: '보고서의 나머지는 스크립트로 표시되지만, 이 브라우저에서는 스크립트가 실행되지 않습니다.',
  unreadable:
    '이 브라우저에서는 보고서 데이터를 읽을 수 없습니다. Firefox 113, Chrome 103, Safari 16.4 이상이 필요합니다.',

  overview: '개요',
  fixFirst: '먼저 고칠 것',
  fixFirstHint: '판정을 막은 요구 사항이 많은 원인부터 표시하고, 그다음에 나머지 실패를 표시합니다.',
  notAttributed: '대상의 위반으로 보지 않음: 환경, 설정, 제한 시간을 확인하세요.',
  toConfigure: '필수 요구 사항을 모두 검사하기 위해 설정할 것',
  blocks: (count) => `${count}건의 판정을 막음`,
  showAll: (count) => `${count}건 모두 보기`,
  showMore: (count) => `${count}건 더 보기`,
  cost: '비용',
  costText: (servers, seconds) => `서버 ${servers}대, 서버 사용 시간 ${Math.round(seconds)}초`,
  nothingLeft: '남은 리소스 없음',
  leftBehind: (count, uncertain) =>
    [
      ...(count > 0 ? [`남은 리소스 ${count}개`] : []),
      ...(uncertain > 0 ? [`남아 있을 수 있는 리소스 ${uncertain}개`] : []),
    ].join(', '),

  theme: '테마',
  themes: { '': '시스템', light: '밝게', dark: '어둡게' },
  sections: '목차',
  passed: '통과',
  inconclusive: '판정하지 못한 요구 사항',
  since: '최초 실패',
  keys: '/ 검색 · j 다음 · k 이전 · Esc 닫기',
  test: '검사',
  alsoIn: '다른 검사',

  lifecycle: '수명 주기',
  lifecycleHint:
    '문서에 있는 상태와 폴링으로 관찰한 전이입니다. 횟수와, 요청 이후 걸린 시간의 중앙값과 95백분위수를 함께 표시합니다. 전이를 선택하면 해당 요청/응답을 볼 수 있습니다.',
  legends: {
    seen: '관찰됨',
    unseen: '문서에 있으나 관찰되지 않음',
    illegal: '이 요청 뒤에는 허용되지 않음',
    other: '관찰됨, 문서에서 배제하지 않음',
  },
  otherStatuses: '관찰된 그 밖의 상태',
  p95: '95%',
  slowest: '최대',
  transition: (from, to) => `${from} 상태에서 ${to} 상태로`,
  violatedHere: '이 응답이 위반한 요구 사항:',
  noTransitions: '관찰한 전이가 없습니다.',
  exchangesOf: (from, to) => `${from} 다음에 ${to} 상태를 처음 보여 준 응답`,

  timeline: '타임라인',
  timelineHint:
    '서버마다 막대 하나이며, 응답에서 확인한 상태에 따라 색이 다릅니다. 아래는 실행이 끝나기까지 이어진 검사와 가장 오래 걸린 검사이며, 진한 부분은 폴링입니다.',
  lastChain: '실행이 끝날 때까지 차례로 이어진 검사',
  longestTests: '가장 오래 걸린 검사',
  noTimeline: '관찰한 서버가 없습니다.',

  latency: '응답 시간',
  parametersUnsent: '보내지 않은 쿼리 매개변수',
  valuesUnseen: '관찰하지 못한 문서상의 값',
  statesUnseen: '관찰하지 못한 서버 상태',
  parameterColumn: '매개변수',
  propertyColumn: '속성',
  valueColumn: '열거 값',
  stateColumn: '서버 상태',

  reality: '문서와 대상',
  realityHint: '여러 가지로 해석할 수 있는 문서의 문장, 허용하는 해석, 그리고 대상이 따르는 해석입니다.',
  statement: '문장',
  accepted: '허용하는 해석',
  follows: '대상이 따르는 해석',
  notDistinguished: '구분되지 않음',

  outcomeColumn: '결과',
  phase: { arrange: '준비', act: '실행', wait: '대기', cleanup: '정리' },
  exchangeSearch: '메서드, 경로, 상태 코드, 오퍼레이션, 목적, 검사',
}
