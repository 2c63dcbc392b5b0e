import type { Template } from './templates.ts'

/** What an exploration finds, in Korean. As in `findings.ts`. */
export const explorations: readonly Template[] = [
  [
    'A request that the state of the resource does not allow was accepted.',
    '리소스의 상태가 허용하지 않는 요청이 수락됨.',
  ],
  [
    'A valid request was rejected, although others like it were accepted.',
    '올바른 요청이 거부되고 같은 종류의 다른 요청은 수락됨.',
  ],
  ['A server that no request has deleted is not found.', '삭제 요청이 없었던 서버를 찾을 수 없음.'],
  ['The list has a server that was deleted.', '삭제된 서버가 목록에 있음.'],
  ['The list has a volume that was detached.', '연결이 해제된 볼륨이 목록에 있음.'],
  ['A keypair has another public key than when it was created.', '키페어의 공개키가 생성할 때와 다름.'],
  [
    'A keypair is missing, or still exists, contrary to the accepted requests.',
    '수락된 요청과 달리 키페어가 없거나 아직 남아 있음.',
  ],
  ['{} differs from the result of the accepted requests.', '{1} 값이 수락된 요청의 결과와 다름.'],
  ['The image has another name than the requested one.', '이미지의 이름이 요청에 지정한 것과 다름.'],
  [
    'The list with {}={} does not have exactly the servers with that {}.',
    '{1}={2}인 목록이 {3} 값이 그러한 서버와 정확히 일치하지 않음.',
  ],
  ['The volume is still attached after it was detached.', '볼륨의 연결이 해제된 뒤에도 연결되어 있음.'],
  ['A volume is {}, not {}.', '볼륨이 {2} 상태가 아니라 {1} 상태임.'],
  ['There is no volume.', '볼륨이 없음.'],
  ['A volume could not be created: {}.', '볼륨을 만들 수 없음: {1}.'],
  ['A detached volume is shown with {}.', '연결이 해제된 볼륨을 조회한 응답이 {1}임.'],
  ['An image is not complete: {}.', '이미지가 완성되지 않음: {1}.'],
]
