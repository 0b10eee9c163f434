"""Runs a command on a pseudo-terminal and answers its question.

usage: terminal.py '{"command": [...], "env": {...}, "cwd": "...", "until": "...", "answer": "y"}'
"signal": true sends SIGTERM instead of an answer. Prints everything the terminal showed.
"""
import fcntl
import json
import os
import pty
import signal
import struct
import sys
import termios

order = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(order["cwd"])
    os.execvpe(order["command"][0], order["command"], order["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
seen, answered = b"", False
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    seen += data
    if not answered and order["until"].encode() in seen:
        answered = True
        if order.get("signal"):
            os.kill(pid, signal.SIGTERM)
        else:
            os.write(terminal, order["answer"].encode())
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
