"""An echo server with `tornado`."""

import asyncio

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from options import parse, reply, say

options = parse()


class Echo(WebSocketHandler):
    def check_origin(self, origin):
        return True

    def select_subprotocol(self, subprotocols):
        return "chat" if "chat" in subprotocols else None

    def get_compression_options(self):
        return {} if options.deflate else None

    def on_message(self, message):
        offer = self.request.headers.get("Sec-WebSocket-Extensions", "")
        compresses = options.deflate and "permessage-deflate" in offer
        answer = reply(message, compresses=compresses)
        if isinstance(answer, tuple):
            self.close(*answer)
        else:
            self.write_message(answer, binary=isinstance(answer, bytes))


async def main():
    application = Application([("/.*", Echo)], websocket_max_message_size=2**30)
    sockets = bind_sockets(options.port, "127.0.0.1")
    server = HTTPServer(application, ssl_options=options.ssl)
    server.add_sockets(sockets)
    say(sockets[0].getsockname()[1])
    await asyncio.Future()


asyncio.run(main())
