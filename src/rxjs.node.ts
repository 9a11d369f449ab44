export { webSocket, WebSocketSubject } from './rxjs/web-socket-subject.node.js'
export type { WebSocketSubjectConfig } from './rxjs/config.js'
