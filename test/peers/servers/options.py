"""What the echo servers have in common: their options and what they answer."""

import argparse
import ssl


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--deflate", action="store_true")
    parser.add_argument("--certificate", help="file with the certificate and its key")
    options = parser.parse_args()
    options.ssl = None
    if options.certificate:
        options.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        options.ssl.load_cert_chain(options.certificate)
    return options


def reply(message, compresses):
    """The message itself, a code and a reason to close with, or whether messages are compressed."""
    if message == "close with 4002":
        return 4002, "bye"
    if message == "compressed?":
        return "yes" if compresses else "no"
    return message


def say(port):
    print(f"listening on {port}", flush=True)
