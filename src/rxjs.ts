export { webSocket, WebSocketSubject } from './rxjs/web-socket-subject.js'
export type { WebSocketSubjectConfig } from './rxjs/config.js'
