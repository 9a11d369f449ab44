export { startEchoServer, type EchoServer, type EchoServerOptions } from './testing/echo-server.js'
