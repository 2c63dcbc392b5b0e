import type { Template } from './templates.ts'

/** The messages of the oracle and of the rules about observed traffic, in Korean. */
export const contradictions: readonly Template[] = [
  [
    'A server has metadata that only requests for other servers contain ({}).',
    '다른 서버에 대한 요청({1})에만 있는 메타데이터가 서버에 있음.',
  ],
  [
    'The pair "{}" differs from an earlier exchange ({}).',
    '"{1}" 쌍이 이전 요청/응답({2}) 이후에 있어야 할 값과 다름.',
  ],
  [
    'A response ({}) has another value of the pair "{}" than showServer before and after it.',
    '한 응답({1})에 있는 "{2}" 쌍의 값이 그 전후의 서버 보기(showServer) 값과 다름.',
  ],
  [
    'The response to a change of metadata has another value than the request.',
    '메타데이터 변경의 응답에 있는 값이 요청한 값과 다름.',
  ],
  [
    'A list was rejected with {} ({}), but accepted without it before and after.',
    '{1}이(가) 있는 목록 요청은 거부되고({2}), 그것이 없는 같은 목록 요청은 그 전후에 수락됨.',
  ],
  ['A list with a malformed {} was accepted.', '형식이 잘못된 {1}이(가) 있는 목록 요청이 수락됨.'],
  [
    'The list with {}={} ({}) has a server that does not match it before and after.',
    '{1}={2} 목록({3})에 그 전후에 조건과 맞지 않는 서버가 있음.',
  ],
  [
    'The list with {}={} ({}) leaves out a server that matches it before and after.',
    '{1}={2} 목록({3})에 그 전후에 조건과 맞는 서버가 없음.',
  ],
  [
    'A page of a list ({}, {}) differs from that part of the whole list, which was the same before and after it.',
    '목록의 한 페이지({1}, {2})가 그 전후의 전체 목록에서 해당하는 부분과 다름.',
  ],
  ['The list has the same element more than once.', '목록에 같은 항목이 두 번 이상 있음.'],
  ['{} was accepted for a server that {} ({}).', '서버가 이미 그러한 상태인데 {1}이(가) 수락됨({3}).'],
  [
    'A request was carried out ({}) with a token that is rejected before and after it ({}).',
    '그 전후에 거부되는({2}) 토큰으로 보낸 요청({1})이 수행됨.',
  ],
  [
    '{} was carried out on a server of another tenant ({}), whose servers are not found before and after it ({}).',
    '그 전후에 찾을 수 없는({3}) 다른 테넌트의 서버에 {1}이(가) 수행됨({2}).',
  ],
  ['The list of versions has no {}.', '버전 목록에 {1}이(가) 없음.'],
  ['The versions cannot be listed.', '버전 목록을 조회할 수 없음.'],
  ['An action was accepted for a server that is {} ({}).', '{1} 상태({2})인 서버에 대한 작업이 수락됨.'],
  [
    'A server is {} after {} ({}), which does not lead to that status.',
    '{2}({3}) 뒤에 서버가 이 작업으로 될 수 없는 {1} 상태임.',
  ],
  ['A server stays {} after {} was accepted ({}).', '{2}이(가) 수락되었으나({3}) 서버가 계속 {1} 상태임.'],
  ['A request without a token was carried out.', '토큰 없는 요청이 처리됨.'],
  [
    'A request was accepted that must be rejected according to the document.',
    '문서에 따르면 거부되어야 할 요청이 수락됨.',
  ],
  [
    'A server is ACTIVE although its create request must be rejected ({}).',
    '문서에 따르면 생성 요청이 거부되어야 하는 서버가 ACTIVE임({1}).',
  ],
  [
    '{} does not agree with the status {}, and did not in an earlier response ({}).',
    '{1}이(가) 상태 {2}와(과) 맞지 않으며, 앞서도 그러했음({3}).',
  ],
  [
    'The list of {} has a different {} of a flavor than the lists before and after it.',
    '{1}의 목록에 나타난 타입의 {2} 값이 그 전후의 목록과 다름.',
  ],
  ['{} is earlier than the creation of the server.', '{1}이(가) 서버의 생성보다 이름.'],
  ['A server is {} although no request can have led to that status.', '그렇게 될 요청이 없었는데 서버가 {1} 상태임.'],
  ['A server shows an address twice.', '서버에 같은 주소가 두 번 나타남.'],
  ['The response shows another {} than the one in the path.', '응답의 {1}이(가) 경로에 지정한 것과 다름.'],
  ['A server exists although the request for it was rejected ({}).', '생성 요청이 거부되었는데도 서버가 존재함({1}).'],
  [
    'Two concurrent requests created two keypairs with the same name.',
    '동시에 보낸 두 요청이 같은 이름의 키페어를 두 개 생성함.',
  ],
  ['The update of a server renamed another one, too.', '서버 하나를 변경했는데 다른 서버의 이름도 바뀜.'],
  ['A list still finds a server by its former {}.', '목록이 서버를 이전 {1}(으)로 찾음.'],
  ['A server no longer has the new name that it showed.', '서버가 새로 받아 표시하던 이름을 잃었음.'],
  [
    'A server shows the address that a port has on one network under another network.',
    '서버가 포트의 주소를 다른 네트워크 아래에 표시함.',
  ],
  ['A server shows the address of a port as a floating address.', '서버가 포트의 주소를 플로팅 주소로 표시함.'],
  ['A volume is no longer attached to its server after {}.', '{1} 이후 볼륨이 서버에 더 이상 연결되어 있지 않음.'],
  [
    'The list of {} lacks a flavor that the lists before and after it have.',
    '{1}의 목록에 그 전후의 목록에 있는 타입이 없음.',
  ],
  [
    'The list of {} lacks a zone that the lists before and after it have.',
    '{1}의 목록에 그 전후의 목록에 있는 가용성 영역이 없음.',
  ],
  ['An update of a name and accessIPv4 has changed the name only.', '이름과 accessIPv4의 변경이 이름만 바꿈.'],
  ['A volume is smaller than it was requested.', '볼륨이 요청한 크기보다 작음.'],
  [
    'A volume that was detached twice cannot be attached any more.',
    '두 번 연결을 해제한 볼륨을 더 이상 연결할 수 없음.',
  ],
  [
    'A volume that was detached is attached again after a reboot.',
    '연결을 해제한 볼륨이 재시작 후 다시 연결되어 있음.',
  ],
  [
    'A server that was resized back to its first flavor does not have that flavor.',
    '처음 타입으로 되돌린 서버가 그 타입을 가지지 않음.',
  ],
  [
    'A server still shows an image task long after the image is complete.',
    '이미지가 완료된 지 오래되었는데도 서버가 이미지 작업을 표시함.',
  ],
  [
    'The time of the last change is earlier than before the server was changed.',
    '마지막 변경 시각이 서버를 변경하기 전보다 이름.',
  ],
  [
    'A keypair exists although the request for it was rejected ({}).',
    '생성 요청이 거부되었는데도 키페어가 존재함({1}).',
  ],
  ['Two ports of a server have the same MAC address.', '한 서버의 두 포트가 같은 MAC 주소를 가짐.'],
  ['{} left out a server that the filter selects.', '{1}의 응답에 필터가 선택하는 서버가 빠져 있음.'],
  [
    'A deleted pair, which the server no longer showed, exists again.',
    '삭제되어 서버에 더 이상 나타나지 않던 항목이 다시 나타남.',
  ],
  ['An ACTIVE server rejects {} after other actions.', 'ACTIVE 서버가 다른 동작 후의 {1} 요청을 거부함.'],
  [
    'An ACTIVE server that was stopped before does not stop again.',
    '전에 종료된 적이 있는 ACTIVE 서버가 다시 종료되지 않음.',
  ],
  ['A deleted pair of the create request is still shown.', '삭제한, 생성 요청의 키-값 쌍이 여전히 나타남.'],
  ['A server changed although it rejected an action.', '동작을 거부한 서버가 이전과 같지 않음.'],
  ['{} left out a server that comes after the marker.', '{1}의 응답에 marker보다 뒤에 있는 서버가 빠져 있음.'],
  ['A server that is in the list cannot be shown.', '목록에 있는 서버가 조회되지 않음.'],
  ['Two volumes of one server have the same device.', '한 서버의 두 볼륨이 같은 device를 가짐.'],
  [
    'The response to a create names a server that another response has named before.',
    '생성 응답이 앞선 응답과 같은 서버를 가리킴.',
  ],
  ['The list has {} twice.', '목록에 {1}이(가) 두 번 있음.'],
  ['A request without a token was rejected with {}.', '토큰 없는 요청이 {1}(으)로 거부됨.'],
  ['The versions cannot be listed without a token.', '토큰 없이 버전 목록을 조회할 수 없음.'],
  ['A keypair was created although one with this name exists ({}).', '같은 이름의 키페어가 있는데도 생성됨({1}).'],
  ['The page with marker={} has elements before the marker.', 'marker={1}인 페이지에 marker보다 앞선 항목이 있음.'],
  ['The list with {}={} has an element with a different value.', '{1}={2}인 목록에 다른 값을 보이는 항목이 있음.'],
  ['The list has a {} that was deleted ({}).', '앞서 삭제된 {1}이(가) 목록에 있음({2}).'],
  ['A {} that was deleted ({}) is shown.', '앞서 삭제된 {1}이(가) 조회됨({2}).'],
  ['A request for a {} that was deleted ({}) was accepted.', '앞서 삭제된 {1}에 대한 요청이 수락됨({2}).'],
  [
    '{} changed with an update that does not set it; no other request was accepted in between.',
    '서버 수정으로 바뀌지 않아야 할 {1} 값이 수정 전과 다르며, 그 사이에 수락된 다른 요청이 없음.',
  ],
  [
    '{} shows the effect of {} without access, which was rejected ({}).',
    '접근 권한 없이 보내 거부된 {2} 요청({3})의 결과가 {1} 값에 나타남.',
  ],
  [
    'A server is not found after a deletion without access, which was rejected ({}).',
    '접근 권한 없이 보내 거부된 삭제 요청({1}) 이후에 서버를 찾을 수 없음.',
  ],
  [
    '{} changed with a resize; no other request was accepted in between.',
    '타입 변경으로 바뀌지 않아야 할 {1} 값이 변경 전과 다르며, 그 사이에 수락된 다른 요청이 없음.',
  ],
  [
    '{} of a server differs after {} ({}), which should not change it.',
    '{2}({3})(으)로 바뀌지 않아야 할 서버의 {1} 값이 그 뒤에 다름.',
  ],
  ['addSecurityGroup was accepted but has no effect ({}).', 'addSecurityGroup 요청이 수락되었으나 효과가 없음({1}).'],
  [
    'removeSecurityGroup was accepted but has no effect ({}).',
    'removeSecurityGroup 요청이 수락되었으나 효과가 없음({1}).',
  ],
  [
    "addSecurityGroup also removed the server's security group {} ({}).",
    'addSecurityGroup 요청이 서버의 보안 그룹 {1}을(를) 없앰({2}).',
  ],
  [
    "removeSecurityGroup also removed the server's security group {} ({}).",
    'removeSecurityGroup 요청이 서버의 보안 그룹 {1}까지 제거함({2}).',
  ],
  ['An update of accessIPv4 was accepted but has no effect ({}).', 'accessIPv4 수정이 수락되었으나 효과가 없음({1}).'],
  [
    'A server is {} with no task in progress, although its deletion was accepted ({}).',
    '삭제 요청이 수락되었는데도({2}) 서버가 진행 중인 작업 없이 {1} 상태임.',
  ],
  [
    'The response to an update shows another {} than the server has after it.',
    '수정 요청의 응답에 나타난 {1} 값이 그 뒤 서버의 값과 다름.',
  ],
  ['A key was imported under another name than the one in the request.', '키가 요청과 다른 이름으로 등록됨.'],
  [
    'The response has a private key, although the request had a public key.',
    '요청에 공개키가 있는데도 응답에 개인키가 있음.',
  ],
  [
    'The response to the creation of a keypair without a public key has no private key.',
    '공개키 없는 키페어 생성의 응답에 개인키가 없음.',
  ],
  [
    'showKeypair returns a private key, which only the response to the creation may have.',
    '생성 응답에만 있어야 할 개인키가 조회 응답에 있음.',
  ],
  [
    'showKeypair returns a keypair with another name than the one in the path.',
    '경로에 지정한 이름과 다른 이름의 키페어가 조회됨.',
  ],
  ['The response shows an attachment of another {} than the requested one.', '응답이 요청한 것과 다른 {1}의 연결임.'],
  [
    'A volume was attached although it was attached to the same server before ({}).',
    '같은 서버에 이미 연결된 볼륨이 다시 연결됨({1}).',
  ],
  [
    'The list has no attachment of a volume that an earlier response showed as attached ({}).',
    '앞선 응답에서 연결되어 있던({1}) 볼륨이 연결 목록에 없음.',
  ],
  [
    'The list has no attachment of a volume that was attached before ({}).',
    '앞서 연결한({1}) 볼륨이 연결 목록에 없음.',
  ],
  [
    'The attachment of a volume was not found by the id of the volume ({}), although it is listed before and after.',
    '볼륨 ID로 연결을 찾지 못했으나({1}), 그 전후의 목록에는 있음.',
  ],
  [
    'The volume {} was still there at the end of the run, although its server, which was requested with delete_on_termination true, was gone.',
    'delete_on_termination을 true로 요청한 서버가 없어졌는데도 볼륨 {1}이(가) 실행이 끝날 때 남아 있음.',
  ],
  [
    'Another volume of the server is missing from the list after a volume was detached.',
    '볼륨의 연결을 해제한 뒤 서버의 다른 볼륨이 목록에서 없어짐.',
  ],
]
